"""Check what the expressions of forms call, and which settings of the office they read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn import product_functions
from engine.bpmn.expressions import Condition
from engine.core.findings import Finding
from engine.core.office_settings import DECLARED
from engine.feel.expressions import Expression
from forms.fields import Field, Form

_CLOCK = frozenset(["now", "today"])
# functions that only some expressions have
_SPECIAL = _CLOCK | product_functions.NAMES


def find(forms: Mapping[str, Form]) -> Iterator[Finding]:
    """Give the functions that nothing stands behind where they are called, and unknown settings.

    `forms` are by "<process id>/<element id>".
    """
    for name, form in forms.items():
        # conditions of a group are those of its members too
        told: set[tuple[str, frozenset[str]]] = set()
        for entry in form.fields:
            for expression, offered in _expressions(entry):
                if (expression.text, offered) not in told:
                    told.add((expression.text, offered))
                    yield from _of_one(f"{name}.json", entry.key, expression, offered)


def _expressions(entry: Field) -> Iterator[tuple[Expression, frozenset[str]]]:
    """Give the expressions of a field with what they may call besides what is always there."""
    hiding = [*entry.hidden_when, *(each for one in entry.options for each in one.hidden_when)]
    for expression in (*hiding, entry.public_when):
        if expression is not None:
            yield expression, frozenset()
    if entry.fits is not None:
        yield entry.fits, _CLOCK
    for expression in (entry.computed, entry.given):
        if expression is not None:
            yield expression, _SPECIAL


def _of_one(
    file: str, key: str, expression: Expression, offered: frozenset[str]
) -> Iterator[Finding]:
    read = Condition(expression.text, expression)
    strange = (expression.names | _SPECIAL) - offered
    for name in read.called:
        if name in strange:
            yield Finding("function_unknown", file, key, {"function": name})
    for name in read.settings:
        if name not in DECLARED:
            yield Finding("setting_unknown", file, key, {"setting": name})
