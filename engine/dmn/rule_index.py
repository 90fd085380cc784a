"""An index over the cells of one column, so that a long table tests a few rules only."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.feel.values import Value

# strings and numbers only: a cell that says `true` passes every value that is no boolean
_LITERAL = re.compile(
    r"""\s*
    (?: "(?P<string>[^"\\]*)" | (?P<number>-?\d+(?:\.\d+)?) )
    \s*""",
    re.VERBOSE,
)
# below this an index costs more than it saves
FEWEST_RULES = 8

Key = tuple[type, Value]


def literals(cell: str) -> tuple[Value, ...] | None:
    """Return the constants of a cell such as `"a", "b"`, None where it holds anything else."""
    found: list[Value] = []
    position = 0
    while match := _LITERAL.match(cell, position):
        found.append(_constant(match))
        position = match.end()
        if position == len(cell):
            return tuple(found)
        if cell[position] != ",":
            return None
        position += 1
    return None


def _constant(match: re.Match[str]) -> Value:
    return Decimal(match["number"]) if match["number"] else match["string"]


@dataclass(frozen=True, slots=True)
class RuleIndex:
    """The rules to test for a value of one input column."""

    column: int
    rows: Mapping[Key, Sequence[int]]
    # rules whose cell in the column is "-"
    otherwise: Sequence[int]

    def candidates(self, value: Value, everything: Sequence[int]) -> Sequence[int]:
        """Return the rules that may match, in order, given the value of the column's input."""
        if not isinstance(value, str | Decimal):
            return everything
        return self.rows.get((type(value), value), self.otherwise)


def build(cells: Sequence[Sequence[str]]) -> RuleIndex | None:
    """Return an index on the first column of constants, None where there is none worth it.

    `cells` are the texts of the input entries, a sequence per rule; "-" matches everything.
    """
    if len(cells) < FEWEST_RULES:
        return None
    for column, texts in enumerate(zip(*cells, strict=True)):
        constants = [() if text == "-" else literals(text) for text in texts]
        if None not in constants and sum(map(bool, constants)) * 2 >= len(texts):
            return _index(column, [each or () for each in constants])
    return None


def _index(column: int, constants: Sequence[Sequence[Value]]) -> RuleIndex:
    otherwise = [row for row, values in enumerate(constants) if not values]
    rows: dict[Key, set[int]] = {}
    for row, values in enumerate(constants):
        for value in values:
            rows.setdefault((type(value), value), set(otherwise)).add(row)
    return RuleIndex(column, {key: tuple(sorted(found)) for key, found in rows.items()}, otherwise)
