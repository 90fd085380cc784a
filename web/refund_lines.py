"""What a timeline says of a fee that is given back."""

from __future__ import annotations

from collections.abc import Iterator

from engine.store.queries.history import TimelineEntry
from web import fee_words, visit, words

_KINDS = frozenset(["refund_asked", "refund_confirmed", "refund_turned_down"])


def of(entry: TimelineEntry, *, citizen: bool) -> Iterator[str]:
    """Tell the amount, the receipt and the ground; the words beside it are for the office."""
    if entry.kind not in _KINDS:
        return
    language, body = visit.language(), entry.body
    yield words.say(
        "deed.refund_what",
        language,
        amount=body["amount"],
        receipt=body["refund_receipt"],
        ground=fee_words.ground(body["refund_ground"]),
    )
    if body.get("refund_note") and not citizen:
        yield words.say("deed.reason", language, reason=body["refund_note"])
