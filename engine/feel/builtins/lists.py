"""Functions of lists (DMN 1.5, 10.3.4.4)."""

import functools
from decimal import Decimal

from engine.feel import comparisons
from engine.feel.budgets import Evaluation
from engine.feel.builtins.declarations import Declaration
from engine.feel.problems import Problem
from engine.feel.values import Function, Value, kind


def _has(items: list[Value], element: Value, evaluation: Evaluation) -> bool:
    evaluation.spend(len(items) // 4)
    return any(comparisons.same(item, element, evaluation) for item in items)


def _list_contains(evaluation: Evaluation, items: list[Value], element: Value) -> bool:
    return _has(items, element, evaluation)


def _position(items: list[Value], position: Decimal, last: int) -> int:
    """Turn a position that counts from 1, or from the end below 0, into an index."""
    number = int(position)
    if not 0 < abs(number) <= last:
        raise Problem("no_such_item", index=position, length=len(items))
    return number - 1 if number > 0 else len(items) + number


def _sublist(items: list[Value], start: Decimal, length: Decimal | None = None) -> list[Value]:
    first = _position(items, start, len(items))
    if length is None:
        return items[first:]
    if int(length) < 0 or first + int(length) > len(items):
        raise Problem("no_such_item", index=length, length=len(items))
    return items[first : first + int(length)]


def _append(items: list[Value], *further: Value) -> list[Value]:
    return [*items, *further]


def _concatenate(*lists: list[Value]) -> list[Value]:
    return [item for items in lists for item in items]


def _insert_before(items: list[Value], position: Decimal, item: Value) -> list[Value]:
    index = _position(items, position, len(items))
    return [*items[:index], item, *items[index:]]


def _remove(items: list[Value], position: Decimal) -> list[Value]:
    index = _position(items, position, len(items))
    return [*items[:index], *items[index + 1 :]]


def _replace_at(items: list[Value], position: Decimal, item: Value) -> list[Value]:
    index = _position(items, position, len(items))
    return [*items[:index], item, *items[index + 1 :]]


def _replace_matching(
    evaluation: Evaluation, items: list[Value], match: Function, new: Value
) -> list[Value]:
    return [new if _decides(match, (item, new), evaluation) else item for item in items]


def _decides(function: Function, arguments: tuple[Value, ...], evaluation: Evaluation) -> bool:
    """Call a function that the caller handed in and that has to say yes or no."""
    if not any(signature.takes(len(arguments)) for signature in function.signatures):
        raise Problem("wrong_function", wanted=len(arguments))
    answer = function.call(arguments, evaluation)
    if not isinstance(answer, bool):
        raise Problem("not_boolean", given=kind(answer))
    return answer


def _index_of(evaluation: Evaluation, items: list[Value], match: Value) -> list[Value]:
    return [
        Decimal(index)
        for index, item in enumerate(items, 1)
        if comparisons.same(item, match, evaluation)
    ]


def _distinct(evaluation: Evaluation, items: list[Value]) -> list[Value]:
    found: list[Value] = []
    for item in items:
        if not _has(found, item, evaluation):
            found.append(item)
    return found


def _union(evaluation: Evaluation, *lists: list[Value]) -> list[Value]:
    return _distinct(evaluation, _concatenate(*lists))


def _flatten(evaluation: Evaluation, items: list[Value]) -> list[Value]:
    flat: list[Value] = []
    waiting = [iter(items)]
    while waiting:
        for item in waiting[-1]:
            evaluation.spend(1)
            if isinstance(item, list):
                waiting.append(iter(item))
                break
            flat.append(item)
        else:
            waiting.pop()
    return flat


def _sort(
    evaluation: Evaluation, items: list[Value], precedes: Function | None = None
) -> list[Value]:
    def compare(left: Value, right: Value) -> int:
        evaluation.spend(1)
        if precedes is None:
            position = comparisons.order(left, right, evaluation)
            if position is None:
                raise Problem("not_comparable", left=kind(left), right=kind(right))
            return position
        if _decides(precedes, (left, right), evaluation):
            return -1
        return 1 if _decides(precedes, (right, left), evaluation) else 0

    return sorted(items, key=functools.cmp_to_key(compare))


FUNCTIONS: tuple[Declaration, ...] = (
    ("count(list: list)", lambda items: Decimal(len(items))),
    ("sublist(list: list, start position: number, length?: number)", _sublist),
    ("append(list: list, item...: any?)", _append),
    ("concatenate(list...: list)", _concatenate),
    ("insert before(list: list, position: number, newItem: any?)", _insert_before),
    ("remove(list: list, position: number)", _remove),
    ("list replace(list: list, position: number, newItem: any?)", _replace_at),
    ("reverse(list: list)", lambda items: items[::-1]),
)
COUNTED: tuple[Declaration, ...] = (
    ("list contains(list: list, element: any?)", _list_contains),
    ("list replace(list: list, match: function, newItem: any?)", _replace_matching),
    ("index of(list: list, match: any?)", _index_of),
    ("union(list...: list)", _union),
    ("distinct values(list: list)", _distinct),
    ("flatten(list: list)", _flatten),
    ("sort(list: list, precedes?: function)", _sort),
)
