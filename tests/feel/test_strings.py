"""Strings count code points; patterns are those of XPath."""

import pytest

from tests.feel.cases import answer

_TABLE = [
    pytest.param('string length("𠮷野家")', "3", id="length of rare characters"),
    pytest.param('"\\U01F40E" = "🐎"', "true", id="escape of six digits"),
    pytest.param('string length("\\ud83d\\udca9")', "1", id="surrogates are one character"),
    pytest.param('"\\ud83d"', '"�"', id="a lone surrogate is replaced"),
    pytest.param('string length("\\d")', "2", id="unknown escapes stay"),
    pytest.param('substring("foobar", 3, 3)', '"oba"', id="substring"),
    pytest.param('substring("foobar", -2)', '"ar"', id="substring from the end"),
    pytest.param('substring("foobar", 0)', "null", id="substring from nowhere"),
    pytest.param(
        '[substring before("foobar", "bar"), substring after("foobar", "ob")]',
        '["foo", "ar"]',
        id="before and after",
    ),
    pytest.param('substring before("foobar", "x")', '""', id="before what is not there"),
    pytest.param('[upper case("aBc4"), lower case("aBc4")]', '["ABC4", "abc4"]', id="cases"),
    pytest.param(
        '[contains("foobar", "ob"), starts with("foobar", "f"), ends with("foobar", "f")]',
        "[true, true, false]",
        id="contains, starts, ends",
    ),
    pytest.param('matches("foobar", "^fo*b")', "true", id="matches part of the text"),
    pytest.param('matches("abc", "B", "i")', "true", id="flag i"),
    pytest.param(
        '[matches("a.b", "a.b", "q"), matches("axb", "a.b", "q")]',
        "[true, false]",
        id="flag q takes the pattern by the letter",
    ),
    pytest.param(
        '[matches("a\\nb", "a.b", "s"), matches("a\\nb", "a.b")]',
        "[true, false]",
        id="flag s lets the point match a line end",
    ),
    pytest.param('matches("a\\nb", "^b$", "m")', "true", id="flag m"),
    pytest.param('matches("hello world", "he ll o[ ]worl d", "x")', "true", id="flag x"),
    pytest.param('matches("a", "a", "z")', "null", id="an unknown flag"),
    pytest.param('matches("a\\n", "a$")', "false", id="the end is the very end"),
    pytest.param(
        '[matches("P", "[A-Z-[OI]]"), matches("O", "[A-Z-[OI]]")]',
        "[true, false]",
        id="a class without some of it",
    ),
    pytest.param(
        '[matches("한", "\\p{IsHangulSyllables}"), matches("a", "\\P{IsBasicLatin}")]',
        "[true, false]",
        id="a block",
    ),
    pytest.param(
        '[matches("a:b", "^\\i\\c*$"), matches("1", "\\i")]', "[true, false]", id="name characters"
    ),
    pytest.param('matches("٣", "^\\d$")', "true", id="digits of any script"),
    pytest.param(
        '[matches("abab", "^(ab)\\1$"), matches("h", "(.)\\3")]',
        "[true, null]",
        id="a back reference",
    ),
    pytest.param('matches("ab", "a(?=b)")', "null", id="no look-ahead"),
    pytest.param('matches("A", "(?i)a")', "null", id="no options inside"),
    pytest.param('matches("aa", "a++")', "null", id="no possessive quantifiers"),
    pytest.param('matches("a", "(a")', "null", id="an open bracket"),
    pytest.param('matches("a", "a)")', "null", id="a lonely closing bracket"),
    pytest.param('matches("a", "[a")', "null", id="an open class"),
    pytest.param(
        'replace("0123456789", "(\\d{3})(\\d{3})(\\d{4})", "($1) $2-$3")',
        '"(012) 345-6789"',
        id="replace with groups",
    ),
    pytest.param('replace("abc", "b", "[$0]")', '"a[b]c"', id="the whole match"),
    pytest.param('replace("abc", "b", "\\\\$")', '"a$c"', id="an escaped dollar"),
    pytest.param('replace("abc", "b", "$")', "null", id="a bare dollar"),
    pytest.param('replace("a.b", ".", "$", "q")', '"a$b"', id="replace by the letter"),
    pytest.param('replace("abc", "x*", "-")', "null", id="a pattern that fits nothing"),
    pytest.param('split("a;b;c;;", ";")', '["a", "b", "c", "", ""]', id="split"),
    pytest.param(
        '[string join(["a", null, "c"], "-"), string join([])]', '["a-c", ""]', id="join"
    ),
    pytest.param("string join([1])", "null", id="join of numbers"),
    pytest.param(
        'string([1, "a\\"b", null, @"2026-03-18", {a: [true]}, [1..2]])',
        '"[1, \\"a\\\\\\"b\\", null, @\\"2026-03-18\\", {a: [true]}, [1..2]]"',
        id="text of values",
    ),
    pytest.param("string({a b: 1})", '"{\\"a b\\": 1}"', id="text of a key with spaces"),
    pytest.param("string(null)", "null", id="text of null"),
    pytest.param(
        '[number("1 000,5", " ", ","), number("1,000.5", ",", "."), number("1e3")]',
        "[1000.5, 1000.5, 1000]",
        id="numbers from text",
    ),
    pytest.param(
        '[number("x"), number("1,5"), number("1.5", ".", ".")]',
        "[null, null, null]",
        id="no number",
    ),
    pytest.param('"a" + 1', "null", id="sum of a string and a number"),
    pytest.param('substring("foobar", 1, -1)', "null", id="a length below zero"),
    pytest.param(
        '[number("1", "x", "."), number("1,5.0", null, ",")]',
        "[null, null]",
        id="a separator that is none",
    ),
    pytest.param("number(1.5)", "1.5", id="a number for a number"),
    pytest.param('"\\UFFFFFF"', '"�"', id="an escape beyond Unicode"),
    pytest.param('"\\u0041\\u0042"', '"AB"', id="two escapes of four digits"),
    pytest.param(
        (
            '[matches("aaa", "^a{3}$"), matches("aaa", "^a{2,}$"), matches("aaa", '
            '"^a{1,2}$"), matches("aaa", "^a{,2}$"), matches("a", "{1}")]'
        ),
        "[true, true, false, null, null]",
        id="quantifiers",
    ),
    pytest.param(
        (
            '[matches("-", "[a\\-z]"), matches("b", "[a\\-z]"), matches("]", "[\\]]"), '
            'matches("\\t", "[\\t]"), matches("5", "[\\d]")]'
        ),
        "[true, false, true, true, true]",
        id="escapes in classes",
    ),
    pytest.param(
        '[matches("-", "[a-]"), matches("-", "[-a]"), matches("-", "[^-a]")]',
        "[true, true, false]",
        id="a dash at an end of a class",
    ),
    pytest.param(
        (
            '[matches("a", "[]"), matches("a", "[a[b]]"), matches("a", "\\p{Xx}"), '
            'matches("a", "\\pL"), matches("a", "\\p{IsNowhere}"), matches("a", "\\b")]'
        ),
        "[null, null, null, null, null, null]",
        id="classes that are none",
    ),
    pytest.param('matches("a", "[a-z-[b]")', "null", id="a class inside of a class left open"),
    pytest.param(
        (
            '[matches("A", "\\p{Lu}"), matches("a", "\\P{Lu}"), matches("é", "^\\w$"), '
            'matches("_", "\\W")]'
        ),
        "[true, true, true, true]",
        id="categories",
    ),
    pytest.param('matches("a$", "a$$")', "false", id="an end in the middle"),
    pytest.param(
        '[matches("a", "*"), matches("a", "a**"), matches("a", "(*)")]',
        "[null, null, null]",
        id="nothing to repeat",
    ),
    pytest.param(
        'matches("a", string join(for i in 1..2001 return "a"))', "null", id="a pattern too long"
    ),
    pytest.param(
        'replace("abcdefghijk", "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)", "$11$1$12")',
        '"kaa2"',
        id="a group of more than one digit",
    ),
    pytest.param('replace("abc", "b", "[$3]")', '"a[]c"', id="a group that is none"),
    pytest.param(
        'matches("abcdefghijkk", "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)\\11")',
        "true",
        id="back references of two digits",
    ),
]


@pytest.mark.parametrize(("text", "expected"), _TABLE)
def test_strings_count_code_points(text, expected):
    assert answer(text) == expected
