"""Commands in a process of their own that tell what the answer cost."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.commands import process_definitions, process_instances, user_tasks
from engine.commands.engine import Engine
from engine.core.errors import EngineError
from engine.core.people import SYSTEM
from forms.posted import Posted
from tests.commands.offices import CLERK, posted


@dataclass(frozen=True, slots=True)
class Cost:
    """How something was answered, and what that cost."""

    answer: str
    seconds: float
    megabytes: float


def check_and_deploy(engine: Engine, files: Mapping[str, bytes]) -> tuple[Cost, Cost]:
    """Check files, then deploy them."""
    checked = _cost(lambda: process_definitions.check(engine, files))
    return checked, _cost(lambda: process_definitions.deploy(engine, files, SYSTEM))


def start(engine: Engine, process_id: str) -> Cost:
    """Start a process."""
    return _cost(lambda: process_instances.start(engine, process_id, CLERK, posted()))


def complete(engine: Engine, task: str, answers: Posted) -> Cost:
    """Complete a user task as the clerk."""
    return _cost(lambda: user_tasks.complete(engine, task, CLERK, answers))


def _cost(command: Callable[[], Any]) -> Cost:
    before, start = _most_memory(), time.perf_counter()
    try:
        command()
        answer = "done"
    except EngineError as refused:
        answer = type(refused).__name__
    return Cost(answer, time.perf_counter() - start, _most_memory() - before)


def _most_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
