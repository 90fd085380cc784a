"""Functions of lists as in DMN 1.5, 10.3.4.4."""

import pytest

from tests.feel.cases import answer_or_refused, table

_TABLE = table(
    r"""
list contains(list: [1,2,3], element: 2) → true
list contains([1,2,null], null) → true
list contains(null, 1) → null
list contains([1], "1") → false
count(list: [1,2,3]) → 3
count(1,2,3) → null
count([[1,2]]) → 1
count(null) → null
min(list: [1,2,3]) → 1
min(1,2,3) → 1
min(null) → null
min([1,null]) → null
min("a","b") → "a"
min([]) → null
min() → null
min([@"P1D",@"PT1H"]) → "PT1H"
max([@"10:00:00",@"11:00:00"]) → "11:00:00"
max([1]) → 1
max(["a",1]) → null
sum(list: [1,2,3]) → 6
sum(1,2,3) → 6
sum([]) → null
sum(null) → null
sum([1,null]) → null
sum() → null
sum(1) → 1
sum([@"P1D",@"P1D"]) → "P2D"
mean(list: [1,2,3]) → 2
mean(1,2,3) → 2
mean([]) → null
mean([1,null]) → null
all(list: [true,false]) → false
all([true,null]) → null
all([false,null]) → false
all([]) → true
all(true) → true
all(null) → null
all(true, true) → true
any([]) → false
any([true,null]) → true
any([false,null]) → null
any(0) → null
sublist(list: [4,5,6], start position: 1, length: 2) → [4, 5]
sublist([4,5,6], 1, 2) → [4, 5]
sublist([4,5,6], -1) → [6]
sublist([4,5,6], 0) → null
sublist([4,5,6], 4) → null
sublist([4,5,6], 1, 0) → []
append(list: [1], item: 2) → [1, 2]
append([1], 2, 3) → [1, 2, 3]
append(null, 1) → null
append(1, 2) → [1, 2]
append([1]) → null
concatenate([1,2],[3]) → [1, 2, 3]
concatenate(1, 2) → [1, 2]
concatenate([1], null) → null
concatenate() → null
concatenate([1]) → [1]
concatenate([[1]],[[2]]) → [[1], [2]]
insert before(list: [1,3], position: 1, newItem: 2) → [2, 1, 3]
insert before([1,3], -1, 2) → [1, 2, 3]
insert before([1,3], 3, 2) → null
insert before([1,3], 0, 2) → null
insert before([], 1, 2) → null
insert before([1], 1, null) → [null, 1]
insert before(null, 1, 1) → null
remove(list: [1,2,3], position: 2) → [1, 3]
remove([1,2,3], 4) → null
remove([1,2,3], -3) → [2, 3]
reverse(list: [1,2,3]) → [3, 2, 1]
reverse(null) → null
reverse([]) → []
index of(list: [1,2,3,2], match: 2) → [2, 4]
index of([1,null], null) → [2]
index of([], 1) → []
index of(null, 1) → null
union([1,2],[2,3]) → [1, 2, 3]
union([1,null],[null]) → [1, null]
union() → null
union([1,1]) → [1]
distinct values(list: [1,2,3,2,1]) → [1, 2, 3]
distinct values([null,null]) → [null]
distinct values(null) → null
distinct values([1,"1",1.0]) → [1, "1"]
flatten(list: [[1,2],[[3]],4]) → [1, 2, 3, 4]
flatten(null) → null
product(list: [2,3,4]) → 24
product(2,3,4) → 24
product([]) → null
product([null]) → null
product(["a"]) → null
product() → null
product(1) → 1
product([0, 1]) → 0
product([0.5, 2]) → 1
median(8,2,5,3,4) → 4
median(list: [6,1,2,3]) → 2.5
median([]) → null
median() → null
median([1,null]) → null
stddev(2,4,7,5) → 2.081665999466132735282297706979931
stddev(list: [47]) → null
stddev([]) → null
stddev([1,null]) → null
mode(6,3,9,6,6) → [6]
mode(list: [6,1,9,6,1]) → [1, 6]
mode([]) → []
mode([1,null]) → null
list replace(list: [2,4,7,8], position: 3, newItem: 6) → [2, 4, 6, 8]
list replace(list: [2,4,7,8], match: function(item, newItem) item < newItem,
    newItem: 5) → [5, 5, 7, 8]
sort(list: [3,1,4,5,2], precedes: function(x,y) x < y) → [1, 2, 3, 4, 5]
sort([3,1,2], function(x,y) x > y) → [3, 2, 1]
sort(null, function(x,y) x > y) → null
sort([3,1,2]) → [1, 2, 3]
sort(["b","a"]) → ["a", "b"]
sort([], function(x,y) x<y) → []
sort([1,2], null) → null
"""
)


@pytest.mark.parametrize(("text", "expected"), _TABLE)
def test_the_standard_handles_lists(text, expected):
    assert answer_or_refused(text) == expected
