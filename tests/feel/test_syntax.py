"""What is no FEEL is refused with a code and a place."""

import pytest

from engine.feel.expressions import FeelSyntaxError, parse, parse_unary_tests

_ERRORS = [
    pytest.param("1 +", "unexpected_end", 1, 4, id="an operand is missing"),
    pytest.param("", "unexpected_end", 1, 1, id="nothing"),
    pytest.param("(1", "unexpected_end", 1, 3, id="an open bracket"),
    pytest.param("1)", "unexpected_token", 1, 2, id="a closing bracket too many"),
    pytest.param("if a\nthen b", "unexpected_end", 2, 7, id="else is missing, line 2"),
    pytest.param("for x in y", "unexpected_end", 1, 11, id="return is missing"),
    pytest.param('a = "b', "unterminated_string", 1, 5, id="an open string"),
    pytest.param("a # b", "unexpected_character", 1, 3, id="a strange character"),
    pytest.param("severity is high", "unknown_name", 1, 1, id="words side by side"),
    pytest.param("a\n  == b", "unexpected_token", 2, 4, id="an operator of another language"),
    pytest.param("1e9999", "number_out_of_range", 1, 1, id="a number too large"),
    pytest.param("a.1", "unexpected_token", 1, 2, id="a path to a number"),
    pytest.param("x instance of", "unexpected_end", 1, 14, id="a type is missing"),
    pytest.param("{a 1}", "unexpected_token", 1, 5, id="a colon is missing"),
    pytest.param("[1, 2", "unexpected_end", 1, 6, id="an open list"),
    pytest.param("x" * 4001, "too_long", 1, 1, id="too long"),
    pytest.param("(" * 200, "too_deep", 1, 121, id="too many brackets"),
    pytest.param("-" * 200 + "1", "too_deep", 1, 121, id="too many signs"),
    pytest.param("a" + ".b" * 100, "too_deep", 1, 1, id="too long a path"),
]


@pytest.mark.parametrize(("text", "code", "line", "column"), _ERRORS)
def test_an_error_has_a_code_and_a_place(text, code, line, column):
    with pytest.raises(FeelSyntaxError) as caught:
        parse(text)

    error = caught.value
    assert (error.code, error.line, error.column) == (code, line, column)


def test_an_error_says_what_was_found_and_expected():
    with pytest.raises(FeelSyntaxError) as caught:
        parse("if a then b otherwise c")

    assert caught.value.parameters == {"name": "b otherwise c"}


def test_unary_tests_give_a_place_too():
    with pytest.raises(FeelSyntaxError) as caught:
        parse_unary_tests('"high", ')

    assert (caught.value.code, caught.value.column) == ("unexpected_end", 9)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1 // one\n+ 2", id="to the end of the line"),
        pytest.param("1 /* and\n */ + 2", id="over two lines"),
        pytest.param("= 1 + 2", id="the mark of an editor"),
    ],
)
def test_what_is_no_part_of_the_expression_is_left_out(text):
    assert parse(text).tree == parse("1 + 2").tree


def test_a_text_that_could_be_read_in_too_many_ways_is_refused():
    with pytest.raises(FeelSyntaxError) as caught:
        parse("a in (" * 16)

    assert caught.value.code == "too_complex"
