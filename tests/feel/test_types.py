"""`instance of`, conversions and type names."""

import pytest

from engine.feel import types, values
from engine.feel.expressions import parse, parse_type, unparse
from engine.feel.types import ContextType, FunctionType, ListType, NamedType, RangeType, SimpleType

_STRING, _NUMBER = SimpleType("string"), SimpleType("number")
TYPES = {
    "tPerson": ContextType((("name", _STRING), ("friends", ListType(NamedType("tPerson"))))),
    "t Card": ContextType((("serial", _STRING),)),
    "tRound": NamedType("tRound"),
}

_INSTANCES = [
    pytest.param("null instance of Any", False, id="null is nothing"),
    pytest.param("null instance of Null", True, id="null is null"),
    pytest.param("1 instance of number", True, id="number"),
    pytest.param('@"P1D" instance of days and time duration', True, id="duration"),
    pytest.param('@"P1M" instance of days and time duration', False, id="other duration"),
    pytest.param('@"2026-03-18T00:00:00" instance of date and time', True, id="date and time"),
    pytest.param('[1, "a"] instance of list<number>', False, id="list"),
    pytest.param("[1, null] instance of list<number>", True, id="list with null"),
    pytest.param("[] instance of list", True, id="list of anything"),
    pytest.param("{a: 1, b: 2} instance of context<a: number>", True, id="context"),
    pytest.param("{a: {b: 1}} instance of context<a: context<b: string>>", False, id="nested"),
    pytest.param("[1..2] instance of range<number>", True, id="range"),
    pytest.param("(< @\"2026-03-18\") instance of range<date>", True, id="open range"),
    pytest.param("abs instance of function<number> -> number", True, id="built-in function"),
    pytest.param("(function() 1) instance of function<> -> number", True, id="function"),
    pytest.param("(function() 1) instance of function<> -> string", False, id="other result"),
    pytest.param(
        "(function(a: string, b) a) instance of function<string, Any> -> string",
        True,
        id="parameters",
    ),
    pytest.param(
        "(function(a: context<x: string>) [1]) instance of"
        " function<context<x: string, y: string>> -> list<number>",
        True,
        id="a parameter that takes more",
    ),
    pytest.param(
        "(function(a: context<x: string, y: string>) {z: 1}) instance of"
        " function<context<x: string>> -> context<z: number>",
        False,
        id="a parameter that takes less",
    ),
    pytest.param("1 instance of function", False, id="no function"),
    pytest.param('{name: "Li", friends: [{name: "Na", friends: []}]} instance of tPerson', True,
                 id="a type of itself"),
    pytest.param('{name: "Li", friends: [1]} instance of tPerson', False, id="a wrong friend"),
    pytest.param('{serial: "1"} instance of t Card', True, id="a type with a space"),
    pytest.param("1 instance of tRound", False, id="a type that is only itself"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), _INSTANCES)
def test_instance_of(text, expected):
    assert parse(text, types=TYPES).evaluate({}) is expected


_CONVERSIONS = [
    pytest.param([1], "number", 1, id="a list of one for its item"),
    pytest.param(1, "list<number>", [1], id="an item for a list of one"),
    pytest.param(None, "number", None, id="null stays"),
    pytest.param("a", "string", "a", id="what fits stays"),
]


@pytest.mark.parametrize(("value", "wanted", "expected"), _CONVERSIONS)
def test_conversions_that_feel_makes_by_itself(value, wanted, expected):
    assert types.coerce(values.from_json(value), parse_type(wanted)) == expected


def test_what_cannot_be_converted_is_told():
    assert types.coerce("a", parse_type("number")) is types.MISFIT


def test_a_date_is_taken_for_its_midnight():
    day = parse('@"2026-03-18"').evaluate({})

    moment = types.coerce(day, SimpleType("date and time"))

    assert values.string(moment) == "2026-03-18T00:00:00Z"


@pytest.mark.parametrize(
    "text",
    [
        "list<range<number>>",
        "context<a: date and time, b: myimport.tFoo>",
        "function<string, function<> -> Any> -> list<Any>",
    ],
)
def test_a_type_is_printed_as_it_is_read(text):
    assert unparse(parse(f"x instance of {text}").tree) == f"x instance of {text}"


def test_types_are_made_of_parts():
    assert parse_type("function<range<number>> -> list<tA.b>") == FunctionType(
        (RangeType(_NUMBER),), ListType(NamedType("tA.b"))
    )
