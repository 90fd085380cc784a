"""Record a deed: the state, what waits now, the answers and the history, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.commands import (
    acceptance_numbers,
    entries,
    recounted_deadlines,
    taken_values,
    waiting_rows,
)
from engine.commands.deeds import Deed, Given
from engine.commands.entries import Place, Sealed
from engine.core import instants
from engine.core.progress import Progress
from engine.store.locked import CurrentAnswer, LockedInstance
from engine.store.transaction import Transaction
from engine.store.writes import attachments, history, process_instances
from engine.store.writes.process_instances import Advance


def record(
    tx: Transaction,
    instance: LockedInstance,
    known: Mapping[str, CurrentAnswer],
    deed: Deed,
    progress: Progress | None = None,
) -> None:
    """Record a deed on a locked instance; without progress the diagram did not move.

    `known` are the current answers of the instance: those that the deed gives replace them.
    """
    own = own_answers(tx, deed, progress)
    replaced = {name: answer.seq for name, answer in known.items()}
    place = Place(instance.id, instance.head_seq, instance.head_hash, replaced)
    recounts = recounted_deadlines.of(tx, instance.id, progress)
    if recounts:
        deed = replace(deed, facts={**deed.facts, "moved": recounted_deadlines.told(recounts)})
    sealed = entries.seal(place, deed, progress, own)
    process_instances.advance(
        tx, instance.id, instance.version, _advance(instance, deed, progress, sealed)
    )
    write_beside(tx, deed, progress, sealed, replaced)
    recounted_deadlines.write(tx, recounts)
    if progress and (progress.frees or progress.outcome is not None):
        process_instances.free_subjects(tx, instance.id)


def own_answers(tx: Transaction, deed: Deed, progress: Progress | None) -> dict[str, Given]:
    """Give the answers that the run itself brings: instants, counts, and numbers drawn for it."""
    if progress is None:
        return {}
    passed = {name: Given(at, "P1") for name, at in progress.instants.items()}
    counted = {name: Given(times, "P1") for name, times in progress.counts.items()}
    drawn = {
        name: Given(acceptance_numbers.draw(tx, unit, deed.at), "P2")
        for name, unit in progress.assigns
    }
    return {**passed, **counted, **drawn}


def write_beside(
    tx: Transaction,
    deed: Deed,
    progress: Progress | None,
    sealed: Sealed,
    replaced: Mapping[str, int],
) -> None:
    """Write everything that stands beside the row of the instance."""
    history.append(tx, sealed.entry)
    history.answer_fields(tx, sealed.answers, replaced)
    taken_values.take(tx, sealed.entry.instance_id, deed)
    attachments.add(tx, _attachments(deed, sealed))
    if progress is not None:
        waiting_rows.write(tx, sealed.entry.instance_id, deed, progress)


def _advance(
    instance: LockedInstance, deed: Deed, progress: Progress | None, sealed: Sealed
) -> Advance:
    ended = progress is not None and progress.outcome is not None
    return Advance(
        state=progress.state if progress else None,
        status=progress.status if progress else None,
        ended_at=instants.text(deed.at) if ended else instance.ended_at,
        outcome=progress.outcome if progress and ended else None,
        head_seq=sealed.entry.seq,
        head_hash=sealed.entry.hash,
    )


def _attachments(deed: Deed, sealed: Sealed) -> list[dict[str, Any]]:
    return [
        {
            "id": photograph.id,
            "instance_id": sealed.entry.instance_id,
            "field": photograph.field,
            "media_type": photograph.media_type,
            "body": photograph.body,
            "added_by": deed.actor,
            "added_at": sealed.entry.at,
        }
        for photograph in deed.photographs
    ]
