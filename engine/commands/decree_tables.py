"""The preview of a decree as plain text, for the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from engine.commands import moved_deadlines
from engine.commands.calendars import Preview
from engine.core import instants

_HEAD = ("UNIT", "CLOCK", "KIND", "FROM", "TO", "DEADLINES")


def lines(preview: Preview) -> Iterator[str]:
    """Write what a decree would move, by unit and clock, below one line about the whole."""
    proposal = preview.proposal
    yield (
        f"proposal {proposal.id}: {proposal.calendar} {proposal.year}, {proposal.decree}; "
        f"{len(preview.moves)} open deadlines move, "
        f"{preview.settled} stay and are provisional no longer"
    )
    if preview.moves:
        yield from _table(preview)


def _table(preview: Preview) -> Iterator[str]:
    rows: list[Sequence[str]] = [_HEAD]
    for one in moved_deadlines.together(preview.moves):
        new = _local(one.new) + (" provisional" if one.provisional else "")
        names = (one.unit or "-", one.clock or "-", one.kind or "-")
        rows.append((*names, _local(one.old), new, str(one.number)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _local(instant: datetime) -> str:
    there = instant.astimezone(instants.ZONE)
    if there.time() == time.min:
        return f"{there - timedelta(days=1):%Y-%m-%d} 24:00"
    return instants.civil(instant)
