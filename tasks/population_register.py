"""Service tasks at the province's population register: look up, and write back with receipts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.core import instants
from engine.core.errors import ServiceTaskFailed
from engine.core.ports import CardEvent, IssuingOrgans, PopulationRegister, RegisterEntry
from engine.core.services import ServiceCall, ServiceResult

GUIZHOU = "52"


def look_up(call: ServiceCall) -> ServiceResult:
    """Fetch the applicant's register data, as of the day of submission.

    An unknown number is an answer, not a failure: `found` is false and the case goes on.
    """
    day = _day_of(call, "submitted_at")
    entry = _register(call).look_up(_id_number(call), day)
    if entry is None:
        return ServiceResult({"found": False}, {"hukou_in_guizhou": (False, "P1")})
    return ServiceResult({"found": True}, _answers(entry, day))


def look_up_found_card(call: ServiceCall) -> ServiceResult:
    """Tell whether a card that was found has been replaced meanwhile (MPS norm Art. 86)."""
    entry = _register(call).look_up(_id_number(call), instants.day(call.at))
    current = entry is not None and entry.old_card_serial == _text(call, "found_serial")
    name = entry.name if entry is not None else None
    return ServiceResult({}, {"found_card_replaced": (not current, "P1"), "name": (name, "P2")})


def report_loss(call: ServiceCall) -> ServiceResult:
    """Report the lost card, so that nobody else can use it (MPS norm Art. 85)."""
    event = CardEvent(_id_number(call), _text(call, "old_card_serial"), "LOSS", _lost_on(call))
    receipt = _register(call).report_loss(event, call.key)
    return ServiceResult({}, {"loss_receipt_no": (receipt, "P2")})


def invalidate_old_card(call: ServiceCall) -> ServiceResult:
    """Write to the register that the old card is replaced and no longer valid."""
    event = CardEvent(
        _id_number(call), _text(call, "old_card_serial"), "REPLACED", instants.day(call.at)
    )
    receipt = _register(call).invalidate_card(event, call.key)
    return ServiceResult({}, {"invalidation_receipt_no": (receipt, "P2")})


def invalidate_lost_card(call: ServiceCall) -> ServiceResult:
    """Invalidate the new card that was lost on its way, by its serial number."""
    serial = _text(call, "card_serial")
    event = CardEvent(_id_number(call), serial, "LOST_IN_TRANSIT", instants.day(call.at))
    receipt = _register(call).invalidate_card(event, call.key)
    return lost_card_invalidated(call, {"lost_card_receipt_no": receipt})


def lost_card_invalidated(call: ServiceCall, entered: Mapping[str, Any]) -> ServiceResult:
    """Give the receipt of the invalidation and the card that it is about."""
    receipt = entered["lost_card_receipt_no"]
    serial = _text(call, "card_serial")
    told = {"lost_card_serial": (serial, "P2"), "lost_card_receipt_no": (receipt, "P2")}
    return ServiceResult({}, told)


def record_acceptance(call: ServiceCall) -> ServiceResult:
    """Write to the register that the application was accepted."""
    event = CardEvent(_id_number(call), None, "ACCEPTED", _day_of(call, "accepted_at"))
    return _recorded(call, event, "acceptance_receipt_no")


def record_sign_off(call: ServiceCall) -> ServiceResult:
    """Write the sign-off to the register; give organ and day of issue and the holder's age."""
    event = CardEvent(_id_number(call), None, "SIGNED", _day_of(call, "signed_at"))
    receipt = _register(call).record_deed(event, call.key)
    return signed_off(call, {"sign_off_receipt_no": receipt})


def signed_off(call: ServiceCall, entered: Mapping[str, Any]) -> ServiceResult:
    """Give the receipt of the sign-off, and what follows from its day."""
    day, born = _day_of(call, "signed_at"), _text(call, "birth_date")
    age = full_years(date.fromisoformat(born), day) if born else None
    receipt = (entered["sign_off_receipt_no"], "P2")
    issue = {"issue_date": (day.isoformat(), "P2"), "age_at_issue": (age, "P2")}
    return ServiceResult({}, {"sign_off_receipt_no": receipt, **issue, **_organ(call)})


def record_hand_over(call: ServiceCall) -> ServiceResult:
    """Write to the register that the new card is in the holder's hands."""
    field = "handed_over_at" if _text(call, "handed_over_at") else "delivered_at"
    serial = _text(call, "card_serial")
    event = CardEvent(_id_number(call), serial, "HANDED_OVER", _day_of(call, field))
    return _recorded(call, event, "hand_over_receipt_no")


def full_years(start: date, end: date) -> int:
    """Count the full years from one day to a later one; 29 February counts from 1 March."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def full_months(start: date, end: date) -> int:
    """Count the full months from one day to a later one."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day)


def _organ(call: ServiceCall) -> dict[str, tuple[str, str]]:
    """Name the organ that issues the card: the county's of the household (card law Art. 8)."""
    organs: IssuingOrgans | None = call.ports.get("issuing_organs")
    organ = organs.of(_text(call, "hukou_division") or "") if organs else ""
    return {"issuing_organ": (organ, "P1")} if organ else {}


def _answers(entry: RegisterEntry, day: date) -> dict[str, tuple[Any, str]]:
    card = entry.last_card_on
    return {
        "name": (entry.name, "P2"),
        "former_name": (entry.former_name, "P2"),
        "sex": (entry.sex, "P2"),
        "ethnicity": (entry.ethnicity, "P3"),
        "birth_date": (entry.birth_date.isoformat(), "P2"),
        "hukou_address": (entry.hukou_address, "P2"),
        "hukou_division": (entry.hukou_division, "P1"),
        "old_card_expiry": (entry.old_card_expiry and entry.old_card_expiry.isoformat(), "P2"),
        "old_card_serial": (entry.old_card_serial, "P2"),
        "fingerprint_status": (entry.fingerprint_status, "P3"),
        "hukou_in_guizhou": (entry.hukou_division.startswith(GUIZHOU), "P1"),
        "age": (full_years(entry.birth_date, day), "P2"),
        "months_since_last_card": (card and full_months(card, day), "P2"),
    }


def _register(call: ServiceCall) -> PopulationRegister:
    register: PopulationRegister = call.ports["register"]
    return register


def _id_number(call: ServiceCall) -> str:
    number = _text(call, "id_number")
    if number is None:
        raise ServiceTaskFailed("answer_missing", permanent=True, field="id_number")
    return number


def _recorded(call: ServiceCall, event: CardEvent, field: str) -> ServiceResult:
    return ServiceResult({}, {field: (_register(call).record_deed(event, call.key), "P2")})


def _lost_on(call: ServiceCall) -> date:
    lost = _text(call, "loss_date")
    return date.fromisoformat(lost) if lost else instants.day(call.at)


def _day_of(call: ServiceCall, field: str) -> date:
    """Give the day of a recorded instant, today where there is none."""
    instant = _text(call, field)
    if instant is None:
        return instants.day(call.at)
    return instants.day(instants.parse(instant))


def _text(call: ServiceCall, field: str) -> str | None:
    value = call.answers.get(field)
    return value if isinstance(value, str) and value else None
