"""Say what a run did: what waits now and did not before, what waits no longer, what ran."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn import waits
from engine.bpmn.tokens import Token
from engine.core.progress import Progress


@dataclass(frozen=True, slots=True)
class Before:
    """What waited before a run, without the subject of the command."""

    # token number -> person, service, timer, message
    waiting: Mapping[int, str]
    # the highest number that had been given
    numbers: int


@dataclass(frozen=True, slots=True)
class WaitingElement:
    """Something that waits, by its name towards the outside."""

    id: str
    process_id: str
    element: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything in a saved state that waits, by kind."""

    user_tasks: tuple[WaitingElement, ...]
    service_tasks: tuple[WaitingElement, ...]
    timers: tuple[WaitingElement, ...]
    messages: tuple[WaitingElement, ...]
    # gateways, calls and events that wait for what is inside the instance
    others: tuple[WaitingElement, ...]

    @property
    def elements(self) -> frozenset[str]:
        """Give the ids of all elements on which something waits."""
        kinds = (self.user_tasks, self.service_tasks, self.timers, self.messages, self.others)
        return frozenset(each.element for kind in kinds for each in kind)


def before(top: Any, subject: Token) -> Before:
    """Note what waits, so that a run can be told from it."""
    waiting = {
        token.id: token.task_spec.waits_for
        for scope in top.scopes
        for token in scope.tasks.values()
        if token.task_spec.waits_for and token is not subject
    }
    return Before(waiting, top.numbers)


def progress(top: Any, before: Before, state: bytes) -> Progress:
    """Compare what waits now with what waited before."""
    live = {token.id: token for scope in top.scopes for token in scope.tasks.values()}
    new = [token for number, token in live.items() if number > before.numbers]
    gone = {number: kind for number, kind in before.waiting.items() if number not in live}
    run = top.run
    return Progress(
        state=state,
        ran=tuple(run.ran),
        opened=tuple(waits.opened(top, token) for token in _of(new, "person")),
        withdrawn=_gone(top, gone, "person"),
        armed=tuple(run.armed[token.id] for token in _of(new, "timer")),
        disarmed=_gone(top, gone, "timer"),
        recounted=waits.recounted(top),
        recounts=run.recounts,
        called=tuple(waits.called(top, token) for token in _of(new, "service")),
        uncalled=_gone(top, gone, "service"),
        awaited=tuple(waits.awaited(top, token) for token in _of(new, "message")),
        unawaited=_gone(top, gone, "message"),
        decisions=tuple(run.decisions),
        instants=run.instants,
        counts=run.counts,
        assigns=tuple(run.assigns),
        frees=run.frees,
        status=run.status,
        outcome=run.outcome,
    )


def waiting(top: Any) -> Waiting:
    """List what waits."""
    live = [token for scope in top.scopes for token in scope.tasks.values()]
    return Waiting(
        *(
            tuple(named(top, token) for token in _of(live, kind))
            for kind in ("person", "service", "timer", "message", "")
        )
    )


def _of(tokens: Iterable[Token], kind: str) -> Iterable[Token]:
    return (token for token in tokens if token.task_spec.waits_for == kind)


def _gone(top: Any, gone: Mapping[int, str], kind: str) -> tuple[str, ...]:
    return tuple(waits.name_of(top, number) for number, each in gone.items() if each == kind)


def named(top: Any, token: Token) -> WaitingElement:
    """Name the element on which a token waits."""
    element = token.task_spec.element
    return WaitingElement(waits.name_of(top, token.id), element.process_id, element.id)
