"""Who files in their own case: only somebody whose name and phone were checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.elements import Element
from engine.commands.deeds import Given
from engine.core.errors import InvalidAnswers, NotPermitted
from engine.core.findings import Problem
from engine.core.people import Actor
from engine.store.queries import bindings
from engine.store.transaction import Transaction

_SUBJECT, _PHONE = "id_number", "phone"
# an account that the office made for somebody before they were checked otherwise
_OFFICE = "office"


def is_missing(actor: Actor, begin: Element) -> bool:
    """Tell whether an actor must be checked before they may file."""
    return _asks(begin) and actor.id_number is None


def proof(
    tx: Transaction, actor: Actor, begin: Element, answers: Mapping[str, Any]
) -> Mapping[str, Given]:
    """Give what an application says of the check of its applicant; {} where none is asked for.

    Raises NotPermitted (`real_name_needed`) and InvalidAnswers (a phone that is not theirs).
    """
    if is_missing(actor, begin):
        raise NotPermitted("real_name_needed")
    if not _asks(begin):
        return {}
    row = bindings.of(tx, actor.id)
    if row is None:
        return {"identity_check": Given(_OFFICE, "P1")}
    if answers.get(_PHONE) not in {None, row.phone}:
        raise InvalidAnswers([Problem(_PHONE, "phone_not_bound")])
    return {
        "identity_check": Given(row.way, "P1"),
        "identity_checked_at": Given(row.bound_at, "P1"),
        "identity_receipt_no": Given(row.receipt, "P2"),
    }


def _asks(begin: Element) -> bool:
    """Tell whether citizens file for themselves here, by their ID number."""
    return begin.jurisdiction == "own_case" and begin.properties.get("unique") == _SUBJECT
