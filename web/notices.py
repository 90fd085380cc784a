"""The notices of the signed-in person, each in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.commands import assignments, notices
from engine.commands.moved_dates import NOTICE
from engine.core import instants
from engine.store.queries.notices import NoticeRow
from web import moments, visit, words

BLUEPRINT = Blueprint("notices", __name__)
# what tells those above who has a task starts so
_TELLS_ABOVE = "warn_"
# the view of the inbox to which a notice leads, by how its kind starts: the first one counts
_VIEWS = {"remind_to_assign_": "unclaimed", assignments.NOTICE: "mine", "remind_": None}
_ALARM = "warn_operators"


@dataclass(frozen=True, slots=True)
class NoticeOnPage:
    """One notice: what it says, when it came, where it leads."""

    text: str
    at: str
    iso: str
    url: str
    new: bool


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """The latest notices, the newest first."""

    rows: tuple[NoticeOnPage, ...]


@BLUEPRINT.get("/notices")
def page() -> ResponseReturnValue:
    """Show the latest notices; they count as read from then on."""
    found = notices.opened(visit.engine(), visit.actor())
    return render_template("notices.html", page=NoticesPage(tuple(_row(each) for each in found)))


def _row(notice: NoticeRow) -> NoticeOnPage:
    return NoticeOnPage(
        text=_text(notice),
        at=moments.short(notice.at, visit.now(), visit.language()),
        iso=instants.text(notice.at),
        url=_url(notice),
        new=not notice.read,
    )


def _text(notice: NoticeRow) -> str:
    language = visit.language()
    if notice.kind == NOTICE:
        return _moved(notice.parameters, language)
    told = {"case_no": "", "due": "", "clock": "", **notice.parameters}
    if told["due"]:
        told["due"] = moments.short(instants.parse(str(told["due"])), visit.now(), language)
    key = f"notice.{notice.kind}"
    return words.say(key if words.known(key) else "notice.other", language, **told)


def _moved(told: Mapping[str, Any], language: str) -> str:
    """Say which date of a case moved from when to when, and why."""
    old, new = (
        moments.due(instants.parse(told[key]), visit.now(), language) for key in ("old", "new")
    )
    why = told["decree"] or words.say("moved_date.no_decree", language)
    date = words.say(f"moved_date.{told['clock']}", language)
    case_no = told["case_no"]
    return words.say(
        f"notice.{NOTICE}", language, case_no=case_no, date=date, old=old, new=new, decree=why
    )


def _url(notice: NoticeRow) -> str:
    if notice.kind == _ALARM:
        return url_for("operations.page")
    is_staff, case_no = visit.is_staff(visit.actor()), str(notice.parameters.get("case_no", ""))
    if is_staff and case_no and notice.kind.startswith(_TELLS_ABOVE):
        return url_for("instances.find", case_no=case_no)
    asks = next((each for each in _VIEWS if notice.kind.startswith(each)), None)
    if is_staff and asks is not None:
        return url_for("desk.inbox", view=_VIEWS[asks])
    if notice.instance_id is None:
        return ""
    return url_for("instances.page", instance_id=notice.instance_id)
