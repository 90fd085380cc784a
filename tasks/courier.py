"""Waybills and labels for the courier: who and where to, never an ID number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from engine.core.errors import InvalidAnswers
from engine.core.findings import Problem
from engine.core.services import ServiceCall, ServiceResult

# UPU S10: weights of the eight digits of an item number
WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_ITEM = re.compile("[A-Z]{2}[0-9]{9}[A-Z]{2}", re.ASCII)
# numbers within China, which have no check digit
_PLAIN = re.compile("[0-9]{13}", re.ASCII)


def label(call: ServiceCall) -> ServiceResult:
    """Give the parcel its waybill number and print its label.

    The label of a card that is collected names the station; only a mailed one names a person.
    """
    return _labelled(call, _waybill(call.key))


def labelled(call: ServiceCall, entered: Mapping[str, Any]) -> ServiceResult:
    """Print the label of a waybill that the courier gave in another way; raises InvalidAnswers."""
    waybill = str(entered["waybill_no"]).upper()
    if not _is_item_number(waybill):
        raise InvalidAnswers([Problem("waybill_no", "waybill")])
    return _labelled(call, waybill)


def check_digit(digits: str) -> str:
    """Compute the check digit of an item number of eight digits (UPU S10)."""
    rest = 11 - sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11
    return {10: "0", 11: "5"}.get(rest, str(rest))


def _labelled(call: ServiceCall, waybill: str) -> ServiceResult:
    lines = "\n".join(line for line in (waybill, *_address(call.answers)) if line)
    return ServiceResult({}, {"waybill_no": (waybill, "P2"), "courier_label": (lines, "P2")})


def _is_item_number(text: str) -> bool:
    if _ITEM.fullmatch(text):
        return check_digit(text[2:10]) == text[10]
    return bool(_PLAIN.fullmatch(text))


def _waybill(key: str) -> str:
    digits = f"{int(sha256(f'waybill {key}'.encode()).hexdigest(), 16) % 10**8:08d}"
    return f"EV{digits}{check_digit(digits)}CN"


def _address(answers: Mapping[str, Any]) -> tuple[str, ...]:
    if answers.get("delivery_method") != "MAIL":
        return _text(answers, "accepting_station"), _text(answers, "case_no")
    return (
        _text(answers, "mail_recipient") or _text(answers, "name"),
        _text(answers, "mail_phone") or _text(answers, "phone"),
        _text(answers, "mail_division"),
        _text(answers, "mail_address"),
        _text(answers, "mail_postcode"),
    )


def _text(answers: Mapping[str, Any], field: str) -> str:
    value = answers.get(field)
    return "" if value is None else str(value)
