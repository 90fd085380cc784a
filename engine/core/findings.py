"""What is wrong with a definition or with an answer, named so that it can be shown in place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Weight(StrEnum):
    """How much a finding weighs: a refusal stops the deployment, advice does not."""

    REFUSAL = "refusal"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong in a deployment, on an element of a file."""

    code: str
    file: str = "-"
    # id of the BPMN/DMN element or form field, or None where the whole file is meant
    element: str | None = None
    parameters: Mapping[str, object] = field(default_factory=dict)
    weight: Weight = Weight.REFUSAL


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what was entered into a form field."""

    key: str
    code: str
    parameters: Mapping[str, object] = field(default_factory=dict)
