"""What the interpreter is handed for one run of an instance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.commands.engine import Engine
from engine.core.surroundings import Surroundings
from engine.store.locked import LockedInstance


def surroundings(
    engine: Engine, instance: LockedInstance, answers: Mapping[str, Any], at: datetime
) -> Surroundings:
    """Give the world around a run: the instant, the answers as JSON values, the clocks."""
    return Surroundings(
        at=at, answers=answers, clocks=engine.clocks, starter_unit=instance.starter_unit
    )
