"""The analyst's bench for decisions: open one in its editor, and try its draft."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import decision_trials, process_definitions
from engine.core.errors import DefinitionRejected, InvalidAnswers, InvalidInput
from web import decision_pages, studio, studio_pages, visit

BLUEPRINT = Blueprint("studio_decisions", __name__, url_prefix="/studio/decisions")
BLUEPRINT.before_request(studio.analysts_only)
_BLANK = Path(__file__).parent / "blank.dmn"


@BLUEPRINT.post("")
def new() -> ResponseReturnValue:
    """Begin the draft of a new decision with one table."""
    name = studio.new_name()
    body = _BLANK.read_bytes().replace(b"DECISION", name.encode())
    process_definitions.save_draft(visit.engine(), f"{name}.dmn", body, 0, visit.actor())
    return redirect(url_for("studio_decisions.page", name=f"{name}.dmn"), 303)


@BLUEPRINT.get("/<name>")
def page(name: str) -> ResponseReturnValue:
    """Open a decision document in the editor."""
    return render_template("studio_decision.html", page=decision_pages.editor(name))


@BLUEPRINT.post("/<name>/trials")
def trials(name: str) -> ResponseReturnValue:
    """Tell what the decisions of the posted document ask for."""
    try:
        found = decision_trials.trials(visit.engine(), name, request.get_data())
    except DefinitionRejected as rejected:
        return studio_pages.told(rejected.findings), 422
    return {"trials": found}


@BLUEPRINT.post("/<name>/try")
def try_out(name: str) -> ResponseReturnValue:
    """Make a decision of the posted document with the posted inputs; store nothing."""
    trying = decision_pages.trying(request.get_json(force=True, silent=True))
    if trying is None:
        raise InvalidInput("variables_unreadable")
    try:
        outcome = decision_trials.decide(visit.engine(), name, trying)
    except DefinitionRejected as rejected:
        return studio_pages.told(rejected.findings), 422
    except InvalidAnswers as invalid:
        return {"problems": decision_pages.problems(invalid)}, 422
    return decision_pages.outcome(outcome)
