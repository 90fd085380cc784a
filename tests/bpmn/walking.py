"""Walk through a diagram by the interpreter's own doors, holding nothing but the saved state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine.bpmn import interpreter
from engine.bpmn.definitions import Definition
from engine.bpmn.interpreter import FiringTimer
from engine.core.progress import Progress
from tests.bpmn.offices import FRIDAY, surroundings


class Walk:
    """One instance: every step restores it from bytes and saves it again."""

    def __init__(self, definition: Definition, **answers: Any) -> None:
        self.definition = definition
        self.answers = answers
        self.at = FRIDAY
        self.path: list[str] = []
        # name -> (kind, element)
        self.open: dict[str, tuple[str, str]] = {}
        self.status: str | None = None
        self.outcome: str | None = None
        self._keep(interpreter.start(definition, self._world()), None)

    @property
    def state(self) -> bytes:
        return self.last.state

    def waits(self, kind: str = "") -> list[str]:
        """Give the elements that wait, sorted, all or of one kind."""
        return sorted(element for each, element in self.open.values() if kind in ("", each))

    def complete(self, element: str, **answers: Any) -> Progress:
        self.answers.update(answers)
        name = self.find("person", element)
        return self._keep(
            interpreter.complete_user_task(self.definition, self.state, name, self._world()), name
        )

    def fire(self, element: str, **row: Any) -> Progress:
        name = self.find("timer", element)
        timer = FiringTimer(name, row.pop("due", self.at), **row)
        return self._keep(
            interpreter.fire_timer(self.definition, self.state, timer, self._world()), name
        )

    def finish(self, element: str, **variables: Any) -> Progress:
        name = self.find("service", element)
        return self._keep(
            interpreter.finish_service_task(
                self.definition, self.state, name, variables, self._world()
            ),
            name,
        )

    def fail(self, element: str, error: str) -> Progress:
        name = self.find("service", element)
        return self._keep(
            interpreter.raise_error(self.definition, self.state, name, error, self._world()), name
        )

    def send(self, element: str) -> Progress:
        name = self.find("message", element)
        return self._keep(
            interpreter.deliver_message(self.definition, self.state, name, self._world()), name
        )

    def find(self, kind: str, element: str) -> str:
        """Name the oldest that waits on an element."""
        return next(name for name, each in self.open.items() if each == (kind, element))

    def later(self, at: datetime) -> None:
        self.at = at

    def _world(self) -> Any:
        return surroundings(self.at, **self.answers)

    def _keep(self, progress: Progress, subject: str | None) -> Progress:
        self.last = progress
        self.answers.update(progress.instants)
        self.answers.update(progress.counts)
        self.path += [each.element for each in progress.ran if not each.cancelled]
        ended = (progress.withdrawn, progress.disarmed, progress.uncalled, progress.unawaited)
        for name in [name for group in ended for name in group] + ([subject] if subject else []):
            self.open.pop(name, None)
        for kind, new in (
            ("person", progress.opened),
            ("timer", progress.armed),
            ("service", progress.called),
            ("message", progress.awaited),
        ):
            self.open.update({each.id: (kind, each.element) for each in new})
        self.status = progress.status or self.status
        self.outcome = progress.outcome
        return progress
