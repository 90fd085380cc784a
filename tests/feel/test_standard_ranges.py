"""Range values, their properties and their text as in DMN 1.5, 10.3.2.7."""

import pytest

from tests.feel.cases import answer_or_refused, table

_TABLE = table(
    r"""
range("[18..21]") → "[18..21]"
range(from: "[18..21)") → "[18..21)"
range("(18..21)") → "(18..21)"
range("]18..21[") → "(18..21)"
range("[2..)") = range("[2..)") → true
range("(..2]").end → 2
range("(..2]").start → null
range("(..2]").end included → true
range("[2..]") → null
range("(..)") → null
range("[..]") → null
range("") → null
range(null) → null
range(1) → null
range("1..2") → null
range("[\"a\"..\"z\"]") → "[\"a\"..\"z\"]"
range("[@\"2020-01-01\"..@\"2020-12-31\"]").end.year → 2020
range("[date(\"2020-01-01\")..date(\"2020-12-31\")]").start.month → 1
range("[date and time(\"2020-01-01T00:00:00\")..date and time(\"2020-12-31T00:00:00\")]")
    .start.month → 1
range("[duration(\"P1D\")..duration(\"P2D\")]").start.days → 1
range("[time(\"10:00:00\")..time(\"11:00:00\")]").start.hour → 10
range("[@\"P1D\"..@\"P2D\"]").start.days → 1
range("[1..\"a\"]") → null
range("[3..1]") → null
range("[1+1..3]") → null
range("[x..3]") → null
range("[-5..-1]").start → -5
range("[1.5..2.5]").end → 2.5
range("[true..false]") → null
range("[null..1]") → null
5 in range("[1..10]") → true
[1..10].start → 1
(1..10].start included → false
[1..10).end included → false
(<10).end → 10
(<10).start → null
(>=10).start included → true
(<10).start included → false
(=10).start → 10
(<10) = (<10) → true
5 in (<10) → true
[1..10] instance of range<number> → true
[1..10] instance of range<string> → false
(<10) instance of range<number> → true
[10..1].start → 10
["a".."c"].start → "a"
[1.."a"] → null
[null..1] → null
[1..null] → null
"""
)


@pytest.mark.parametrize(("text", "expected"), _TABLE)
def test_the_standard_makes_ranges(text, expected):
    assert answer_or_refused(text) == expected
