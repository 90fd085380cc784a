"""The analyst's bench: diagrams, forms and decisions as drafts, checked and deployed."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import deployments, process_definitions
from engine.core.errors import Conflict, DefinitionRejected, InvalidInput, NotFound, NotPermitted
from web import (
    decision_pages,
    errors,
    inputs,
    moments,
    studio_listing,
    studio_pages,
    studio_planned,
    visit,
    words,
)

BLUEPRINT = Blueprint("studio", __name__, url_prefix="/studio")
_BLANK = Path(__file__).parent / "blank.bpmn"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_DIAGRAM, _FORM, _DECISIONS = ".bpmn", ".json", ".dmn"


@BLUEPRINT.before_request
def analysts_only() -> None:
    """Let in who draws and who approves; raises NotPermitted."""
    if not any(visit.actor().holds(role) for role in ("analyst", "approver")):
        raise NotPermitted("not_an_analyst")


@BLUEPRINT.get("")
def definitions() -> ResponseReturnValue:
    """List the diagrams and decisions, deployed, planned and drafted."""
    told = "studio.taken_back" if request.args.get("told") == "taken_back" else ""
    return render_template("studio.html", page=studio_listing.listed(), told=told, problem="")


@BLUEPRINT.post("")
def new_diagram() -> ResponseReturnValue:
    """Begin the draft of a new diagram with an empty lane."""
    name = new_name()
    body = _BLANK.read_bytes().replace(b"PROCESS", name.encode())
    file = f"{name}{_DIAGRAM}"
    process_definitions.save_draft(visit.engine(), file, body, 0, visit.actor())
    return redirect(url_for("studio.diagram", name=file), 303)


@BLUEPRINT.get("/diagrams/<name>")
def diagram(name: str) -> ResponseReturnValue:
    """Open a diagram in the editor."""
    return render_template("studio_diagram.html", page=studio_pages.diagram(name))


@BLUEPRINT.get("/forms/<process_id>/<element>.json")
def form(process_id: str, element: str) -> ResponseReturnValue:
    """Open a form in the editor."""
    return render_template(
        "studio_form.html",
        page=studio_pages.form(process_id, element, request.args.get("from", "")),
    )


@BLUEPRINT.get("/versions/<process_id>")
def versions(process_id: str) -> ResponseReturnValue:
    """List the versions of a process."""
    return render_template("studio_versions.html", page=studio_listing.versions(process_id))


@BLUEPRINT.get("/files/<path:name>")
def file(name: str) -> ResponseReturnValue:
    """Give the bytes of a resource: its draft, else as deployed."""
    _revision, body = studio_pages.latest(name)
    media_type = "application/json" if name.endswith(_FORM) else "application/xml"
    return Response(body, mimetype=media_type)


@BLUEPRINT.post("/files/<path:name>")
def save(name: str) -> ResponseReturnValue:
    """Save a draft over the revision that the editor has seen."""
    revision = _saved(name)
    time = moments.clock(visit.now())
    text = words.say("studio.saved", visit.language(), time=time)
    return {"revision": revision, "text": text}


@BLUEPRINT.post("/check/<name>")
def check(name: str) -> ResponseReturnValue:
    """Say what a deployment would be refused for; write nothing."""
    files = _given(name)
    found = process_definitions.check(visit.engine(), files)
    return studio_pages.told(studio_pages.concerning(files, found))


@BLUEPRINT.post("/deploy/<name>")
def deploy(name: str) -> ResponseReturnValue:
    """Save the draft and deploy it with its drafted forms, or tell every finding.

    `from` in the address is the instant from which it is to be in force.
    """
    begins = studio_planned.beginning()
    revision, files = _saved(name), _given(name)
    try:
        deployed = process_definitions.deploy(visit.engine(), files, visit.actor(), begins=begins)
    except DefinitionRejected as rejected:
        return {**studio_pages.told(rejected.findings), "revision": revision}, 422
    lines = ", ".join(f"{each.process_id} {each.version}" for each in deployed)
    text = words.say("studio.done", visit.language(), lines=lines)
    if name.endswith(_DECISIONS):
        text = decision_pages.deployed(name, lines, begins or visit.now())
    text = " ".join([text, *studio_planned.told(deployed, begins)])
    return {"findings": [], "text": text, "revision": revision}


@BLUEPRINT.post("/deployments/<deployment_id>/take-back")
def take_back(deployment_id: str) -> ResponseReturnValue:
    """Take a deployment back that waits, or say why that cannot be."""
    reason = request.form.get("reason", "")
    try:
        deployments.take_back(visit.engine(), deployment_id, reason, visit.actor())
    except (Conflict, InvalidInput, DefinitionRejected) as refused:
        page, problem = studio_listing.listed(), studio_planned.refusal(refused)
        shown = render_template("studio.html", page=page, told="", problem=problem)
        return shown, errors.status_of(refused)
    return redirect(url_for("studio.definitions", told="taken_back"), 303)


def new_name() -> str:
    """Read the name of a new file; raises InvalidInput."""
    name = request.form.get("name", "")
    if not _NAME.fullmatch(name):
        raise InvalidInput("file_name_unusable", name=name)
    return name


def _given(name: str) -> dict[str, bytes]:
    """Give the posted file, a diagram with its drafted forms."""
    body = request.get_data()
    forms = studio_pages.drafted_forms(body) if name.endswith(_DIAGRAM) else {}
    return {name: body, **forms}


def _saved(name: str) -> int:
    if not name.endswith((_DIAGRAM, _FORM, _DECISIONS)):
        raise NotFound("no_such_resource", name=name)
    revision = inputs.number(request.headers.get("If-Match", ""))
    body = request.get_data()
    return process_definitions.save_draft(visit.engine(), name, body, revision, visit.actor())
