"""Functions of strings and conversions as in DMN 1.5, 10.3.4.1 and 10.3.4.3."""

import pytest

from tests.feel.cases import answer_or_refused, table

_TABLE = table(
    r"""
substring(string: "foobar", start position: 3) → "obar"
substring(string: "foobar", start position: 3, length: 3) → "oba"
substring("foobar", 3.8) → "obar"
substring("foobar", -2, 1) → "a"
substring("\U01F40Eab", 2) → "ab"
substring("foobar", 10) → null
substring(null, 1) → null
substring("foobar", null) → null
substring("foobar") → null
substring("foobar", "3") → null
string length(string: "foo") → 3
string length("") → 0
string length(null) → null
string length(1) → null
upper case(string: "aBc4") → "ABC4"
upper case(null) → null
upper case(1) → null
lower case(string: "aBc4") → "abc4"
substring before(string: "foobar", match: "bar") → "foo"
substring before("foobar", "xyz") → ""
substring before("foobar", "") → ""
substring before("", "a") → ""
substring before("foobar", null) → null
substring before("foobar", "o") → "f"
substring after(string: "foobar", match: "ob") → "ar"
substring after("", "a") → ""
substring after("foo", "") → "foo"
substring after("foobar", "xyz") → ""
contains(string: "foobar", match: "of") → false
contains("foobar", "") → true
contains(null, "a") → null
contains("a", null) → null
contains("a", 1) → null
contains("a") → null
contains(["a"], "a") → true
starts with(string: "foobar", match: "fo") → true
starts with("foobar", "") → true
ends with(string: "foobar", match: "r") → true
ends with("foobar", "r", "x") → null
matches(input: "foobar", pattern: "^fo*b") → true
matches(input: "foobar", pattern: "^Fo*b", flags: "i") → true
matches("foobar", null) → null
matches(null, "a") → null
matches("abc", "") → true
matches("abc", "b", null) → true
replace(input: "abcd", pattern: "(ab)|(a)", replacement: "[1=$1][2=$2]") → "[1=ab][2=]cd"
replace("abc", "B", "x", "i") → "axc"
replace("abc", "b", null) → null
split(string: "John Doe", delimiter: "\\s") → ["John", "Doe"]
split("a;b;c;;", ";") → ["a", "b", "c", "", ""]
split(null, ";") → null
split("a", null) → null
split("", ",") → [""]
string join(list: ["a","b"], delimiter: "-") → "a-b"
string join(["a","b"]) → "ab"
string join(list: ["a","b"]) → "ab"
string join(["a",null,"c"], "X") → "aXc"
string join(["a"], null) → "a"
string join(null, "a") → null
string join([], "X") → ""
string join("a") → "a"
string join(["a",1], "X") → null
string join(["a","b"], 1) → null
string(1) → "1"
string(true) → "true"
string("a") → "a"
string(null) → null
string(from: 1.10) → "1.1"
string([1,2]) → "[1, 2]"
string(["a"]) → "[\"a\"]"
string({a: "foo"}) → "{a: \"foo\"}"
string([1..5]) → "[1..5]"
string((1..5]) → "(1..5]"
string(@"2016-08-01") → "2016-08-01"
string(@"P1Y") → "P1Y"
string(@"P13M") → "P1Y1M"
string(@"PT25H") → "P1DT1H"
string(@"PT0S") → "PT0S"
string(@"P0Y") → "P0M"
string(@"10:00:00.123") → "10:00:00.123"
string(@"2016-08-01T10:00:00.500+01:00") → "2016-08-01T10:00:00.5+01:00"
string([@"2016-08-01"]) → "[@\"2016-08-01\"]"
string() → null
string(1, 2) → null
number(from: "1,000.00", grouping separator: ",", decimal separator: ".") → 1000
number("1.000,00", ".", ",") → 1000
number("1 000.00", " ", ".") → 1000
number("1000.00", null, ".") → 1000
number("1000", null, null) → 1000
number(null, null, null) → null
number("a", null, ".") → null
number("-1", null, null) → -1
number("1.000.000,01", ".", ",") → 1000000.01
number("1", ",", ",") → null
number("1", "", ".") → null
boolean("true") → null
"""
)


@pytest.mark.parametrize(("text", "expected"), _TABLE)
def test_the_standard_writes_and_reads_text(text, expected):
    assert answer_or_refused(text) == expected
