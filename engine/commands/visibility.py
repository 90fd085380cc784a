"""Who may know of an instance, and what stops an actor from acting on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import replace
from typing import Any

from engine.bpmn.elements import Element
from engine.core import duties
from engine.core.errors import EngineError, InvalidAnswers, NotFound, NotPermitted
from engine.core.findings import Problem
from engine.core.jurisdictions import may_act
from engine.core.organisation import Organisation
from engine.core.people import Actor
from engine.store import locked
from engine.store.locked import LockedInstance, LockedMessage, LockedTimer, LockedUserTask
from engine.store.queries import involved_units
from engine.store.transaction import Transaction

# they see what the units below theirs work on
OVERSEERS = frozenset(["head", "leader", "director", "prefecture", "province", "auditor"])
# the others of a unit see what their unit has worked on
STAFF = frozenset(["clerk", "auxiliary", "reviewer", "signer", "window"])
# they see the form of a task that is theirs, and nothing else of its instance
PRODUCTION = frozenset(duties.SIGHTS)

# the field that names the citizen whom an instance is about
_SUBJECT = "id_number"


def may_see(
    organisation: Organisation,
    involved: frozenset[tuple[str, str]],
    instance: tuple[str, str],
    actor: Actor,
) -> bool:
    """Tell whether an actor may know of an instance and read all of it.

    `instance` gives its starter and the starter's unit, `involved` the roles and units that its
    user tasks have been with. The starter's unit counts until the instance has been with another.
    Whoever makes or carries the card only knows of the tasks that are theirs to do.
    """
    started_by, starter_unit = instance
    if actor.id == started_by:
        return True
    units = {unit for _role, unit in involved if unit} or {starter_unit}
    above = {code for unit in units for code in _lineage(organisation, unit)}
    return any(
        (grant.role, grant.unit) in involved
        or (grant.role, "") in involved
        or (grant.role in STAFF and grant.unit in units)
        or (grant.role in OVERSEERS and grant.unit in above)
        for grant in actor.grants
        if grant.role not in PRODUCTION
    )


def oversees(
    organisation: Organisation,
    involved: frozenset[tuple[str, str]],
    instance: tuple[str, str],
    actor: Actor,
) -> bool:
    """Tell whether an actor may look at the tasks of others: heads, those above them, auditors."""
    looks = tuple(grant for grant in actor.grants if grant.role in OVERSEERS)
    return may_see(organisation, involved, instance, replace(actor, id="", grants=looks))


def permit(
    organisation: Organisation,
    tx: Transaction,
    subject: LockedUserTask | LockedMessage,
    actor: Actor,
) -> None:
    """Refuse who may not act on a subject: NotFound where he may not even know of it."""
    instance = subject.instance
    place = (subject.role, subject.jurisdiction, subject.unit)
    if may_act(actor, *place, instance.started_by):
        return
    raise refusal(organisation, tx, instance, actor)


def permit_reading(
    organisation: Organisation, tx: Transaction, instance: LockedInstance, actor: Actor
) -> None:
    """Refuse who may not know of an instance; raises NotFound."""
    starter = (instance.started_by, instance.starter_unit)
    if not may_see(organisation, involved_units.of(tx, instance.id), starter, actor):
        raise NotFound("no_such_subject", id=instance.id)


def permit_auditing(
    organisation: Organisation, tx: Transaction, instance: LockedInstance, actor: Actor
) -> None:
    """Refuse who is no auditor of a unit that the instance has been with, or above it."""
    audits = tuple(grant for grant in actor.grants if grant.role == "auditor")
    auditor = replace(actor, id="", grants=audits)
    starter = (instance.started_by, instance.starter_unit)
    if not may_see(organisation, involved_units.of(tx, instance.id), starter, auditor):
        raise refusal(organisation, tx, instance, actor)


def corrects(
    organisation: Organisation, tx: Transaction, instance: LockedInstance, actor: Actor
) -> bool:
    """Tell whether an actor may correct what was entered: who oversees the case, no auditor."""
    looks = tuple(grant for grant in actor.grants if grant.role in OVERSEERS - {"auditor"})
    starter = (instance.started_by, instance.starter_unit)
    overseer = replace(actor, id="", grants=looks)
    return may_see(organisation, involved_units.of(tx, instance.id), starter, overseer)


def permit_overseeing(
    organisation: Organisation, tx: Transaction, timer: LockedTimer, roles: Set[str], actor: Actor
) -> None:
    """Refuse who holds none of the roles at the unit of a timer or above it."""
    instance = timer.instance
    involved = involved_units.of(tx, instance.id)
    units = [timer.unit] if timer.unit else [unit for _role, unit in involved if unit]
    above = {
        code for unit in units or [instance.starter_unit] for code in _lineage(organisation, unit)
    }
    if not any(grant.role in roles and grant.unit in above for grant in actor.grants):
        raise refusal(organisation, tx, instance, actor)


def orders(
    organisation: Organisation,
    involved: frozenset[tuple[str, str]],
    instance: tuple[str, str],
    roles: Set[str],
    actor: Actor,
) -> bool:
    """Tell whether an actor holds one of the roles at a unit of an instance or above it.

    `instance` gives its starter and the starter's unit; nobody orders anything in the own case.
    """
    started_by, starter_unit = instance
    units = {unit for _role, unit in involved if unit} or {starter_unit}
    above = {code for unit in units for code in _lineage(organisation, unit)}
    held = any(grant.role in roles and grant.unit in above for grant in actor.grants)
    return held and actor.id != started_by


def refusal(
    organisation: Organisation, tx: Transaction, instance: LockedInstance, actor: Actor
) -> EngineError:
    """Give what an actor who may not act is told; raised by the caller."""
    involved = involved_units.of(tx, instance.id)
    starter = (instance.started_by, instance.starter_unit)
    if may_see(organisation, involved, starter, actor):
        return NotPermitted("not_for_this_actor")
    return NotFound("no_such_subject", id=instance.id)


def check_duties(
    tx: Transaction, task: LockedUserTask, actor: Actor, answers: Mapping[str, Any], start: Element
) -> None:
    """Keep duties apart: raises NotPermitted, see `apart`."""
    refused = apart(tx, task, answers, start)(actor)
    if refused is not None:
        raise refused


def apart(
    tx: Transaction, task: LockedUserTask, answers: Mapping[str, Any], start: Element
) -> Callable[[Actor], NotPermitted | None]:
    """Keep duties apart: nobody handles the own case, or what they did before (D1–D3, D6).

    Gives what tells why somebody is refused, None for who is not.

    `answers` are JSON values; `start` is the start event: a case begun in a lane for the own case
    is the starter's own.
    """
    if task.jurisdiction == "own_case":
        return lambda _actor: None
    separate = task.separate_from.split()
    before = locked.actors_of(tx, task.instance.id, separate)
    starter = task.instance.started_by if start.jurisdiction == "own_case" else None

    def refused(actor: Actor) -> NotPermitted | None:
        if actor.id == starter or _is_about(answers, actor):
            return NotPermitted("own_case")
        return NotPermitted("duties_kept_apart", elements=separate) if actor.id in before else None

    return refused


def is_own(instance: LockedInstance, answers: Mapping[str, Any], actor: Actor) -> bool:
    """Tell whether an actor has started an instance, or is whom it is about.

    `answers` are JSON values. Nobody decides anything about it then, whatever their role.
    """
    return actor.id == instance.started_by or _is_about(answers, actor)


def check_own_number(actor: Actor, begin: Element, answers: Mapping[str, Any]) -> None:
    """Let who is bound to an ID number file in the own case for that number only.

    Otherwise anybody could read somebody else's entry in the register. Raises InvalidAnswers.
    """
    named = answers.get(_SUBJECT)
    bound = begin.jurisdiction == "own_case" and actor.id_number is not None
    if bound and named is not None and named != actor.id_number:
        raise InvalidAnswers([Problem(_SUBJECT, "not_your_id_number")])


def _is_about(answers: Mapping[str, Any], actor: Actor) -> bool:
    return actor.id_number is not None and actor.id_number == answers.get(_SUBJECT)


def _lineage(organisation: Organisation, unit: str) -> Iterable[str]:
    if unit not in organisation.units:
        return (unit,)
    return (unit, *organisation.parents(unit))
