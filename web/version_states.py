"""Whether a version of a process counts for new cases, waits, or ended before it did."""

from __future__ import annotations

from collections.abc import Sequence

from engine.core import instants
from engine.store.queries.definitions import DefinitionRow
from web import studio_pages, studio_planned, visit, words


def of(row: DefinitionRow, rows: Sequence[DefinitionRow]) -> tuple[str, ...]:
    """Say how it stands with a version among all versions of its process."""
    if row.withdrawn_at is not None:
        return (_ended(row, rows),)
    waiting = [each for each in rows if each.withdrawn_at is None and _waits(each)]
    if row in waiting:
        told = (
            studio_planned.takes_effect(row.effective_at),
            studio_planned.overruled([row], waiting),
        )
        return tuple(part for part in told if part)
    in_force = [each for each in rows if each.withdrawn_at is None and not _waits(each)]
    counts = max(in_force, key=lambda each: (each.effective_at, each.version))
    key = "studio.in_force" if row == counts else "studio.no_longer"
    return (words.say(key, visit.language(), at=studio_pages.at(row.effective_at)),)


def _waits(row: DefinitionRow) -> bool:
    return row.effective_at > max(instants.text(visit.now()), row.deployed_at)


def _ended(row: DefinitionRow, rows: Sequence[DefinitionRow]) -> str:
    language, begins = visit.language(), studio_pages.at(row.effective_at)
    if row.replaced_by is None:
        return words.say(
            "studio.was_taken_back",
            language,
            begins=begins,
            at=studio_pages.at(row.withdrawn_at or row.deployed_at),
            by=row.withdrawn_by,
            reason=row.withdrawal_reason,
        )
    heirs = [each.version for each in rows if each.deployment_id == row.replaced_by]
    key = "studio.was_replaced_by" if heirs else "studio.was_replaced"
    return words.say(key, language, begins=begins, version=heirs[0] if heirs else "")
