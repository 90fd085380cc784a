"""Pages of the desk: the inbox of one's lanes and the user task."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import assignments, readings, sheets, user_tasks
from engine.commands.sheets import TaskSheet
from engine.core.errors import Conflict, EngineError, InvalidAnswers
from web import errors, form_pages, inboxes, task_pages, visit
from web.facts import Sight
from web.form_pages import Filling

BLUEPRINT = Blueprint("desk", __name__)


@BLUEPRINT.get("/inbox")
def inbox() -> ResponseReturnValue:
    """Show the open tasks of the actor's lanes, the most urgent first."""
    return render_template("inbox.html", page=inboxes.page(visit.actor(), request.args))


@BLUEPRINT.get("/tasks/<task_id>")
def task(task_id: str) -> ResponseReturnValue:
    """Show a user task with its form and what is known; opening it is recorded."""
    sheet = _opened(task_id)
    page = task_pages.page(sheet, Filling(sheet.draft), told=request.args.get("told", ""))
    return render_template("task.html", page=page)


def kept(filling: Filling, task_id: str) -> ResponseReturnValue:
    """Show the task with what was typed before the session ended."""
    return render_template("task.html", page=task_pages.page(_opened(task_id), filling))


@BLUEPRINT.post("/tasks/<task_id>")
def complete(task_id: str) -> ResponseReturnValue:
    """Complete the task (taking it first where nobody holds it), or save its draft."""
    posted = form_pages.posted()
    if request.form.get("action") == "save_draft":
        user_tasks.save_draft(visit.engine(), task_id, visit.actor(), posted)
        return redirect(url_for("desk.task", task_id=task_id, told="draft_saved"), 303)
    try:
        user_tasks.complete(visit.engine(), task_id, visit.actor(), posted)
    except (InvalidAnswers, Conflict) as refusal:
        return _again(task_id, form_pages.refused(posted, refusal), refusal)
    return redirect(task_pages.after(visit.actor()), 303)


@BLUEPRINT.post("/tasks/<task_id>/claim")
def claim(task_id: str) -> ResponseReturnValue:
    """Take the task into one's hands."""
    user_tasks.claim(visit.engine(), task_id, visit.actor())
    return redirect(url_for("desk.task", task_id=task_id), 303)


@BLUEPRINT.post("/tasks/<task_id>/release")
def release(task_id: str) -> ResponseReturnValue:
    """Give the task back to the lane."""
    user_tasks.release(visit.engine(), task_id, visit.actor())
    return redirect(url_for("desk.inbox", told="released"), 303)


@BLUEPRINT.post("/tasks/<task_id>/assign")
def assign(task_id: str) -> ResponseReturnValue:
    """Give the task to a colleague; the head of the unit does."""
    colleague = request.form.get("colleague", "")
    assignments.assign(visit.engine(), task_id, colleague, visit.actor())
    return redirect(url_for("desk.task", task_id=task_id, told="assigned"), 303)


@BLUEPRINT.post("/tasks/<task_id>/take-back")
def take_back(task_id: str) -> ResponseReturnValue:
    """Take the task out of the hands of a colleague."""
    assignments.take_back(visit.engine(), task_id, visit.actor())
    return redirect(url_for("desk.task", task_id=task_id, told="taken_back"), 303)


@BLUEPRINT.post("/tasks/<task_id>/shown")
def show(task_id: str) -> ResponseReturnValue:
    """Show one sensitive answer in full to the holder of the task, and record that."""
    sheet = sheets.task(visit.engine(), task_id, visit.actor())
    key = request.form.get("show", "")
    sight = task_pages.sight(sheet)
    if not sight.full:
        return redirect(url_for("desk.task", task_id=task_id), 303)
    facts = {"task": task_id, "element": sheet.element, "field": key}
    readings.record(visit.engine(), visit.actor(), "unmasked", sheet.instance.id, facts)
    seen = Sight(full=True, shows=sight.shows, shown=frozenset([key]))
    page = task_pages.page(sheet, Filling(sheet.draft), seen=seen)
    return render_template("task.html", page=page)


def _opened(task_id: str) -> TaskSheet:
    sheet = sheets.task(visit.engine(), task_id, visit.actor())
    facts = {"task": task_id, "element": sheet.element}
    readings.record(visit.engine(), visit.actor(), "person_read", sheet.instance.id, facts)
    return sheet


def _again(task_id: str, filling: Filling, refusal: EngineError) -> ResponseReturnValue:
    sheet = sheets.task(visit.engine(), task_id, visit.actor())
    page = task_pages.page(sheet, filling)
    return render_template("task.html", page=page), errors.status_of(refusal)
