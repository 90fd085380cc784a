"""The page of a step that failed for good, for operators and for who oversees its case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import entered_results, incidents, process_definitions, readings, reasons
from engine.commands.entered_results import Evidence
from engine.commands.incidents import IncidentSheet
from engine.core.errors import InvalidAnswers, InvalidInput
from engine.store.queries import definitions
from forms.fields import Field, Form
from web import errors, form_pages, moments, visit, words
from web.form_pages import Filling, FormOnPage
from web.pieces import Fact

BLUEPRINT = Blueprint("incidents", __name__)
_OWN = frozenset(["ground", "source"])
_BY_HAND = "by-hand-"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something an operator may do about it with a reason."""

    name: str
    label: str
    # what it means for the case
    means: str
    url: str
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody has entered and is shown again, with what is wrong with it."""

    filling: Filling = field(default_factory=Filling)
    ground: str = ""
    source: str = ""
    # it is a result, and no correction
    by_hand: bool = False

    def of(self, *, by_hand: bool) -> Filling:
        """Give what was entered into one of the two forms."""
        return self.filling if self.by_hand is by_hand else Filling()


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """What failed, where, how often, and what may be done about it."""

    title: str
    facts: tuple[Fact, ...]
    retry_url: str
    deeds: tuple[Deed, ...]
    # the answers that the step reads, None where they are not shown
    form: FormOnPage | None
    nothing_to_correct: bool
    # what the step would have brought, None where the reader may not enter it
    by_hand: FormOnPage | None
    # why a result is or is not entered by hand here
    about_by_hand: str
    # "" where the reader may not see the case
    case_url: str
    entered: Entered
    shortest: int
    longest: int
    diagram: Mapping[str, Any]


@BLUEPRINT.get("/operations/incidents/<task_id>")
def page(task_id: str) -> ResponseReturnValue:
    """Show an incident; who sees answers of the case is recorded."""
    return _shown(task_id, Entered())


@BLUEPRINT.get("/operations/incidents/<task_id>/diagram")
def diagram(task_id: str) -> ResponseReturnValue:
    """Give the diagram in which the step stands."""
    sheet = incidents.sheet(visit.engine(), task_id, visit.actor())
    compiled = process_definitions.compiled(visit.engine(), sheet.definition_id)
    file = compiled.definition.processes[sheet.incident.process_id].file
    body = definitions.resource_of(visit.engine().store, sheet.definition_id, file)
    return Response(body, mimetype="application/xml")


@BLUEPRINT.post("/operations/incidents/<task_id>/retry")
def retry(task_id: str) -> ResponseReturnValue:
    """Let the step run again."""
    incidents.retry(visit.engine(), task_id, visit.actor())
    return redirect(url_for("operations.page", told="retried"), 303)


@BLUEPRINT.post("/operations/incidents/<task_id>/skip")
def skip(task_id: str) -> ResponseReturnValue:
    """Go on without the step, with the reason."""
    incidents.skip(visit.engine(), task_id, request.form.get("ground", ""), visit.actor())
    return redirect(url_for("operations.page", told="skipped"), 303)


@BLUEPRINT.post("/operations/incidents/<task_id>/give-up")
def give_up(task_id: str) -> ResponseReturnValue:
    """Give the step up, with the reason."""
    incidents.give_up(visit.engine(), task_id, request.form.get("ground", ""), visit.actor())
    return redirect(url_for("operations.page", told="given_up"), 303)


@BLUEPRINT.post("/operations/incidents/<task_id>/correct")
def correct(task_id: str) -> ResponseReturnValue:
    """Correct what the step reads, with the reason, and let it run again."""
    posted, ground = form_pages.posted(_OWN), request.form.get("ground", "")
    sheet = incidents.sheet(visit.engine(), task_id, visit.actor())
    try:
        incidents.correct(visit.engine(), task_id, posted, ground, visit.actor())
    except (InvalidAnswers, InvalidInput) as refusal:
        entered = Entered(form_pages.refused(posted, refusal), ground)
        return _shown(task_id, entered), errors.status_of(refusal)
    return redirect(url_for("instances.page", instance_id=sheet.incident.instance_id), 303)


@BLUEPRINT.post("/operations/incidents/<task_id>/by-hand")
def enter(task_id: str) -> ResponseReturnValue:
    """Enter by hand what the step would have brought, with the reason and the source."""
    posted = form_pages.posted(_OWN)
    evidence = Evidence(request.form.get("ground", ""), request.form.get("source", ""))
    sheet = incidents.sheet(visit.engine(), task_id, visit.actor())
    try:
        entered_results.enter(visit.engine(), task_id, posted, evidence, visit.actor())
    except (InvalidAnswers, InvalidInput) as refusal:
        filling = form_pages.refused(posted, refusal)
        entered = Entered(filling, evidence.ground, evidence.source, by_hand=True)
        return _shown(task_id, entered), errors.status_of(refusal)
    return redirect(url_for("instances.page", instance_id=sheet.incident.instance_id), 303)


def _shown(task_id: str, entered: Entered) -> str:
    actor = visit.actor()
    sheet = incidents.sheet(visit.engine(), task_id, actor)
    if sheet.form is not None:
        facts = {"task": task_id, "element": sheet.incident.element}
        readings.record(visit.engine(), actor, "person_read", sheet.incident.instance_id, facts)
    return render_template("incident.html", page=_page(sheet, entered))


def _page(sheet: IncidentSheet, entered: Entered) -> IncidentPage:
    row, form = sheet.incident, sheet.form
    to_correct = entered.of(by_hand=False)
    case = url_for("instances.page", instance_id=row.instance_id) if form is not None else ""
    return IncidentPage(
        title=_name(sheet),
        facts=_facts(sheet),
        retry_url=url_for("incidents.retry", task_id=row.task_id) if sheet.may_operate else "",
        deeds=_deeds(sheet),
        form=_form(sheet, to_correct) if form is not None and form.fields else None,
        nothing_to_correct=form is not None and not form.fields,
        by_hand=_by_hand(sheet, entered.of(by_hand=True)),
        about_by_hand=words.say(_about_by_hand(sheet), visit.language()),
        case_url=case,
        entered=entered,
        shortest=reasons.SHORTEST,
        longest=reasons.LONGEST,
        diagram=_diagram(sheet),
    )


def _facts(sheet: IncidentSheet) -> tuple[Fact, ...]:
    language, row = visit.language(), sheet.incident
    opened = moments.short(row.opened, visit.now(), language)
    told = {
        "what": words.sentence(row.failure, row.parameters, language),
        "operation": row.operation,
        "case": row.case_no,
        "element": f"{row.element} ({row.process_id})",
        "tries": words.count("operations.attempts", row.attempts, language, at=opened),
    }
    return tuple(
        Fact(key, words.say(f"incident.{key}", language), value) for key, value in told.items()
    )


def _deeds(sheet: IncidentSheet) -> tuple[Deed, ...]:
    language, task_id = visit.language(), sheet.incident.task_id
    deeds = []
    if sheet.may_skip:
        url = url_for("incidents.skip", task_id=task_id)
        label, means = (words.say(f"incident.{key}", language) for key in ("skip", "skip_means"))
        deeds.append(Deed("skip", label, means, url))
    if sheet.may_give_up:
        means = words.say(f"incident.means_{sheet.consequence}", language)
        url = url_for("incidents.give_up", task_id=task_id)
        label = words.say("operations.give_up_now", language)
        deeds.append(Deed("give_up", label, means, url, grave=True))
    return tuple(deeds)


def _form(sheet: IncidentSheet, filling: Filling) -> FormOnPage:
    url = url_for("incidents.correct", task_id=sheet.incident.task_id)
    form = sheet.form
    if form is None:
        return FormOnPage(url)
    entered = {each.key: sheet.context.get(each.key) for each in form.questions}
    kept = Filling({**entered, **filling.values}, filling.refusal)
    return form_pages.build(url, form, sheet.context, kept)


def _by_hand(sheet: IncidentSheet, filling: Filling) -> FormOnPage | None:
    if sheet.by_hand is None:
        return None
    url = url_for("incidents.enter", task_id=sheet.incident.task_id)
    asked = Form(tuple(_worded(each) for each in sheet.by_hand.fields))
    shown = form_pages.build(url, asked, {}, filling)
    # the other form of the page may ask for the same field
    return replace(shown, fields=tuple(replace(each, prefix=_BY_HAND) for each in shown.fields))


def _worded(asked: Field) -> Field:
    """Give the words of an answer that no form of the procedure asks for."""
    key = f"field.{asked.key}"
    return replace(asked, labels={code: words.say(key, code) for code in words.LANGUAGES})


def _about_by_hand(sheet: IncidentSheet) -> str:
    if sheet.never_by_hand:
        return "incident.never_by_hand"
    return "incident.by_hand_means" if sheet.by_hand else "incident.by_hand_elsewhere"


def _diagram(sheet: IncidentSheet) -> dict[str, Any]:
    language, element = visit.language(), sheet.incident.element
    return {
        "diagram": url_for("incidents.diagram", task_id=sheet.incident.task_id),
        "taken": [],
        "cancelled": [],
        "waiting": {},
        "inside": [],
        "late": {element: words.say("incident.failed", language)},
        "language": language,
        "words": words.below("diagram", language),
    }


def _name(sheet: IncidentSheet) -> str:
    compiled = process_definitions.compiled(visit.engine(), sheet.definition_id)
    element = sheet.incident.element
    return words.local(compiled.names.get(element, {}), visit.language(), element)
