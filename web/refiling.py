"""File again with what was entered in an application that came to nothing."""

from __future__ import annotations

from flask import url_for

from engine.commands import process_definitions, sheets
from engine.commands.sheets import InstanceSheet, StartSheet
from forms.fields import FieldType
from web import case_sentences, statuses, visit
from web.form_pages import Filling

# a declaration is made anew, and so is a photo
_ANEW = {FieldType.CHECKBOX, FieldType.FILE}


def address(sheet: InstanceSheet) -> str:
    """Give the address of the form with the data of a case, "" where nothing is to be repeated."""
    instance = sheet.instance
    if not statuses.came_to_nothing(instance) or not case_sentences.by_citizen(sheet):
        return ""
    offered = process_definitions.startable(visit.engine(), visit.actor())
    if instance.process_id not in {each.process_id for each in offered}:
        return ""
    return url_for("applicant.form", process_id=instance.process_id, again=instance.id)


def filling(start: StartSheet, instance_id: str) -> Filling:
    """Fill a start form with what its person entered in an own case of the same procedure."""
    if not instance_id:
        return Filling()
    actor = visit.actor()
    sheet = sheets.process_instance(visit.engine(), instance_id, actor)
    if (sheet.instance.started_by, sheet.instance.process_id) != (actor.id, start.process_id):
        return Filling()
    asked = {each.key for each in start.form.questions if each.type not in _ANEW}
    return Filling(
        {
            row.field: row.value
            for row in sheet.facts
            if row.actor == actor.id and row.field in asked
        }
    )
