"""Functions of ranges and points as in DMN 1.5, 10.3.4.9."""

import pytest

from tests.feel.cases import answer_or_refused, table

_TABLE = table(
    r"""
before(1, 10) → true
before(10, 1) → false
before(1, [1..10]) → false
before(1, (1..10]) → true
before(1, [5..10]) → true
before([1..10], 10) → false
before([1..10), 10) → true
before([1..10], 15) → true
before([1..10], [15..20]) → true
before([1..10], [10..20]) → false
before([1..10), [10..20]) → true
before([1..10], (10..20]) → true
before(point1: 1, point2: 10) → true
before(point: 1, range: [5..10]) → true
before(range: [1..10], point: 15) → true
before(range1: [1..10], range2: [15..20]) → true
before(1, "a") → null
before(1, null) → null
before(1) → null
before(@"2012-12-24", @"2012-12-25") → true
after(10, 5) → true
after(5, 10) → false
after(12, [1..10]) → true
after(10, [1..10)) → true
after(10, [1..10]) → false
after([11..20], 12) → false
after([11..20], 10) → true
after((11..20], 11) → true
after([11..20], 11) → false
after([11..20], [1..10]) → true
after([1..10], [11..20]) → false
after([11..20], [1..11)) → true
after((11..20], [1..11]) → true
after(range: [11..20], point: 10) → true
meets([1..5], [5..10]) → true
meets([1..5), [5..10]) → false
meets([1..5], (5..10]) → false
meets([1..5], [6..10]) → false
meets(range1: [1..5], range2: [5..10]) → true
meets(1, [1..2]) → null
met by([5..10], [1..5]) → true
met by([5..10], [1..5)) → false
met by((5..10], [1..5]) → false
met by([6..10], [1..5]) → false
overlaps([1..5], [3..8]) → true
overlaps([3..8], [1..5]) → true
overlaps([1..8], [3..5]) → true
overlaps([3..5], [1..8]) → true
overlaps([1..5], [6..8]) → false
overlaps([6..8], [1..5]) → false
overlaps([1..5], [5..8]) → true
overlaps([1..5], (5..8]) → false
overlaps([1..5), [5..8]) → false
overlaps([1..5), (5..8]) → false
overlaps([5..8], [1..5]) → true
overlaps((5..8], [1..5]) → false
overlaps before([1..5], [3..8]) → true
overlaps before([1..5], [6..8]) → false
overlaps before([1..5], [5..8]) → true
overlaps before([1..5], (5..8]) → false
overlaps before([1..5), [5..8]) → false
overlaps before([1..5), (1..5]) → true
overlaps before([1..5], (1..5]) → true
overlaps before([1..5), [1..5]) → false
overlaps before([1..5], [1..5]) → false
overlaps after([3..8], [1..5]) → true
overlaps after([6..8], [1..5]) → false
overlaps after([5..8], [1..5]) → true
overlaps after((5..8], [1..5]) → false
overlaps after([5..8], [1..5)) → false
overlaps after((1..5], [1..5)) → true
overlaps after((1..5], [1..5]) → true
overlaps after([1..5], [1..5)) → false
overlaps after([1..5], [1..5]) → false
overlaps after((1..5), [1..5]) → false
finishes(10, [1..10]) → true
finishes(10, [1..10)) → false
finishes([5..10], [1..10]) → true
finishes([5..10), [1..10]) → false
finishes([5..10), [1..10)) → true
finishes([1..10], [1..10]) → true
finishes((1..10], [1..10]) → true
finishes([1..10], (1..10]) → false
finishes(point: 10, range: [1..10]) → true
finished by([1..10], 10) → true
finished by([1..10), 10) → false
finished by([1..10], [5..10]) → true
finished by([1..10], [5..10)) → false
finished by([1..10), [5..10)) → true
finished by([1..10], (1..10]) → true
includes([1..10], 5) → true
includes([1..10], 12) → false
includes([1..10], 1) → true
includes((1..10], 1) → false
includes([1..10), 10) → false
includes([1..10], [4..6]) → true
includes((1..10], (1..4]) → true
includes([1..10], (1..10)) → true
includes((1..10), [1..5]) → false
includes([1..10], [1..10]) → true
includes(range: [1..10], point: 5) → true
during(5, [1..10]) → true
during(12, [1..10]) → false
during(1, (1..10]) → false
during([4..6], [1..10)) → true
during((1..5], (1..10]) → true
during((1..10), [1..10]) → true
during([1..10], [1..10]) → true
starts(1, [1..10]) → true
starts(1, (1..10]) → false
starts(2, [1..10]) → false
starts([1..5], [1..10]) → true
starts((1..5], (1..10]) → true
starts((1..5], [1..10]) → false
starts([1..5], (1..10]) → false
starts([1..10], [1..10]) → true
starts([1..10), [1..10]) → true
starts([1..10], [1..10)) → false
started by([1..10], 1) → true
started by((1..10], 1) → false
started by([1..10], [1..5]) → true
started by((1..10], [1..5]) → false
coincides(5, 5) → true
coincides(3, 4) → false
coincides([1..5], [1..5]) → true
coincides((1..5), [1..5]) → false
coincides([1..5], [2..6]) → false
coincides(1, "a") → null
coincides(@"2012-12-24", @"2012-12-24") → true
coincides(null, 1) → null
during(@"2012-12-24", [@"2012-12-01"..@"2012-12-31"]) → true
"""
)


@pytest.mark.parametrize(("text", "expected"), _TABLE)
def test_the_standard_relates_ranges(text, expected):
    assert answer_or_refused(text) == expected
