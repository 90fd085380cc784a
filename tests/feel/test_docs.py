"""The page for analysts shows what is true."""

import json
import re
from pathlib import Path

import pytest

from engine.feel import functions, limits, values
from engine.feel.builtins.registry import NAMES
from engine.feel.expressions import parse, parse_unary_tests
from tests.feel.cases import NOON

_PAGE = Path("docs/feel.md").read_text(encoding="utf-8")
_FENCES = re.findall(r"^```(\S+) ?(.*?)\n(.*?)^```", _PAGE, re.MULTILINE | re.DOTALL)
_CASE = values.from_json(json.loads(next(body for kind, _, body in _FENCES if kind == "json")))
_KNOWN = frozenset(_CASE)


def _examples(wanted):
    return [
        pytest.param(column, *line.rsplit(" → ", 1), id=line)
        for kind, column, body in _FENCES
        if kind == wanted
        for line in body.splitlines()
    ]


@pytest.mark.parametrize(("_", "text", "result"), _examples("feel"))
def test_an_example_gives_what_the_page_says(_, text, result):
    value = parse(text, _KNOWN).evaluate({**_CASE, **functions.clock(NOON)})

    assert values.to_json_text(value) == result


@pytest.mark.parametrize(("column", "text", "result"), _examples("cells"))
def test_a_cell_gives_what_the_page_says(column, text, result):
    value = parse(column, _KNOWN).evaluate(_CASE)

    passed = parse_unary_tests(text, _KNOWN).matches(value, _CASE)

    assert values.to_json_text(passed) == result


def test_the_page_names_every_function():
    table = _PAGE.partition("## All functions")[2]

    assert set(re.findall(r"`([^`]+)`", table)) == NAMES


def test_the_page_names_the_limits():
    limit = limits.LIMITS

    table = _PAGE.partition("## Where the limits are")[2]

    assert set(map(int, re.findall(r"\| ([0-9,]+) \|", table.replace(",", "")))) == {
        limit.characters,
        limit.steps,
        limit.items,
        limit.string_length,
    }
