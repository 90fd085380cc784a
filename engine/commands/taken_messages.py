"""Which of the messages that an instance waits for the diagram takes now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn import interpreter
from engine.bpmn.definitions import Definition
from engine.bpmn.reports import WaitingElement
from engine.commands import runs
from engine.commands.engine import Engine
from engine.store.locked import LockedInstance


def of(
    engine: Engine, definition: Definition, instance: LockedInstance, answers: Mapping[str, Any]
) -> tuple[WaitingElement, ...]:
    """List them, the longest awaited first; `answers` are known without any of them."""
    if instance.ended_at is not None:
        return ()
    around = runs.surroundings(engine, instance, answers, engine.clock())
    return interpreter.taken_now(definition, instance.state, around)
