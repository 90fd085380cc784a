"""The page of a user task: its form, what is known, in whose hands it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import url_for

from engine.commands import process_definitions
from engine.commands.sheets import TaskSheet
from engine.core.deadlines import Kind
from engine.core.people import Actor
from web import assigning, facts, form_pages, moments, outages, timers, visit, words
from web.assigning import Assigning
from web.deadlines import Deadline
from web.facts import Sight
from web.form_pages import Filling, FormOnPage
from web.pieces import Act, Clock, Fact

_TOLD = {
    "draft_saved": "task.draft_saved",
    "assigned": "task.assigned",
    "taken_back": "task.taken_back",
}


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A user task as its reader sees it."""

    title: str
    process: str
    case_no: str
    back: str
    back_name: str
    # "" where the reader may see the task alone
    instance_url: str
    deadline: Deadline | None
    menu_path: str
    # in whose hands the task is and what one may do about it
    hands: str
    hands_kind: str
    acts: tuple[Act, ...]
    # None for who leads nobody here
    assigning: Assigning | None
    form: FormOnPage
    facts: tuple[Fact, ...]
    clocks: tuple[Clock, ...]
    # outages that explain missed deadlines of the case, () for citizens
    outages: tuple[str, ...]
    told: str


def page(
    sheet: TaskSheet, filling: Filling, seen: Sight | None = None, told: str = ""
) -> TaskPage:
    """Build the page of a task for the guest of this request."""
    language = visit.language()
    return TaskPage(
        title=words.local(sheet.names, language, sheet.element),
        process=words.local(sheet.instance.names, language, sheet.instance.process_id),
        case_no=sheet.instance.case_no,
        back=_list_of(visit.actor()),
        back_name=words.say(_list_name(visit.actor()), language),
        instance_url=_whole(sheet),
        deadline=_deadline(sheet),
        menu_path=words.local(_menu_paths(sheet), language),
        hands=_hands(sheet),
        hands_kind="soon" if sheet.ended is not None else "",
        acts=_acts(sheet),
        assigning=assigning.of(sheet),
        form=_form(sheet, filling),
        facts=facts.facts(sheet.facts, sheet.fields, seen or sight(sheet), sheet.form.facts),
        clocks=timers.clocks(sheet.timers, sheet.elements, {sheet.element}),
        outages=outages.explaining(sheet.timers) if visit.is_staff(visit.actor()) else (),
        told=words.say(_TOLD[told], language) if told in _TOLD else "",
    )


def after(actor: Actor) -> str:
    """Give the address to go to when a task is done."""
    if visit.is_staff(actor):
        return url_for("desk.inbox", told="done")
    return url_for("applicant.applications")


def sight(sheet: TaskSheet) -> Sight:
    """Tell what the guest may see: everything as holder or on their own case."""
    actor = visit.actor()
    own = sheet.instance.started_by == actor.id
    holds = sheet.holder == actor.id and sheet.ended is None
    shows = "" if own else url_for("desk.show", task_id=sheet.task_id)
    return Sight(full=own or holds, shows=shows)


def _whole(sheet: TaskSheet) -> str:
    if not sheet.whole:
        return ""
    return url_for("instances.page", instance_id=sheet.instance.id)


def _list_of(actor: Actor) -> str:
    return url_for("desk.inbox" if visit.is_staff(actor) else "applicant.applications")


def _list_name(actor: Actor) -> str:
    return "place.inbox" if visit.is_staff(actor) else "place.applications"


def _deadline(sheet: TaskSheet) -> Deadline | None:
    if sheet.ended is not None:
        return None
    # the days of reminders are all that some tasks have
    running = (row for row in sheet.timers if row.activity == sheet.element and not row.ended_at)
    own = [row for row in running if row.kind != Kind.UNCLAIMED]
    reminders = own if all(row.kind == Kind.REMINDER for row in own) else []
    row = max(reminders, key=lambda each: each.due_at, default=sheet.deadline)
    if row is None:
        return None
    compiled = process_definitions.compiled(visit.engine(), sheet.instance.definition_id)
    return timers.of_task(compiled, row, (sheet.process_id, sheet.element))


def _menu_paths(sheet: TaskSheet) -> dict[str, str]:
    found = {"en": sheet.properties.get("menuPath", "")}
    for language in words.LANGUAGES:
        found[language] = sheet.properties.get(f"menuPath:{language}", found["en"])
    return found


def _hands(sheet: TaskSheet) -> str:
    language = visit.language()
    if sheet.ended is not None:
        at = moments.short(sheet.ended, visit.now(), language)
        key = "withdrawn" if sheet.ending == "withdrawn" else "ended"
        return words.say(f"task.{key}", language, at=at)
    if sheet.holder == visit.actor().id:
        return words.say("task.yours", language)
    if sheet.holder is None:
        shared = sheet.may_act and visit.is_staff(visit.actor())
        return words.say("task.free", language) if shared else ""
    at = moments.short(sheet.held, visit.now(), language) if sheet.held else ""
    return words.say("task.held", language, name=sheet.holder_name or sheet.holder, at=at)


def _acts(sheet: TaskSheet) -> tuple[Act, ...]:
    if sheet.ended is not None or not sheet.may_act:
        return ()
    if sheet.holder is None:
        # nobody else could take what is asked of a citizen
        return (_act("claim", sheet),) if visit.is_staff(visit.actor()) else ()
    return (_act("release", sheet),) if sheet.holder == visit.actor().id else ()


def _act(name: str, sheet: TaskSheet) -> Act:
    url = url_for(f"desk.{name}", task_id=sheet.task_id)
    return Act(name, words.say(f"inbox.{name}", visit.language()), url)


def _form(sheet: TaskSheet, filling: Filling) -> FormOnPage:
    url = url_for("desk.complete", task_id=sheet.task_id)
    mine = sheet.holder in (None, visit.actor().id)
    if sheet.ended is not None or not (sheet.may_act and mine):
        return FormOnPage(url, problems=filling.problems, conflict=filling.conflict)
    return replace(form_pages.build(url, sheet.form, sheet.context, filling), saves=True)
