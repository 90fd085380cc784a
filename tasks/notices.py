"""Notices: a word in the application, and by mail where the addressee has an address.

The id of the service task is the kind of the notice. Behind a reminder, those who must act are
told; everywhere else, the person who filed the application.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

from engine.core import instants
from engine.core.errors import ServiceTaskFailed
from engine.core.ports import Addressee, Addressees, Letter
from engine.core.services import ServiceCall, ServiceResult

log = logging.getLogger(__name__)

TEMPLATES = Path(__file__).parent / "mail"
LANGUAGES = ("en", "zh-Hans", "es")
# what a notice may say of a deadline; nothing of a person
TOLD = ("clock", "due", "activity", "legal_basis")


def tell(call: ServiceCall) -> ServiceResult:
    """Store a notice for everybody concerned, and mail those who have an address."""
    parameters = _parameters(call)
    addressees = _addressees(call)
    for addressee in addressees:
        _mail(call, addressee, parameters)
    notices = tuple(_notice(call, addressee, parameters) for addressee in addressees)
    return ServiceResult(notices=notices)


def letter(kind: str, addressee: Addressee, parameters: Mapping[str, Any], key: str) -> Letter:
    """Write the mail of a kind (`news`, `reminder` or `apology`) in the addressee's language."""
    language = addressee.language if addressee.language in LANGUAGES else LANGUAGES[0]
    text = (TEMPLATES / f"{kind}.{language}.txt").read_text(encoding="utf-8")
    subject, _, body = Template(text).substitute(parameters).partition("\n")
    return Letter(addressee.email or "", subject, body.lstrip("\n"), key)


def _addressees(call: ServiceCall) -> tuple[Addressee, ...]:
    port: Addressees = call.ports["addressees"]
    reminder = _context(call, "reminder")
    role = str(reminder.get("role") or "")
    if role in {"", "applicant"}:
        return port.starter(call.instance_id)
    return port.holders(role, str(reminder.get("unit") or ""))


def _notice(
    call: ServiceCall, addressee: Addressee, parameters: Mapping[str, Any]
) -> dict[str, Any]:
    told = {"recipient": addressee.account_id, "kind": call.element}
    return {**told, "parameters": dict(parameters)}


def _parameters(call: ServiceCall) -> dict[str, str]:
    context = _context(call, "reminder") or _context(call, "breach")
    told = {key: str(context[key]) for key in TOLD if context.get(key)}
    return {"case_no": str(call.answers.get("case_no") or ""), **told}


def _mail(call: ServiceCall, addressee: Addressee, parameters: Mapping[str, str]) -> None:
    if not addressee.email:
        return
    words = {"clock": "", "due": "", **parameters}
    if words["due"]:
        words["due"] = _day(words["due"])
    try:
        call.ports["mail"].send(letter(_kind(call), addressee, words, call.key))
    except ServiceTaskFailed as failure:
        if not failure.permanent:
            raise
        # the notice in the application stands; a wrong mail address must not stop a case
        log.warning("mail refused", extra={"account": addressee.account_id})


def _kind(call: ServiceCall) -> str:
    if _context(call, "reminder"):
        return "reminder"
    return "apology" if _context(call, "breach") else "news"


def _day(due: str) -> str:
    return instants.parse(due).astimezone(instants.ZONE).strftime("%Y-%m-%d %H:%M")


def _context(call: ServiceCall, name: str) -> Mapping[str, Any]:
    context = call.variables.get(name)
    return context if isinstance(context, Mapping) else {}
