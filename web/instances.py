"""Pages about one case: what happened, what runs, what waits; and the list for auditors."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import message_sheets, messages, readings, sheets, unmasking, visibility
from engine.core.errors import Conflict, InvalidAnswers, NotFound
from engine.store.queries import instances as queries
from web import errors, form_pages, instance_pages, message_pages, visit
from web.form_pages import Filling

BLUEPRINT = Blueprint("instances", __name__)
MAY_LIST = frozenset(["auditor", "province"])
MAY_FIND = visibility.STAFF | visibility.OVERSEERS


@BLUEPRINT.get("/instances")
def listed() -> ResponseReturnValue:
    """List the latest cases, masked, for those who oversee all."""
    visit.only(*MAY_LIST)
    found = queries.latest(visit.engine().store)
    return render_template("instances.html", page=instance_pages.listed(found))


@BLUEPRINT.get("/instances/find")
def find() -> ResponseReturnValue:
    """Lead to a case by its number; one that the person may not see is as good as none."""
    visit.only(*MAY_FIND)
    wanted = request.args.get("case_no", "").strip()
    found = _visible(wanted) if wanted else ""
    if found:
        return redirect(url_for("instances.page", instance_id=found), 303)
    return render_template("find.html", wanted=wanted), 404 if wanted else 200


@BLUEPRINT.get("/instances/<instance_id>")
def page(instance_id: str) -> ResponseReturnValue:
    """Show a case; opening somebody else's is recorded."""
    actor = visit.actor()
    sheet = sheets.process_instance(visit.engine(), instance_id, actor)
    if actor.id != sheet.instance.started_by:
        readings.record(visit.engine(), actor, "person_read", instance_id, {})
    content = instance_pages.page(sheet, request.args.get("told", ""))
    return render_template("instance.html", page=content)


@BLUEPRINT.post("/instances/<instance_id>/shown")
def show(instance_id: str) -> ResponseReturnValue:
    """Show one masked answer in full to an auditor; who, what and why is recorded first."""
    actor, key = visit.actor(), request.form.get("show", "")
    reason = request.form.get("reason", "")
    unmasking.unmask(visit.engine(), instance_id, key, reason, actor)
    sheet = sheets.process_instance(visit.engine(), instance_id, actor)
    content = instance_pages.page(sheet, "", frozenset([key]))
    return render_template("instance.html", page=content)


@BLUEPRINT.get("/instances/<instance_id>/diagram")
def diagram(instance_id: str) -> ResponseReturnValue:
    """Give the diagram that the case runs on."""
    sheet = sheets.process_instance(visit.engine(), instance_id, visit.actor())
    return Response(sheet.diagram, mimetype="application/xml")


@BLUEPRINT.get("/messages/<message_id>")
def message(message_id: str) -> ResponseReturnValue:
    """Show the form of a message that the person may send to a case."""
    return kept(Filling(), message_id)


def kept(filling: Filling, message_id: str) -> ResponseReturnValue:
    """Show the form of a message with what was typed before the session ended."""
    sheet = message_sheets.message(visit.engine(), message_id, visit.actor())
    return render_template("message.html", page=message_pages.message(sheet, filling))


@BLUEPRINT.post("/messages/<message_id>")
def send(message_id: str) -> ResponseReturnValue:
    """Send the message to its case."""
    posted, actor = form_pages.posted(), visit.actor()
    sheet = message_sheets.message(visit.engine(), message_id, actor)
    try:
        messages.send(visit.engine(), message_id, actor, posted)
    except (InvalidAnswers, Conflict) as refusal:
        content = message_pages.message(sheet, form_pages.refused(posted, refusal))
        return render_template("message.html", page=content), errors.status_of(refusal)
    return redirect(url_for("instances.page", instance_id=sheet.instance.id, told="received"), 303)


def _visible(case_no: str) -> str:
    """Give the id of the case of that number, "" where the person may not see it."""
    engine = visit.engine()
    found = queries.find(engine.store, case_no)
    if found is None:
        return ""
    try:
        return sheets.process_instance(engine, found.id, visit.actor()).instance.id
    except NotFound:
        return ""
