"""Notices: a word in the application, and by mail where the addressee has an address.

The id of the service task is the kind of the notice. `AUDIENCES` names the staff that a kind is
for. A kind that is not listed goes to those who must act, where it stands behind a reminder of
theirs, and else to the person who filed the application.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from string import Template
from types import MappingProxyType
from typing import Any

from engine.core import duties, instants
from engine.core.errors import ServiceTaskFailed
from engine.core.ports import Addressee, Addressees, Deadlines, Letter, Moot, OpenTask, Standing
from engine.core.services import ServiceCall, ServiceResult
from tasks import moments

log = logging.getLogger(__name__)

TEMPLATES = Path(__file__).parent / "mail"
LANGUAGES = ("en", "zh-Hans", "es")
# output of a decision by the language that it is written in
WRITTEN = MappingProxyType({"en": "en", "zh-Hans": "zh", "es": "es"})
PROVINCE = "520000"
# (role, whose unit) by kind; none for a reminder that is the applicant's
AUDIENCES: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "remind_to_answer": (("clerk", "station"), ("head", "station")),
        "remind_to_assign_check": (("head", "station"),),
        "remind_to_assign_production": (("director", "province"),),
        "remind_to_assign_review": (("leader", "county"),),
        "remind_to_assess": (("province", "province"),),
        "remind_to_check": (("clerk", "station"), ("head", "station")),
        "remind_to_collect": (),
        "remind_to_confirm_fee": (("window", "station"), ("head", "station")),
        "remind_to_destroy": (("window", "station"), ("head", "station")),
        "remind_to_destroy_found_card": (("window", "station"), ("head", "station")),
        "remind_to_investigate": (("investigator", "county"), ("leader", "county")),
        "remind_to_pay": (),
        "remind_to_produce": (("maker", "province"), ("director", "province")),
        "remind_to_receive_old_card": (("window", "station"), ("head", "station")),
        "remind_to_receive": (("maker", "province"), ("director", "province")),
        "remind_to_return": (),
        "remind_to_return_found_card": (("window", "station"), ("head", "station")),
        "remind_to_review": (("reviewer", "county"), ("leader", "county")),
        "remind_to_settle_return": (("window", "station"), ("head", "station")),
        "remind_to_supplement": (),
        "remind_to_verify": (),
        "warn_of_incident": (("province", "province"), ("director", "province")),
        "warn_prefecture_of_correction": (("prefecture", "prefecture"),),
        "warn_prefecture_of_day_45": (("prefecture", "prefecture"),),
        "warn_prefecture_of_fee": (("prefecture", "prefecture_of_station"),),
        "warn_province_of_day_55": (("province", "province"),),
        "warn_units_of_day_30": (("head", "station"), ("leader", "county")),
    }
)
# other news may come behind a missed deadline too
APOLOGY = "apologise"
# each warning goes to a level of its own
WARNING = "warn_"
# whoever holds the task is reminded, or all who may take it; and those who lead them
REMINDING = "remind_"
# told to heads while nobody has taken a task
UNCLAIMED = "unclaimed"
# nobody signs in as these to act
NOBODY = frozenset(["", "applicant", "platform"])
# what a notice may say of a deadline; nothing of a person
TOLD = ("clock", "due", "activity", "legal_basis")


def tell(call: ServiceCall) -> ServiceResult:
    """Store a notice for everybody concerned, and mail those who have an address.

    A reminder that is true no longer, such as after an outage, is told to nobody: the later one
    of the same deadline, or the word about its end, says how things stand.
    """
    standing = _standing(call)
    if standing and standing.moot and not _is_told_anyway(call, standing.moot):
        return ServiceResult(note=standing.moot)
    parameters = _parameters(call)
    if standing:
        parameters["due"] = instants.text(standing.due)
    addressees = _addressees(call)
    for addressee in addressees:
        _mail(call, addressee, parameters)
    notices = tuple(_notice(call, addressee, parameters) for addressee in addressees)
    return ServiceResult(answers=_told(call), notices=notices)


def letter(kind: str, addressee: Addressee, parameters: Mapping[str, Any], key: str) -> Letter:
    """Write the mail of a kind, as the files in `mail` are called, in the addressee's language."""
    language = addressee.language if addressee.language in LANGUAGES else LANGUAGES[0]
    text = (TEMPLATES / f"{kind}.{language}.txt").read_text(encoding="utf-8")
    subject, _, body = Template(text).substitute(parameters).partition("\n")
    return Letter(addressee.email or "", subject, body.lstrip("\n"), key)


def _standing(call: ServiceCall) -> Standing | None:
    """Ask how the deadline stands that the call reminds of; None where it reminds of none."""
    port: Deadlines | None = call.ports.get("deadlines")
    reminder = _context(call, "reminder")
    return port.standing(call.instance_id, reminder, call.at) if port and reminder else None


