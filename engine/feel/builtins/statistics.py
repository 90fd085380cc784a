"""Functions that boil a list down to one value; the items may also be given one by one."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from engine.feel import comparisons
from engine.feel.budgets import Evaluation
from engine.feel.builtins.declarations import Declaration
from engine.feel.evaluation import arithmetic
from engine.feel.numbers import CONTEXT
from engine.feel.problems import Problem
from engine.feel.values import Value, kind


def _numbers(items: list[Value]) -> list[Decimal]:
    for item in items:
        if not isinstance(item, Decimal):
            raise Problem("wrong_item", wanted="number", given=kind(item))
    return items


def _extreme(items: list[Value], wanted: int) -> Value:
    evaluation = Evaluation()
    best = None
    for index, item in enumerate(items):
        if index == 0 and type(item) in comparisons.ORDERED:
            best = item
            continue
        position = comparisons.order(item, best, evaluation)
        if position is None:
            raise Problem("not_comparable", left=kind(item), right=kind(best))
        best = item if position * wanted > 0 else best
    return best


def _sum(items: list[Value]) -> Value:
    total = items[0] if items else None
    if items and kind(total) not in _SUMMABLE:
        raise Problem("wrong_item", wanted="number", given=kind(total))
    for item in items[1:]:
        if type(item) is not type(total):
            raise Problem("wrong_item", wanted=kind(total), given=kind(item))
        total = arithmetic.added(total, item)
    return total


# of a sample
_FEWEST = 2
_SUMMABLE = ("number", "days and time duration", "years and months duration")


def _product(items: list[Value]) -> Decimal | None:
    total = Decimal(1)
    for number in _numbers(items):
        total = _defined(CONTEXT.multiply, total, number)
    return total if items else None


def _mean(items: list[Value]) -> Value:
    return arithmetic.divided(_sum(items), Decimal(len(items))) if items else None


def _median(items: list[Value]) -> Decimal | None:
    ordered = sorted(_numbers(items))
    middle = len(ordered) // 2
    if not ordered:
        return None
    if len(ordered) % 2:
        return ordered[middle]
    return CONTEXT.divide(_defined(CONTEXT.add, ordered[middle - 1], ordered[middle]), Decimal(2))


def _standard_deviation(items: list[Value]) -> Decimal:
    """Give the sample standard deviation; it takes two numbers at least."""
    values = _numbers(items)
    if len(values) < _FEWEST:
        raise Problem("too_few_items", wanted=_FEWEST)
    mean = CONTEXT.divide(_sum(values), Decimal(len(values)))
    squares = Decimal(0)
    for value in values:
        distance = _defined(CONTEXT.subtract, value, mean)
        squares = _defined(CONTEXT.add, squares, _defined(CONTEXT.multiply, distance, distance))
    return CONTEXT.sqrt(CONTEXT.divide(squares, Decimal(len(values) - 1)))


def _mode(items: list[Value]) -> list[Value]:
    counts = Counter(_numbers(items))
    most = max(counts.values(), default=0)
    return sorted(number for number, count in counts.items() if count == most)


def _all(items: list[Value]) -> bool | None:
    return _decided(items, decisive=False)


def _any(items: list[Value]) -> bool | None:
    return _decided(items, decisive=True)


def _decided(items: list[Value], *, decisive: bool) -> bool | None:
    """Judge three-valued; other items than booleans count as null."""
    if any(item is decisive for item in items):
        return decisive
    if any(item is None for item in items):
        return None
    for item in items:
        if not isinstance(item, bool):
            raise Problem("wrong_item", wanted="boolean", given=kind(item))
    return not decisive


def _defined(
    operation: Callable[[Decimal, Decimal], Decimal], left: Decimal, right: Decimal
) -> Decimal:
    try:
        return operation(left, right)
    except ArithmeticError as failure:
        raise Problem("no_result", operator="") from failure


FUNCTIONS: tuple[Declaration, ...] = (
    ("min(list: list)", lambda items: _extreme(items, -1)),
    ("max(list: list)", lambda items: _extreme(items, 1)),
    ("sum(list: list)", _sum),
    ("product(list: list)", _product),
    ("mean(list: list)", _mean),
    ("median(list: list)", _median),
    ("stddev(list: list)", _standard_deviation),
    ("mode(list: list)", _mode),
    ("all(list: list)", _all),
    ("any(list: list)", _any),
)
