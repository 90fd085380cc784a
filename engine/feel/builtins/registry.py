"""All built-in functions by name."""

from engine.feel.builtins import (
    contexts,
    conversions,
    dates,
    intervals,
    lists,
    mathematics,
    patterns,
    statistics,
    strings,
)
from engine.feel.builtins.declarations import costly, counted, packed, plain
from engine.feel.callables import Function, Signature

_DECLARED = (
    *plain(conversions.FUNCTIONS),
    *counted(conversions.COUNTED),
    *plain(strings.FUNCTIONS),
    *counted(strings.COUNTED),
    *counted(patterns.FUNCTIONS),
    *costly(mathematics.FUNCTIONS, mathematics.STEPS),
    *plain(lists.FUNCTIONS),
    *counted(lists.COUNTED),
    *packed(statistics.FUNCTIONS),
    *plain(contexts.FUNCTIONS),
    *plain(dates.FUNCTIONS),
    *counted(intervals.FUNCTIONS),
)


def _gathered() -> dict[str, Function]:
    signatures: dict[str, list[Signature]] = {}
    for name, signature in _DECLARED:
        signatures.setdefault(name, []).append(signature)
    return {name: Function(name, tuple(ways)) for name, ways in signatures.items()}


BUILT_IN = _gathered()
NAMES = frozenset(BUILT_IN)
