"""What can be wrong with an expression: errors of its text, warnings of its evaluation."""

from collections.abc import Mapping
from dataclasses import dataclass, field


class FeelSyntaxError(Exception):
    """The text is no FEEL: a code, the place (both from 1) and what the words need."""

    def __init__(
        self, code: str, line: int, column: int, parameters: Mapping[str, object] | None = None
    ) -> None:
        """Keep the facts."""
        super().__init__(f"{code} at line {line}, column {column}")
        self.code = code
        self.line = line
        self.column = column
        self.parameters: Mapping[str, object] = dict(parameters or {})


class Problem(Exception):
    """A function cannot give a value; the evaluation turns it into null and a warning."""

    def __init__(self, code: str, **parameters: object) -> None:
        """Keep the facts."""
        super().__init__(code)
        self.code = code
        self.parameters = parameters


class Exhausted(Exception):
    """An evaluation passed one of its limits; all of it becomes null."""

    def __init__(self, code: str, limit: float) -> None:
        """Keep the facts."""
        super().__init__(code)
        self.code = code
        self.limit = limit


@dataclass(frozen=True, slots=True)
class EvaluationWarning:
    """Why an evaluation gave null where a value was asked for."""

    code: str
    parameters: Mapping[str, object] = field(default_factory=dict)
