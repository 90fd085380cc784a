"""What the head of a unit may do about the tasks of its people: give out, take back."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from engine.commands import assignments
from engine.commands.sheets import TaskSheet
from web import visit


@dataclass(frozen=True, slots=True)
class Assigning:
    """The part of a task's page that its head sees."""

    assign_url: str
    # id and name of each who may be given it
    people: tuple[tuple[str, str], ...]
    # "" where nobody but the head holds it
    take_back_url: str


def of(sheet: TaskSheet) -> Assigning | None:
    """Offer the head of a unit to give an open task to somebody; None to all others."""
    actor = visit.actor()
    if sheet.ended is not None or not assignments.leads(actor, sheet.role, sheet.unit):
        return None
    found = assignments.candidates(visit.engine(), sheet.task_id, actor)
    others = sheet.holder not in (None, actor.id)
    return Assigning(
        assign_url=url_for("desk.assign", task_id=sheet.task_id),
        people=tuple((one.id, one.name) for one in found),
        take_back_url=url_for("desk.take_back", task_id=sheet.task_id) if others else "",
    )