def _is_told_anyway(call: ServiceCall, moot: Moot) -> bool:
    """Tell whether others than the addressees of the later word wait for this one."""
    return moot is Moot.OVERTAKEN and call.element.startswith(WARNING)


def _told(call: ServiceCall) -> dict[str, tuple[Any, str]]:
    """Keep, in all languages, what decisions say to the applicant."""
    unmet = _context(call, "eligibility").get("reasons") or ()
    refusal, fee = _context(call, "refusal"), _context(call, "fee")
    told = {
        # once: what was paid at the window may be less
        "fee_amount": None if "fee_amount" in call.answers else fee.get("amount"),
        "conditions_not_met": [_words(each) for each in unmet],
        "refusal_basis": _words(refusal.get("basis") or {}),
        "refusal_advice": _words(refusal.get("advice") or {}),
        "refusal_remedies": _words(refusal.get("remedies") or {}),
    }
    return {field: (said, "P2") for field, said in told.items() if said}


def _words(written: Mapping[str, Any]) -> dict[str, str]:
    """Give the columns of a decision that hold words, by language."""
    return {code: written[name] for code, name in WRITTEN.items() if name in written}


def _addressees(call: ServiceCall) -> tuple[Addressee, ...]:
    port: Addressees = call.ports["addressees"]
    places = _places(call)
    if not places:
        return port.starter(call.instance_id)
    heads, tasks = tuple(each for each in places if each[0] in duties.HEADS), _tasks(call)
    found = [one for task in tasks if task.holder for one in port.account(task.holder)]
    if heads and tasks:
        places = (*((task.role, task.unit) for task in tasks if not task.holder), *heads)
    found += [one for role, unit in places for one in port.holders(role, unit)]
    # somebody who holds two of the roles is told once
    return tuple({one.account_id: one for one in found}.values())


def _tasks(call: ServiceCall) -> tuple[OpenTask, ...]:
    """Ask what staff has to do by the day that they are reminded of."""
    port: Deadlines | None = call.ports.get("deadlines")
    reminder = _context(call, "reminder")
    if port is None or not reminder or not call.element.startswith(REMINDING):
        return ()
    return port.tasks(call.instance_id, reminder)


def _places(call: ServiceCall) -> tuple[tuple[str, str], ...]:
    audience = AUDIENCES.get(call.element)
    if audience is not None:
        return tuple((role, _unit(level, call.answers)) for role, level in audience)
    reminder = _context(call, "reminder")
    role = str(reminder.get("role") or "")
    return () if role in NOBODY else ((role, str(reminder.get("unit") or "")),)


def _unit(level: str, answers: Mapping[str, Any]) -> str:
    county = str(answers.get("hukou_division") or PROVINCE)
    station = str(answers.get("accepting_station") or county)
    units = {
        "station": station,
        "county": county,
        "prefecture": f"{county[:4]}00",
        "prefecture_of_station": f"{station[:4]}00",
        "province": PROVINCE,
    }
    return units[level]


def _notice(
    call: ServiceCall, addressee: Addressee, parameters: Mapping[str, Any]
) -> dict[str, Any]:
    told = {"recipient": addressee.account_id, "kind": call.element}
    return {**told, "parameters": dict(parameters)}


def _parameters(call: ServiceCall) -> dict[str, str]:
    contexts = (_context(call, kind) for kind in ("reminder", UNCLAIMED, "breach"))
    context: Mapping[str, Any] = next(filter(None, contexts), {})
    told = {key: str(context[key]) for key in TOLD if context.get(key)}
    return {"case_no": str(call.answers.get("case_no") or ""), **told}


def _mail(call: ServiceCall, addressee: Addressee, parameters: Mapping[str, str]) -> None:
    if not addressee.email:
        return
    words = {"clock": "", "due": "", **parameters}
    if words["due"]:
        words["due"] = moments.due(instants.parse(words["due"]), addressee.language)
    try:
        call.ports["mail"].send(letter(_kind(call), addressee, words, call.key))
    except ServiceTaskFailed as failure:
        if not failure.permanent:
            raise
        # the notice in the application stands; a wrong mail address must not stop a case
        log.warning("mail refused", extra={"instance": call.instance_id})


def _kind(call: ServiceCall) -> str:
    for kind in ("reminder", UNCLAIMED):
        if _context(call, kind):
            return kind
    return "apology" if call.element.startswith(APOLOGY) else "news"


def _context(call: ServiceCall, name: str) -> Mapping[str, Any]:
    context = call.variables.get(name)
    return context if isinstance(context, Mapping) else {}
