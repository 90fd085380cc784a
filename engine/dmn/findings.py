"""What is wrong with a decision document, as facts with a code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Severity(Enum):
    """How much a finding weighs: an error refuses the document, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact about one element of a decision document."""

    # the id of the element, "" where it has none
    element: str
    code: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = Severity.ERROR


class DecisionRejected(Exception):
    """The document holds errors and cannot be used."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Keep the findings, errors only."""
        super().__init__("; ".join(f"{each.element or '-'}: {each.code}" for each in findings))
        self.findings = findings
