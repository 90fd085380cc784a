"""What the page of operators shows: alarms, health, incidents, what comes next, outages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from engine.commands import process_definitions, reasons
from engine.commands.outages import SYSTEMS
from engine.core import alarms, instants
from engine.core.organisation import UnitKind
from engine.store.queries import alarms as alarm_queries
from engine.store.queries import health as health_queries
from engine.store.queries import incidents as incident_queries
from engine.store.queries import outages as outage_queries
from engine.store.queries import workload
from engine.store.queries.alarms import AlarmRow
from engine.store.queries.incidents import IncidentRow
from engine.store.queries.outages import OutageRow
from web import machinery, moments, units, visit, words
from web.pieces import Fact

_OPERATOR = "operator"
_SHOWN_DUE = 10
# kinds of units that an outage is recorded for
_PLACES = (UnitKind.PROVINCE, UnitKind.PREFECTURE, UnitKind.COUNTY, UnitKind.STATION)


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something an operator has to look at."""

    text: str
    about: str
    # who looks after it, "" for nobody yet
    looked_after: str
    acknowledge_url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Incident:
    """A service task that waits for a person."""

    operation: str
    about: str
    failure: str
    url: str
    retry_url: str


@dataclass(frozen=True, slots=True)
class Again:
    """All incidents of one operation, to be tried again after an outage."""

    label: str
    operation: str


@dataclass(frozen=True, slots=True)
class Outage:
    """An outage in the list."""

    what: str
    when: str
    note: str
    # address that ends it, "" where it is over
    end_url: str


@dataclass(frozen=True, slots=True)
class OperationsPage:
    """How the machinery is."""

    alarms: tuple[Alarm, ...]
    past_alarms: tuple[Alarm, ...]
    health: tuple[Fact, ...]
    # the clock has jumped and timers wait; by an operator it can be said to be right
    jumped: bool
    may_operate: bool
    incidents: tuple[Incident, ...]
    again: tuple[Again, ...]
    outbox: tuple[tuple[str, ...], ...]
    due_next: tuple[tuple[str, ...], ...]
    outages: tuple[Outage, ...]
    systems: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    today: str
    told: str
    problem: str
    # letters of a note on an outage
    shortest: int = reasons.SHORTEST
    longest: int = reasons.LONGEST


def page(told: str, problem: str = "") -> OperationsPage:
    """Build the page for the guest of this request."""
    engine, ticking, language = visit.engine(), visit.clockwork(), visit.language()
    store, incidents = engine.store, incident_queries.open_incidents(engine.store)
    return OperationsPage(
        alarms=tuple(_alarm(row) for row in alarm_queries.ringing(store)),
        past_alarms=tuple(_alarm(row) for row in alarm_queries.cleared(store)),
        health=machinery.facts(health_queries.of(store, visit.now())),
        jumped=ticking is not None and ticking.state.clock_jumped,
        may_operate=visit.actor().holds(_OPERATOR),
        incidents=tuple(_incident(row) for row in incidents),
        again=tuple(_again(incidents)),
        outbox=tuple(_outbox(row) for row in workload.outbox(store)),
        due_next=_due_next(),
        outages=tuple(outage(row) for row in outage_queries.latest(store)),
        systems=tuple((each, words.say(f"outage.{each}", language)) for each in SYSTEMS),
        places=_places(),
        today=f"{moments.local(visit.now()):%Y-%m-%dT%H:%M}",
        told=told,
        problem=problem,
    )


def outage(row: OutageRow) -> Outage:
    """Write an outage for the guest of this request."""
    language, now = visit.language(), visit.now()
    begun = moments.short(row.begun, now, language)
    if row.ended is None:
        when = words.say("outage.since", language, begun=begun)
    else:
        ended = moments.short(row.ended, now, language)
        when = words.say("outage.between", language, begun=begun, ended=ended)
    system = words.say(f"outage.{row.system}", language)
    return Outage(
        what=f"{system} · {units.name(row.unit)}",
        when=when,
        note=row.note,
        end_url="" if row.ended else url_for("outages.end", outage_id=row.id),
    )


def _alarm(row: AlarmRow) -> Alarm:
    language, now = visit.language(), visit.now()
    since = moments.short(row.raised, now, language)
    about = words.say("alarm.since", language, at=since)
    if row.cleared is not None:
        ended = moments.short(row.cleared, now, language)
        about = words.say("alarm.was", language, begun=since, ended=ended)
    looked_after = ""
    if row.acknowledged is not None:
        at = moments.short(row.acknowledged, now, language)
        name = row.acknowledger or row.acknowledged_by
        looked_after = words.say("alarm.looked_after", language, name=name, at=at)
    return Alarm(
        text=words.say(f"alarm.{row.kind}", language, **_facts(row.facts)),
        about=about,
        looked_after=looked_after,
        acknowledge_url=url_for("operations.acknowledge", alarm_id=row.id),
        kind=row.kind,
    )


# Any: a fact is text or a number
def _facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Write the instants among the facts of an alarm; earlier releases kept them as civil time."""
    language, now = visit.language(), visit.now()
    told = {name: str(facts[name]) for name in alarms.INSTANTS & facts.keys()}
    found = {name: instants.read(text) or instants.parse(text) for name, text in told.items()}
    return {**facts, **{name: moments.short(at, now, language) for name, at in found.items()}}


def _incident(row: IncidentRow) -> Incident:
    language = visit.language()
    opened = moments.short(row.opened, visit.now(), language)
    attempts = words.count("operations.attempts", row.attempts, language, at=opened)
    return Incident(
        operation=row.operation,
        about=f"{row.case_no} · {row.element} · {attempts}",
        failure=words.sentence(row.failure, row.parameters, language),
        url=url_for("incidents.page", task_id=row.task_id),
        retry_url=url_for("incidents.retry", task_id=row.task_id),
    )


def _again(incidents: Iterable[IncidentRow]) -> Iterable[Again]:
    for operation, number in sorted(Counter(row.operation for row in incidents).items()):
        if number > 1:
            label = words.say(
                "operations.retry_all", visit.language(), number=number, operation=operation
            )
            yield Again(label, operation)


def _outbox(row: workload.Outbox) -> tuple[str, ...]:
    oldest = moments.short(row.oldest, visit.now(), visit.language())
    return (row.operation, str(row.waiting), str(row.failing), str(row.incidents), oldest)


def _due_next() -> tuple[tuple[str, ...], ...]:
    language, engine = visit.language(), visit.engine()
    rows = workload.next_timers(engine.store, _SHOWN_DUE)
    known = process_definitions.element_names(engine, {row.definition_id for row in rows})
    told = []
    for row in rows:
        names = known.get(row.definition_id, {}).get(row.element, {})
        failure = words.sentence(row.failure, {}, language) if row.failure else ""
        name = words.local(names, language, row.element)
        clock = f"{row.clock} " if row.clock else ""
        told.append(
            (moments.due(row.due, visit.now(), language), f"{clock}{name}", row.case_no, failure)
        )
    return tuple(told)


def _places() -> tuple[tuple[str, str], ...]:
    known = visit.engine().organisation.units.values()
    found = [unit for unit in known if unit.kind in _PLACES]
    ordered = sorted(found, key=lambda unit: (_PLACES.index(unit.kind), unit.code))
    return tuple((unit.code, f"{unit.code} {units.name(unit.code)}") for unit in ordered)
