"""What the studio shows of deployments that wait for their instant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import request, url_for

from engine.commands import deployments
from engine.commands.deployment_plans import Deployed
from engine.core import instants
from engine.core.errors import DefinitionRejected, EngineError, InvalidInput
from engine.store.queries import definitions
from engine.store.queries import deployments as queries
from engine.store.queries.definitions import DefinitionRow
from engine.store.queries.deployments import DeploymentRow
from web import moments, refusals, studio_pages, visit, words


@dataclass(frozen=True, slots=True)
class Planned:
    """A deployment that waits, in words."""

    id: str
    at: str
    left: str
    what: str
    about: str
    # another one, deployed later for the same instant, counts instead; "" for none
    overruled: str
    # where it is taken back, "" where this person may not
    take_back_url: str


def listed() -> tuple[Planned, ...]:
    """List what waits, in the order of its effect."""
    store, now = visit.engine().store, visit.now()
    waiting = queries.planned(store, now)
    versions: dict[str, list[DefinitionRow]] = {row.id: [] for row in waiting}
    for version in definitions.planned(store, now):
        versions.setdefault(version.deployment_id, []).append(version)
    return tuple(_planned(row, versions) for row in waiting)


def takes_effect(effective_at: str) -> str:
    """Say from when on something is in force, and in how many days that is."""
    at, left = studio_pages.at(effective_at), _left(instants.parse(effective_at))
    return words.say("studio.takes_effect", visit.language(), at=at, left=left)


def version(number: int, effective_at: str) -> str:
    """Say from when on a version is in force."""
    told = takes_effect(effective_at)
    return words.say("studio.planned_version", visit.language(), version=number, told=told)


def beginning() -> datetime | None:
    """Read the instant that was posted, None for at once; raises InvalidInput."""
    written = request.args.get("from", "").strip()
    begins = instants.read(written)
    if written and begins is None:
        raise InvalidInput("deployment_instant_unreadable", written=written)
    return begins


def told(deployed: Iterable[Deployed], begins: datetime | None) -> tuple[str, ...]:
    """Say when what was deployed takes effect, and what takes its place later."""
    waits = tuple(_waits(row) for row in deployments.overruling(visit.engine(), deployed))
    if begins is None or not deployments.is_awaited(visit.engine(), begins):
        return waits
    at = moments.short(begins, visit.now(), visit.language())
    effect = words.say("studio.done_from", visit.language(), at=at, left=_left(begins))
    return (effect, *waits)


def refusal(error: EngineError) -> str:
    """Say why something could not be taken back, with what would no longer fit."""
    if not isinstance(error, DefinitionRejected):
        return refusals.told(error)
    found = (
        words.sentence(each.code, each.parameters, visit.language()) for each in error.findings
    )
    return " ".join(found)


def _planned(row: DeploymentRow, versions: dict[str, list[DefinitionRow]]) -> Planned:
    language, store = visit.language(), visit.engine().store
    own = versions[row.id]
    begun = [each for each in own if each.startable]
    what = [_version(each) for each in begun or own] or list(queries.changed(store, row))
    at = studio_pages.at(row.at)
    url = url_for("studio.take_back", deployment_id=row.id)
    return Planned(
        id=row.id,
        at=studio_pages.at(row.effective_at),
        left=_left(instants.parse(row.effective_at)),
        what=", ".join(what),
        about=words.say("studio.planned_by", language, at=at, by=row.actor),
        overruled=overruled(own, [each for rows in versions.values() for each in rows]),
        take_back_url=url if visit.actor().holds("approver") else "",
    )


def overruled(own: Iterable[DefinitionRow], planned: Iterable[DefinitionRow]) -> str:
    """Say which version counts instead, deployed later for the same instant; "" for none."""
    planned = list(planned)
    later = [
        other
        for each in own
        for other in planned
        if (other.process_id, other.effective_at) == (each.process_id, each.effective_at)
        and other.order > each.order
    ]
    if not later:
        return ""
    counts = max(later, key=lambda row: (row.order, row.startable))
    return words.say("studio.overruled", visit.language(), version=_version(counts))


def _version(row: DefinitionRow) -> str:
    name = words.local(row.names, visit.language(), row.process_id)
    return words.say("studio.version_of", visit.language(), name=name, version=row.version)


def _waits(row: DefinitionRow) -> str:
    begins = studio_pages.at(row.effective_at)
    told = {"process": row.process_id, "version": row.version, "begins": begins}
    return words.sentence("another_version_waits", told, visit.language())


def _left(instant: datetime) -> str:
    days = (moments.local(instant).date() - moments.local(visit.now()).date()).days
    if days == 0:
        return words.say("studio.takes_effect_today", visit.language())
    return words.count("studio.takes_effect_in", days, visit.language())
