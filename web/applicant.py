"""Pages of applicants: start a process, follow one's applications."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import process_definitions, process_instances, sheets
from engine.commands.sheets import StartSheet
from engine.core.errors import Conflict, EngineError, InvalidAnswers, NotFound
from engine.store.queries import applications as queries
from engine.store.queries.applications import ApplicationRow
from web import (
    errors,
    form_pages,
    inputs,
    moments,
    offers,
    promises,
    refiling,
    statuses,
    visit,
    words,
)
from web.deadlines import Deadline
from web.form_pages import Filling, FormOnPage
from web.promises import Standing
from web.start import StartPage

BLUEPRINT = Blueprint("applicant", __name__)


@dataclass(frozen=True, slots=True)
class ApplyPage:
    """The form that starts a process."""

    title: str
    form: FormOnPage
    # the case that is open already, "" where none is in the way or the person may not see it
    open_case: str = ""


@dataclass(frozen=True, slots=True)
class ApplicationOnPage:
    """One application in the list of its applicant."""

    url: str
    name: str
    about: str
    status: str
    kind: str
    promise: Deadline | None
    # says that the office waits for the applicant, "" where it does not
    asked: str


@dataclass(frozen=True, slots=True)
class ApplicationsPage:
    """All applications of the person, the latest first."""

    rows: tuple[ApplicationOnPage, ...]


@BLUEPRINT.get("/apply")
def startable() -> ResponseReturnValue:
    """List what the person may start."""
    return render_template("start.html", page=StartPage(offers.offers()))


@BLUEPRINT.get("/apply/<process_id>")
def form(process_id: str) -> ResponseReturnValue:
    """Show the start form, with the data of an earlier application where one is named."""
    sheet = sheets.start(visit.engine(), process_id, visit.actor())
    return _shown(sheet, refiling.filling(sheet, request.args.get("again", "")))


@BLUEPRINT.post("/apply/<process_id>")
def apply(process_id: str) -> ResponseReturnValue:
    """Start the process, or show the form again with what is wrong."""
    posted = form_pages.posted()
    try:
        started = process_instances.start(
            visit.engine(), process_id, visit.actor(), posted, _seen()
        )
    except (InvalidAnswers, Conflict) as refusal:
        sheet = sheets.start(visit.engine(), process_id, visit.actor())
        filling = form_pages.refused(posted, refusal)
        page = replace(_apply_page(sheet, filling), open_case=_in_the_way(refusal))
        return render_template("apply.html", page=page), errors.status_of(refusal)
    return redirect(url_for("instances.page", instance_id=started, told="sent"), 303)


def kept(filling: Filling, process_id: str) -> ResponseReturnValue:
    """Show the start form with what was typed before the session ended."""
    return _shown(sheets.start(visit.engine(), process_id, visit.actor()), filling)


def _shown(sheet: StartSheet, filling: Filling) -> ResponseReturnValue:
    if sheet.needs_real_name:
        wanted = url_for("applicant.form", process_id=sheet.process_id)
        return redirect(url_for("citizens.real_name", next=wanted))
    return render_template("apply.html", page=_apply_page(sheet, filling))


@BLUEPRINT.get("/applications")
def applications() -> ResponseReturnValue:
    """List the person's applications."""
    found = queries.of(visit.engine().store, visit.actor().id)
    page = ApplicationsPage(tuple(_row(application) for application in found))
    return render_template("applications.html", page=page)


def _in_the_way(refusal: EngineError) -> str:
    """Give the address of the case for which another one is refused."""
    open_case = str(refusal.parameters.get("instance", ""))
    if not open_case:
        return ""
    try:
        sheets.process_instance(visit.engine(), open_case, visit.actor())
    except NotFound:
        return ""
    return url_for("instances.page", instance_id=open_case)


def _apply_page(sheet: StartSheet, filling: Filling) -> ApplyPage:
    url = url_for("applicant.apply", process_id=sheet.process_id)
    form = form_pages.build(url, sheet.form, sheet.context, filling)
    return ApplyPage(
        title=words.local(sheet.names, visit.language(), sheet.process_id),
        form=replace(form, version=sheet.version),
    )


def _seen() -> int:
    """Read the version of the form that was filled in, 0 where it is not told."""
    return inputs.number(request.form.get("form_version", ""))


def _row(application: ApplicationRow) -> ApplicationOnPage:
    language, instance = visit.language(), application.instance
    at = moments.short(instance.started, visit.now(), language)
    running, promise = instance.ended is None, promises.of(_standing(application))
    return ApplicationOnPage(
        url=url_for("instances.page", instance_id=instance.id),
        name=words.local(instance.names, language, instance.process_id),
        about=words.say("applications.since", language, case_no=instance.case_no, at=at),
        status=statuses.of(instance, language),
        kind=statuses.kind(instance.status, running=running),
        promise=promise.deadline if promise else None,
        asked=words.say("applications.asked", language) if application.asked else "",
    )


def _standing(application: ApplicationRow) -> Standing:
    instance = application.instance
    return Standing(
        compiled=process_definitions.compiled(visit.engine(), instance.definition_id),
        status=instance.status,
        asked=frozenset(element for _, element in application.asked),
        timers=application.timers,
    )
