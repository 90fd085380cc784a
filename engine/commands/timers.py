"""Fire timers whose time has come, and move due times on legal grounds."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from engine.bpmn import interpreter
from engine.bpmn.definitions import Definition
from engine.bpmn.interpreter import FiringTimer
from engine.commands import form_answers, process_definitions, recording, runs, visibility
from engine.commands.deeds import Deed, DeedKind
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.deadlines import Kind
from engine.core.errors import Conflict, EngineError, InvalidInput, StoreUnusable
from engine.core.people import SYSTEM, Actor
from engine.store import locked
from engine.store.locked import LockedTimer
from engine.store.queries import held_tasks
from engine.store.queries import timers as queries
from engine.store.transaction import Transaction, retried, transaction
from engine.store.writes import timers as writes

_LOG = logging.getLogger(__name__)
# pauses, extensions and republished calendars are decided above the unit that is late
_MAY_MOVE = frozenset(["head", "leader", "director", "prefecture", "province"])
_WAIT = timedelta(minutes=1)
_LONGEST_DOUBLING = 10
_Load = Callable[[Transaction, str], LockedTimer | None]


def fire_due(engine: Engine, limit: int = 500) -> int:
    """Fire the timers that are due, the oldest first, and give how many fired.

    Each fires in a transaction of its own, at most once. One that fails is put off, logged and
    shown to operators; it does not stop the others. Several servers may do this at once: an
    instance on which another one works is left to it, with all timers that it has here.
    """
    now, fired, left = instants.text(engine.clock()), 0, set()
    version = engine.clocks.version
    for timer_id, instance in queries.due_with_instances(engine.store, now, limit, version):
        if instance in left:
            continue
        done = _fire_or_put_off(engine, timer_id, locked.free_timer)
        if done is None:
            left.add(instance)
        fired += bool(done)
    return fired


def fire_one(engine: Engine, timer_id: str) -> bool:
    """Fire a timer if it is due, waiting for who works on its instance; tell whether it fired."""
    now = instants.text(engine.clock())
    if not queries.is_due(engine.store, now, timer_id, engine.clocks.version):
        return False
    return bool(_fire_or_put_off(engine, timer_id, locked.timer))


@retried
def move(engine: Engine, timer_id: str, due: datetime, ground: str, actor: Actor) -> None:
    """Give an armed timer another due time, the one way to do so; the history says why.

    Only the system, and who oversees the unit that is late, may do so. Raises NotFound,
    NotPermitted, InvalidInput (no ground) and Conflict (`timer_ended`).
    """
    if not ground.strip():
        raise InvalidInput("ground_required")
    with transaction(engine.store) as tx:
        timer = locked.timer(tx, timer_id)
        if actor != SYSTEM:
            visibility.permit_overseeing(engine.organisation, tx, timer, _MAY_MOVE, actor)
        if timer.ended_at is not None:
            raise Conflict("timer_ended", at=instants.parse(timer.ended_at))
        facts = {
            "clock": timer.clock,
            "from": timer.due_at,
            "to": instants.text(due),
            "ground": ground,
        }
        deed = Deed(
            kind=DeedKind.TIMER_MOVED,
            actor=actor.id,
            at=engine.clock(),
            element=timer.element,
            subject=timer.id,
            facts=facts,
        )
        recording.record(tx, timer.instance, {}, deed)
        writes.move(tx, timer.id, facts["to"])


def _fire_or_put_off(engine: Engine, timer_id: str, load: _Load) -> bool | None:
    try:
        return _fire(engine, timer_id, load)
    except StoreUnusable:
        raise
    except Exception as problem:
        code = problem.code if isinstance(problem, EngineError) else type(problem).__name__
        _LOG.exception("timer failed", extra={"timer": timer_id, "code": code})
        _put_off(engine, timer_id, code)
        return False


@retried
def _fire(engine: Engine, timer_id: str, load: _Load) -> bool | None:
    """Fire one timer; tell whether it was this call that fired it, None if it is not free."""
    with transaction(engine.store) as tx:
        timer = load(tx, timer_id)
        if timer is None:
            return None
        instance, at = timer.instance, engine.clock()
        if timer.ended_at is not None or timer.due_at > instants.text(at):
            return False
        definition = process_definitions.definition(engine, instance.definition_id)
        if timer.kind == Kind.UNCLAIMED and _is_claimed(tx, definition, timer):
            writes.arm_and_end(tx, (), [_silenced(timer, at)])
            return False
        known = locked.current_answers(tx, instance.id)
        progress = interpreter.fire_timer(
            definition,
            instance.state,
            _firing(timer),
            runs.surroundings(engine, instance, form_answers.values(known), at),
        )
        recording.record(tx, instance, known, _fired(timer, at), progress)
    return True


def _is_claimed(tx: Transaction, definition: Definition, timer: LockedTimer) -> bool:
    activity = definition.elements[timer.element].attached_to
    return held_tasks.is_held(tx, timer.instance.id, activity)


def _silenced(timer: LockedTimer, at: datetime) -> dict[str, str]:
    """End a timer that has nothing to tell; the case stands as it stood."""
    return {
        "id": timer.id,
        "instance_id": timer.instance.id,
        "ended_at": instants.text(at),
        "ending": "disarmed",
    }


def _firing(timer: LockedTimer) -> FiringTimer:
    return FiringTimer(
        id=timer.id,
        due=instants.parse(timer.due_at),
        clock=timer.clock,
        kind=timer.kind,
        unit=timer.unit,
        legal_basis=timer.legal_basis,
    )


def _fired(timer: LockedTimer, at: datetime) -> Deed:
    return Deed(
        kind=DeedKind.TIMER_FIRED,
        actor=SYSTEM.id,
        at=at,
        element=timer.element,
        subject=timer.id,
        facts={"due": timer.due_at, "clock": timer.clock, "timer": timer.kind},
    )


def _put_off(engine: Engine, timer_id: str, code: str) -> None:
    """Let a timer that failed wait twice as long as the last time."""
    with transaction(engine.store) as tx:
        timer = locked.timer(tx, timer_id)
        wait = _WAIT * 2 ** min(timer.attempts, _LONGEST_DOUBLING)
        writes.put_off(tx, timer_id, instants.text(engine.clock() + wait), code)
