"""Work in bulk: the open tasks of one element, by batch, by table, by group and by scanner."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import batches, bulk_completions, piles
from engine.core import csv_tables
from engine.core.errors import Conflict, EngineError, InvalidAnswers, InvalidInput, NotFound
from web import bulk_pages, errors, form_pages, refusals, refused_scans, visit, words
from web.bulk_pages import Told
from web.form_pages import Filling

BLUEPRINT = Blueprint("bulk", __name__)
_MOST_DIGITS = 4
# fields of the page's own beside those of the form
_OWN = frozenset(["key", "group"])


@BLUEPRINT.get("/bulk")
def page() -> ResponseReturnValue:
    """List the steps whose tasks may be done in bulk, and scans that completed none."""
    found = piles.offered(visit.engine(), visit.actor())
    page = bulk_pages.listed(found, scans=refused_scans.of_guest())
    return render_template("bulk.html", page=page)


@BLUEPRINT.get("/bulk/<process_id>/<element>")
def pile(process_id: str, element: str) -> ResponseReturnValue:
    """Show the open tasks of a step."""
    told = request.args.get("done", "")
    said = words.say("bulk.done_one", visit.language(), case_no=told) if told else ""
    return _shown((process_id, element), Told(done=said))


@BLUEPRINT.post("/bulk/<process_id>/<element>/pull")
def pull(process_id: str, element: str) -> ResponseReturnValue:
    """Pull the tasks that are due first into a batch."""
    asked = request.form.get("number", "").strip()
    number = int(asked) if asked.isdecimal() and len(asked) <= _MOST_DIGITS else 0
    try:
        batch = batches.pull(visit.engine(), (process_id, element), number, visit.actor())
    except (InvalidInput, Conflict) as refusal:
        return _refused((process_id, element), refusal)
    return redirect(_address((process_id, element), batch=batch), 303)


@BLUEPRINT.get("/bulk/<process_id>/<element>/table.csv")
def table(process_id: str, element: str) -> ResponseReturnValue:
    """Give the tasks that the guest holds as a table."""
    batch = request.args.get("batch", "")
    sheet = piles.export(visit.engine(), (process_id, element), visit.actor(), batch)
    columns = bulk_completions.columns(sheet)
    body = csv_tables.write(columns, [bulk_pages.cells(row, columns) for row in sheet.rows])
    answer = Response(body, mimetype="text/csv")
    name = f"{batch or element}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@BLUEPRINT.post("/bulk/<process_id>/<element>/table")
def fill(process_id: str, element: str) -> ResponseReturnValue:
    """Complete a task for each line of a table and tell what became of each."""
    place, file = (process_id, element), request.files.get("file")
    try:
        read = csv_tables.read(file.read() if file else b"")
        done = bulk_completions.from_table(visit.engine(), place, read, visit.actor())
        results = tuple(bulk_pages.result(each) for each in done)
    except InvalidInput as refusal:
        return _refused(place, refusal)
    return _shown(place, Told(results=results))


@BLUEPRINT.post("/bulk/<process_id>/<element>/group")
def group(process_id: str, element: str) -> ResponseReturnValue:
    """Complete all tasks that go together with the same answers."""
    place, wanted = (process_id, element), request.form.get("group", "")
    posted = form_pages.posted(_OWN)
    done = bulk_completions.for_group(visit.engine(), place, wanted, posted, visit.actor())
    results = tuple(bulk_pages.result(each) for each in done)
    return _shown(place, Told(results=results))


@BLUEPRINT.post("/bulk/<process_id>/<element>/scan")
def scan(process_id: str, element: str) -> ResponseReturnValue:
    """Complete the one task that a scanned code names."""
    place, key = (process_id, element), request.form.get("key", "").strip()
    posted = form_pages.posted(_OWN)
    try:
        case_no = bulk_completions.by_key(visit.engine(), place, key, posted, visit.actor())
    except InvalidAnswers as refusal:
        filling = form_pages.refused(posted, refusal)
        return _shown(place, Told(scanned=key), filling), errors.status_of(refusal)
    except (NotFound, Conflict) as refusal:
        return _refused(place, refusal, form_pages.refused(posted, refusal))
    return redirect(_address(place, done=case_no), 303)


def _address(place: tuple[str, str], **more: Any) -> str:
    process_id, element = place
    return url_for("bulk.pile", process_id=process_id, element=element, **more)


def _refused(
    place: tuple[str, str], refusal: EngineError, filling: Filling | None = None
) -> ResponseReturnValue:
    told = Told(wrong=refusals.told(refusal))
    return _shown(place, told, filling), errors.status_of(refusal)


def _shown(place: tuple[str, str], told: Told, filling: Filling | None = None) -> str:
    """Show a pile; one that has become empty meanwhile is shown empty with what was told."""
    batch = request.args.get("batch", "")
    try:
        sheet = piles.sheet(visit.engine(), place, visit.actor(), batch)
    except NotFound:
        if not told.results and not told.done:
            raise
        return render_template("bulk.html", page=bulk_pages.listed((), told))
    content = bulk_pages.page(sheet, batch, told, filling or Filling())
    return render_template("pile.html", page=content)
