"""Run an instance from one wait to the next: a state in, what happened and a new state out."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn import codec, reports, waits
from engine.bpmn.definitions import Definition
from engine.bpmn.reports import Waiting, WaitingElement
from engine.bpmn.runs import Run
from engine.bpmn.scopes import Instance
from engine.bpmn.tokens import NOTHING, Token
from engine.core import instants
from engine.core.errors import EngineError
from engine.core.progress import Progress
from engine.core.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class FiringTimer:
    """A timer whose time has come, with what its row says."""

    id: str
    due: datetime
    clock: str = ""
    kind: str = ""
    unit: str = ""
    legal_basis: str = ""


def start(
    definition: Definition, surroundings: Surroundings, since: datetime | None = None
) -> Progress:
    """Start an instance and run it to its first wait.

    `since` is the instant at which its start event counts as passed, None for now.
    """
    begun = "" if since is None else instants.text(since)
    top = Instance(definition, secrets.token_hex(8), Run(surroundings, begun=begun))
    beginning = Token(top, definition.root.beginning, top.next_number(), data=NOTHING)
    beginning._ready()  # noqa: SLF001 # how SpiffWorkflow makes a task ready
    return _run_on(top, reports.Before({}, 0))


def complete_user_task(
    definition: Definition, state: bytes, task_id: str, surroundings: Surroundings
) -> Progress:
    """Complete an open user task; raises EngineError (`not_waiting`) where it is not open."""
    top, token, before = _load(definition, state, task_id, surroundings)
    _expect(token, "person", TaskState.READY)
    top.run.count_step()
    token.run()
    return _run_on(top, before)


def fire_timer(
    definition: Definition, state: bytes, timer: FiringTimer, surroundings: Surroundings
) -> Progress:
    """Let an armed timer happen; raises EngineError (`not_waiting`) where it is not armed."""
    top, token, before = _load(definition, state, timer.id, surroundings)
    _expect(token, "timer", TaskState.WAITING)
    element = token.task_spec.element
    if timer.kind:
        activity = definition.elements.get(element.attached_to, element)
        token.set_data(
            **{
                timer.kind: {
                    "clock": timer.clock,
                    "activity": activity.id,
                    "due": instants.text(timer.due),
                    "unit": timer.unit,
                    "jurisdiction": activity.jurisdiction,
                    "role": activity.role,
                    "legal_basis": timer.legal_basis,
                }
            }
        )
    top.run.due = instants.text(timer.due)
    token.task_spec.fire(token)
    return _run_on(top, before)


def finish_service_task(
    definition: Definition,
    state: bytes,
    task_id: str,
    variables: Mapping[str, Any],
    surroundings: Surroundings,
) -> Progress:
    """Take the result of a service task; under its result variable where it names one."""
    top, token, before = _load(definition, state, task_id, surroundings)
    _expect(token, "service", TaskState.STARTED)
    name = token.task_spec.element.result_variable
    if variables:
        top.set_variables({name: dict(variables)} if name else variables)
    token.complete()
    return _run_on(top, before)


def raise_error(
    definition: Definition,
    state: bytes,
    task_id: str,
    error_code: str,
    surroundings: Surroundings,
) -> Progress:
    """Raise a BPMN error on a waiting service task; raises EngineError where nothing catches."""
    top, token, before = _load(definition, state, task_id, surroundings)
    _expect(token, "service", TaskState.STARTED)
    if not (top.catch(token, error_code) or top.is_caught_around(token, error_code)):
        raise EngineError("error_not_caught", element=token.task_spec.element.id, error=error_code)
    return _run_on(top, before)


def give_up(
    definition: Definition,
    state: bytes,
    task_id: str,
    outcome: str,
    surroundings: Surroundings,
) -> Progress:
    """Go no further on the branch of a waiting service task.

    A branch that a non-interrupting event began just ends; otherwise everything ends, with an
    outcome that no end event has.
    """
    top, token, before = _load(definition, state, task_id, surroundings)
    _expect(token, "service", TaskState.STARTED)
    if token.aside:
        token.give_up()
        return _run_on(top, before)
    for each in list(top.tasks.values()):
        each.cancel()
    top.run.outcome = outcome
    return reports.progress(top, before, codec.dump(top))


def deliver_message(
    definition: Definition, state: bytes, message_id: str, surroundings: Surroundings
) -> Progress:
    """Let a message arrive; raises EngineError (`not_waiting`) where it is not awaited.

    Whether the diagram takes it now is for the caller to ask, on what is known without it.
    """
    top, token, before = _load(definition, state, message_id, surroundings)
    _expect(token, "message", TaskState.WAITING)
    token.task_spec.fire(token)
    return _run_on(top, before)


def taken_now(
    definition: Definition, state: bytes, surroundings: Surroundings
) -> tuple[WaitingElement, ...]:
    """List the awaited messages that the diagram takes now, the longest awaited first."""
    top = codec.load(definition, state, Run(surroundings))
    tokens = (token for scope in top.scopes for token in scope.tasks.values())
    taken = (t for t in tokens if t.task_spec.waits_for == "message" and t.task_spec.takes_now(t))
    return tuple(reports.named(top, each) for each in sorted(taken, key=lambda token: token.id))


def waiting(definition: Definition, state: bytes) -> Waiting:
    """Tell what waits in a saved state."""
    return reports.waiting(codec.load(definition, state, None))


def _load(
    definition: Definition, state: bytes, name: str, surroundings: Surroundings
) -> tuple[Instance, Token, reports.Before]:
    top = codec.load(definition, state, Run(surroundings))
    key, _, number = name.rpartition("-")
    token = top.find(int(number)) if key == top.key and number.isdecimal() else None
    if token is None:
        raise EngineError("not_waiting", id=name)
    return top, token, reports.before(top, token)


def _expect(token: Token, waits_for: str, state: int) -> None:
    if token.task_spec.waits_for != waits_for or token.state != state:
        raise EngineError("not_waiting", id=waits.name_of(token.workflow.top_workflow, token.id))


def _run_on(top: Instance, before: reports.Before) -> Progress:
    top.run_on()
    return reports.progress(top, before, codec.dump(top))
