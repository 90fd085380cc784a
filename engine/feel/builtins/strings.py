"""Functions of strings, which count Unicode code points (DMN 1.5, 10.3.4.3)."""

from decimal import Decimal

from engine.feel.budgets import Evaluation
from engine.feel.builtins.declarations import Declaration
from engine.feel.problems import Problem
from engine.feel.values import Value, kind


def _substring(string: str, start: Decimal, length: Decimal | None = None) -> str:
    position = int(start)
    if position == 0 or abs(position) > len(string) + (position > 0):
        raise Problem("no_such_position", position=start, length=len(string))
    if length is not None and int(length) < 0:
        raise Problem("negative_number", given=length)
    first = position - 1 if position > 0 else len(string) + position
    return string[first:] if length is None else string[first : first + int(length)]


def _before(string: str, match: str) -> str:
    head, found, _ = string.partition(match) if match else ("", "", "")
    return head if found else ""


def _after(string: str, match: str) -> str:
    return string.partition(match)[2] if match else string


def _join(evaluation: Evaluation, items: list[Value], delimiter: str | None = None) -> str:
    for item in items:
        if item is not None and not isinstance(item, str):
            raise Problem("wrong_item", wanted="string", given=kind(item))
    texts = [item for item in items if item is not None]
    between = delimiter or ""
    evaluation.write(sum(map(len, texts)) + len(between) * len(texts))
    return between.join(texts)


FUNCTIONS: tuple[Declaration, ...] = (
    ("substring(string: string, start position: number, length?: number)", _substring),
    ("string length(string: string)", lambda string: Decimal(len(string))),
    ("upper case(string: string)", str.upper),
    ("lower case(string: string)", str.lower),
    ("substring before(string: string, match: string)", _before),
    ("substring after(string: string, match: string)", _after),
    ("contains(string: string, match: string)", lambda string, match: match in string),
    ("starts with(string: string, match: string)", lambda string, match: string.startswith(match)),
    ("ends with(string: string, match: string)", lambda string, match: string.endswith(match)),
)
COUNTED: tuple[Declaration, ...] = (("string join(list: list, delimiter?: string?)", _join),)
