"""What can be wrong with an expression: errors of its text, warnings of its evaluation."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SYNTAX_CODES = frozenset(
    {
        "number_out_of_range",
        "too_complex",
        "too_deep",
        "too_long",
        "unexpected_character",
        "unexpected_end",
        "unexpected_token",
        "unknown_name",
        "unterminated_string",
    }
)
WARNING_CODES = frozenset(
    {
        "division_by_zero",
        "duplicate_key",
        "endless_range",
        "external_function",
        "function_failed",
        "invalid_flags",
        "invalid_literal",
        "invalid_number",
        "invalid_pattern",
        "invalid_range",
        "invalid_replacement",
        "invalid_separator",
        "invalid_time",
        "negative_number",
        "no_clock",
        "no_result",
        "no_such_entry",
        "no_such_item",
        "no_such_position",
        "no_such_property",
        "not_a_function",
        "not_boolean",
        "not_comparable",
        "not_whole",
        "null_argument",
        "null_in_range",
        "null_operand",
        "offset_missing",
        "pattern_matches_nothing",
        "pattern_too_slow",
        "scale_out_of_range",
        "string_too_long",
        "too_deep",
        "too_few_items",
        "too_many_items",
        "too_many_steps",
        "unknown_name",
        "unknown_type",
        "wrong_function",
        "wrong_item",
        "wrong_names_of_arguments",
        "wrong_number_of_arguments",
        "wrong_operand",
        "wrong_operands",
        "wrong_type",
    }
)


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
