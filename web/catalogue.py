"""The living catalogue: every piece of a page in every state, with made-up content."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from engine.core.findings import Problem
from forms.problems import Problem as FormProblem
from forms.view import FieldView, OptionView
from web import visit, words
from web.deadlines import Deadline
from web.form_pages import FormOnPage
from web.pieces import Act, Deed, DeedGroup, Fact, Seal, TaskRow

BLUEPRINT = Blueprint("catalogue", __name__)
_AT = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """One of each."""

    deadlines: tuple[Deadline, ...]
    rows: tuple[TaskRow, ...]
    timeline: tuple[DeedGroup, ...]
    seals: tuple[Seal, ...]
    facts: tuple[Fact, ...]
    form: FormOnPage


@BLUEPRINT.get("/design")
def page() -> ResponseReturnValue:
    """Show the catalogue."""
    language = visit.language()
    deadlines = tuple(_deadline(state, language) for state in ("later", "soon", "late", "done"))
    content = CataloguePage(
        deadlines=deadlines,
        rows=tuple(_row(deadline, language) for deadline in deadlines),
        timeline=(_group(language),),
        seals=(Seal(True, _say("seal_sound")), Seal(False, _say("seal_broken"))),
        facts=(
            Fact("name", _say("name"), "欧阳**"),
            Fact("id_number", _say("id_number"), "52**************2X", shows="/design"),
        ),
        form=_form(),
    )
    return render_template("design.html", page=content)


def _say(key: str, **parameters: object) -> str:
    return words.say(f"design.{key}", visit.language(), **parameters)


def _deadline(state: str, language: str) -> Deadline:
    left = {
        "later": words.count("deadline.left.working", 12, language),
        "soon": words.say("deadline.left.today", language),
        "late": words.count("deadline.late.working", 3, language),
        "done": words.say("deadline.done", language),
    }
    why = (
        words.count("deadline.counted.working", 3, language, start=_say("at")),
        words.say("deadline.calendar", language, calendar="520000"),
        words.say("deadline.basis", language, basis=_say("basis")),
    )
    is_provisional, name = state == "later", words.say("clock.CLK-STAT", language)
    of_case = words.say("deadline.of_case", language, name=name) if is_provisional else ""
    provisional = (words.say("deadline.provisional", language),) if is_provisional else ()
    told = (left[state], _say("at"), _AT.isoformat(), why + provisional)
    return Deadline(state, *told, provisional=is_provisional, of_case=of_case)


def _row(deadline: Deadline, language: str) -> TaskRow:
    return TaskRow(
        url="/design",
        what=_say("task"),
        about="欧阳** · GZ-7K2M-4QX9",
        deadline=deadline,
        holder=words.say("inbox.nobody", language) if deadline.state == "soon" else _say("clerk"),
        place=_say("station"),
        acts=(Act("claim", words.say("inbox.claim", language), "/design"),)
        if deadline.state == "soon"
        else (),
    )


def _group(language: str) -> DeedGroup:
    states = ("done", "soon", "late", "later")
    deeds = tuple(
        Deed(
            at=_say("at"),
            iso=(_AT + timedelta(hours=hours)).isoformat(),
            what=_say(f"deed_{state}"),
            who=_say("clerk"),
            state=state,
            changes=(_say("change"),) if state == "done" else (),
        )
        for hours, state in enumerate(states)
    )
    return DeedGroup(words.say("public_status.SUBMITTED", language), deeds)


def _form() -> FormOnPage:
    wrong = Problem("id_number", "id_number_check_digit")
    options = tuple(
        OptionView(value, _say(f"option_{value}"), "", value == "pickup")
        for value in ("pickup", "mail")
    )
    number = replace(
        _field("id_number", "textfield"),
        rule="id_number",
        value="5201",
        problem=FormProblem(wrong.key, wrong.code),
    )
    return FormOnPage(
        url="/design",
        fields=(
            number,
            replace(_field("since", "date"), value="2026-03-18", required=False),
            replace(_field("delivery", "radio"), options=options, hint=""),
            replace(_field("station", "select"), options=options),
            replace(_field("note", "textarea"), required=False),
            _field("photo", "file"),
            _field("declared", "checkbox"),
        ),
        submit=_say("primary"),
        problems=(wrong,),
        saves=True,
    )


def _field(key: str, kind: str) -> FieldView:
    return FieldView(
        key=key,
        type=kind,
        label=_say(key),
        hint=_say("hint"),
        value="",
        options=(),
        required=True,
        hidden=False,
        conditions=(),
        problem=None,
        max_length=None,
        until_today=True,
        rule="",
        depth=0,
    )
