"""Run an expression as the command line does, for tables of examples."""

import datetime
from collections.abc import Mapping

from engine.feel import functions, values
from engine.feel.expressions import Outcome, parse

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
