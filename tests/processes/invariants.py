"""What must hold for every application at every moment, whatever people do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.core.people import ROLES
from tests.processes.office import Case

IN_HAND = frozenset(["handed_over_at", "delivered_at"])
REFUSED = "RETURNED"
# who tells a refusal begins so
TELLS = "tell_"
REASONS = ("pre_reason_text", "rev_reason_text", "sign_reason_text", "investigation_report")


def broken(case: Case) -> list[str]:
    """Name what does not hold; nothing where all does."""
    checks = (_waits, _owned, _one_valid_card, _statutory_clock, _refused_properly)
    return [problem for check in checks for problem in check(case)]


def _waits(case: Case) -> Iterator[str]:
    """No instance is open without something that it waits for, or ended with one."""
    waits = bool(case.open or case.awaited or case.armed)
    if waits is (case.outcome is not None):
        yield f"ended as {case.outcome} and waits for {case.open or case.awaited or case.armed}"


def _owned(case: Case) -> Iterator[str]:
    """Each open user task has an owner; where none is open, a clock runs."""
    for element, task in case.open_tasks.items():
        if task["role"] not in ROLES:
            yield f"{element} has no owner"
    if case.outcome is None and not case.open and not case.armed:
        yield "waits for a message alone"


def _one_valid_card(case: Case) -> Iterator[str]:
    """What records the card in hand also queues the invalidation of the old one."""
    for entry in case.history:
        in_hand = IN_HAND & entry.get("fields", {}).keys()
        if in_hand and "invalidate_old_card" not in entry.get("called", ()):
            yield f"{in_hand} without the invalidation of the old card"


def _statutory_clock(case: Case) -> Iterator[str]:
    """Until the case is settled, the statutory clock runs, or has rung."""
    if case.outcome is None and "settled_at" not in case.answers:
        for element in ("statutory_day_30", "statutory_day_45", "statutory_day_55"):
            if element not in case.armed and element not in case.fired:
                yield f"{element} is lost"
        if "statutory_day_60" not in case.armed and "statutory_day_60" not in case.fired:
            yield "statutory_day_60 is lost"


def _refused_properly(case: Case) -> Iterator[str]:
    """A refusal has its reason and remedies, and the applicant was told."""
    if case.status != REFUSED or case.outcome is None:
        return
    answers: Mapping[str, Any] = case.answers
    if not any(answers.get(name) for name in REASONS):
        yield "refused without a reason"
    if not answers.get("refusal_remedies"):
        yield "refused without remedies"
    if not any(who == "applicant" and kind.startswith(TELLS) for who, kind in case.notices):
        yield "refused without a notice"
