"""Run an expression as the command line does, for tables of examples."""

import datetime
from collections.abc import Mapping

import pytest
from _pytest.mark import ParameterSet

from engine.feel import functions, values
from engine.feel.expressions import FeelSyntaxError, Outcome, parse

NOON = datetime.datetime(2026, 3, 18, 12, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))


def explain(text: str, variables: Mapping[str, object] | None = None) -> Outcome:
    """Parse and evaluate a text with JSON variables and a clock that stands still."""
    known = values.from_json(dict(variables or {}))
    return parse(text, frozenset(known)).explain({**known, **functions.clock(NOON)})


def answer(text: str, variables: Mapping[str, object] | None = None) -> str:
    """Give the value as JSON text."""
    return values.to_json_text(explain(text, variables).value)


def codes(text: str, variables: Mapping[str, object] | None = None) -> list[str]:
    """Give the codes of the warnings."""
    return [warning.code for warning in explain(text, variables).warnings]


def answer_or_refused(text: str) -> str:
    """Give the value as JSON text, or `refused` where the text is no FEEL."""
    try:
        return answer(text)
    except FeelSyntaxError:
        return "refused"


def table(written: str) -> list[ParameterSet]:
    """Read lines such as `1 + 1 → 2`; each is a case that is called what it says.

    A line that is set in goes on with the one before.
    """
    lines = (line for line in written.replace("\n    ", " ").splitlines() if line.strip())
    pairs = (line.rpartition(" → ") for line in lines)
    return [pytest.param(text, expected, id=f"{text} → {expected}") for text, _, expected in pairs]
