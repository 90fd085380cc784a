"""Refuse work that nobody, or nobody in particular, is asked to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engine.bpmn.elements import Element, Lane, Process
from engine.bpmn.resources import Resources
from engine.core import duties
from engine.core.findings import Finding
from engine.core.jurisdictions import JURISDICTIONS
from engine.core.people import ROLES

_NOBODY = "platform"


def find(process: Process, resources: Resources, *, startable: bool) -> Iterator[Finding]:
    """Give what is wrong with lanes, roles, jurisdictions and forms of a process."""
    for lane in process.lanes.values():
        yield from _lane(process, lane)
    yield from _double_claims(process)
    for element in process.elements.values():
        if element.kind == "userTask":
            yield from _user_task(process, element, resources)
        elif element.awaits_message and element.role != _NOBODY:
            yield from _actor(process, element)
        else:
            yield from _known(process, element)
    if startable:
        for start in process.starts:
            yield from _actor(process, start)


def _lane(process: Process, lane: Lane) -> Iterator[Finding]:
    yield from _names(process, lane.id, lane.role, lane.jurisdiction)


def _double_claims(process: Process) -> Iterator[Finding]:
    claims = Counter(member for lane in process.lanes.values() for member in set(lane.members))
    for member, count in claims.items():
        if count > 1 and member in process.elements:
            yield Finding("claimed_by_two_lanes", process.file, member)


def _user_task(process: Process, element: Element, resources: Resources) -> Iterator[Finding]:
    if not element.lane:
        yield Finding("lane_missing", process.file, element.id)
    else:
        yield from _actor(process, element)
        yield from _narrowing(process, element)
    if f"{process.id}/{element.id}" not in resources.forms:
        form = f"{process.id}/{element.id}.json"
        yield Finding("form_missing", process.file, element.id, {"form": form})


def _narrowing(process: Process, task: Element) -> Iterator[Finding]:
    """Refuse a user task that is not for fewer people than its lane, but for others."""
    lane = process.lanes[task.lane]
    if task.role in ROLES and lane.role and not duties.narrows_role(lane.role, task.role):
        parameters = {"role": task.role, "lane": lane.role}
        yield Finding("role_not_of_lane", process.file, task.id, parameters)
    known = task.jurisdiction in JURISDICTIONS and lane.jurisdiction
    if known and not duties.narrows_jurisdiction(lane.jurisdiction, task.jurisdiction):
        parameters = {"jurisdiction": task.jurisdiction, "lane": lane.jurisdiction}
        yield Finding("jurisdiction_not_of_lane", process.file, task.id, parameters)


def _actor(process: Process, element: Element) -> Iterator[Finding]:
    if not element.role or element.role == _NOBODY:
        yield Finding("role_missing", process.file, element.id)
    if not element.jurisdiction:
        yield Finding("jurisdiction_missing", process.file, element.id)
    yield from _known(process, element)


def _known(process: Process, element: Element) -> Iterator[Finding]:
    own = element.properties
    if own:
        yield from _names(process, element.id, own.get("role", ""), own.get("jurisdiction", ""))


def _names(process: Process, where: str, role: str, jurisdiction: str) -> Iterator[Finding]:
    if role and role not in ROLES:
        yield Finding("role_unknown", process.file, where, {"role": role})
    if jurisdiction and jurisdiction not in JURISDICTIONS:
        parameters = {"jurisdiction": jurisdiction}
        yield Finding("jurisdiction_unknown", process.file, where, parameters)
