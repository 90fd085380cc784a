"""What is wrong with a form or with what was entered into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at a field; the key is "" where the whole form is meant."""

    key: str
    code: str
    parameters: Mapping[str, object] = field(default_factory=dict)


class FormRejected(Exception):
    """A document is not a form that we can show and check on the server."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)


class AnswersRejected(Exception):
    """What was entered is not accepted; every problem is named at its field."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)
