"""What a timeline says of late clocks, and of how operators and the system dealt with a step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from engine.core import instants
from engine.store.queries.history import TimelineEntry
from web import moments, visit, words

_FIRED = "timer_fired"
# a clock that rings so much later than due was kept from it
_LATE = timedelta(minutes=5)
_BY_OPERATORS = frozenset(
    [
        "service_task_corrected",
        "service_task_entered",
        "service_task_skipped",
        "service_task_given_up",
    ]
)
_NOTES = frozenset(["overtaken", "settled"])


def of(entry: TimelineEntry) -> Iterator[str]:
    """Tell when a late clock was due and rang, the reason of a deed, and what was not told."""
    language, body = visit.language(), entry.body
    if entry.kind == _FIRED and "due" in body:
        due, at = instants.parse(body["due"]), instants.parse(entry.at)
        if at - due >= _LATE:
            yield words.say(
                "deed.late_firing",
                language,
                due=moments.due(due, visit.now(), language),
                at=moments.short(at, visit.now(), language),
            )
    if entry.kind in _BY_OPERATORS and body.get("ground"):
        yield words.say("deed.reason", language, reason=body["ground"])
    if body.get("source"):
        yield words.say("deed.source", language, source=body["source"])
    if body.get("note") in _NOTES:
        yield words.say(f"deed.{body['note']}", language)
