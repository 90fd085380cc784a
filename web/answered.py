"""What of the answers in a case is whose: the citizen's own, and what the office has answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.commands import process_definitions
from engine.commands.sheets import InstanceSheet
from engine.core.people import SYSTEM
from engine.store.queries.answers import AnswerRow
from forms import conditions
from web import visit

# what the system tells with a refusal: why by law, what to do, how to contest it
_OF_A_REFUSAL = ("refusal_basis", "refusal_advice", "refusal_remedies")


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers in a case as its citizen reads them."""

    # entered by the citizen or found out by a system
    own: tuple[AnswerRow, ...]
    # entered by officers for the citizen to read
    office: tuple[AnswerRow, ...]


def of(sheet: InstanceSheet) -> Answers:
    """Tell the answers of the citizen and the systems from those that the office has given.

    The word of an officer counts once no officer has more to do in its process: while another
    one decides about it, or while the question is open again, nobody has been answered.
    """
    known = {row.field: row.value for row in sheet.facts}
    unsettled = frozenset(_unsettled(sheet))
    told = [row for row in sheet.facts if row.field in _OF_A_REFUSAL]
    told.sort(key=lambda row: _OF_A_REFUSAL.index(row.field))
    own = [row for row in sheet.facts if row not in told and _is_own(row, sheet)]
    office = [
        row
        for row in sheet.facts
        if row not in told
        and row not in own
        and row.field not in unsettled
        and conditions.is_public(sheet.fields[row.field], known)
    ]
    return Answers(tuple(own), (*office, *told))


def _is_own(row: AnswerRow, sheet: InstanceSheet) -> bool:
    by = {sheet.instance.started_by, SYSTEM.id}
    return row.actor in by or row.field not in sheet.fields


def _unsettled(sheet: InstanceSheet) -> Iterator[str]:
    """Give the fields of the processes in which officers are at work."""
    compiled = process_definitions.compiled(visit.engine(), sheet.instance.definition_id)
    busy = {task.process_id for task in sheet.tasks if not task.may_act}
    for name, form in compiled.forms.items():
        if name.partition("/")[0] in busy:
            yield from (each.key for each in form.questions)
