"""What one run of the interpreter is handed from outside: the time, the answers, the clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.core.clocks import Clocks


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The world around one run."""

    # aware
    at: datetime
    # current answers of the instance, JSON values by field
    answers: Mapping[str, Any]
    clocks: Clocks
    starter_unit: str
