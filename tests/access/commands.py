"""Who may give which command: a row for every command that an actor gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from engine.commands import (
    account_requests,
    accounts,
    alarms,
    applicants,
    calendars,
    dated_settings,
    deployments,
    grants,
    incidents,
    lists,
    one_time_passwords,
    open_sessions,
    organisation,
    outages,
    process_definitions,
    refunds,
    refused_scans,
    returns,
    tills,
    transfers,
    units,
    wall_clocks,
)
from engine.commands.accounts import NewAccount
from engine.commands.applicants import NewApplicant
from engine.commands.dated_settings import SettingText
from engine.commands.lists import Asked
from engine.commands.outages import NewOutage
from engine.core.errors import Conflict, NotFound
from engine.core.people import Actor, Grant
from tests.access.scenes import SECRET, STATION, TEXT, Scene
from tests.commands.decrees import given

Deed = Callable[[Scene, Actor], Any]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: who may give it, and how it is given to find that out."""

    # roles, or words where something else than a role decides
    who: str
    # None where the row only says where else it is tested
    deed: Deed | None = None

    @property
    def roles(self) -> frozenset[str]:
        """Give the roles of a row that has a deed."""
        return frozenset(self.who.split(", "))


CASE = Command("who the case concerns")
OWN = Command("who is signed in, for the own account")
INSIDE = Command("part of other commands")
QUESTION = Command("a question: it changes nothing")
ADMINISTRATOR = "administrator"
GROUND = "the register was down for a day"


def administrators(deed: Deed) -> Command:
    """Make a row for administrators alone."""
    return Command(ADMINISTRATOR, deed)


def about(kind: str, command: Callable[..., Any], *more: Any) -> Deed:
    """Make the deed that gives a command about another subject of a kind."""

    def deed(scene: Scene, actor: Actor) -> None:
        subject = scene.next(kind)
        command(scene.engine, subject, *more, actor)

    return deed


def _new(scene: Scene) -> NewAccount:
    number = scene.numbers["new"] = scene.numbers.get("new", 0) + 1
    return NewAccount(f"new{number}", "New", STATION, SECRET)


def _applicant(scene: Scene) -> NewApplicant:
    return NewApplicant(_new(scene).id, "田秋月", STATION, "not a number")


def _value(scene: Scene) -> SettingText:
    today = scene.engine.clock().date() + timedelta(days=1)
    return SettingText("carriage_days", "6", today.isoformat(), "order")


def _code(scene: Scene) -> str:
    number = scene.numbers["code"] = scene.numbers.get("code", 0) + 1
    return f"520102{number + 300}"


def _outage(scene: Scene) -> NewOutage:
    return NewOutage("register", "520000", GROUND, scene.engine.clock())


def _shown(deed: Callable[..., Any], *given_: Any) -> None:
    """Give a command about what is not there; to who may give it, that is an answer."""
    try:
        deed(*given_)
    except (NotFound, Conflict):
        return


COMMANDS: Mapping[str, Command] = {
    # people
    "accounts.add": administrators(lambda s, a: accounts.add(s.engine, _new(s), a)),
    "accounts.disable": administrators(about("account", accounts.disable)),
    "accounts.reset_password": administrators(about("account", accounts.reset_password, SECRET)),
    "accounts.change_password": OWN,
    "accounts.choose_language": OWN,
    "account_requests.ask_link": Command(ADMINISTRATOR),
    "account_requests.ask_reset": administrators(about("account", account_requests.ask_reset)),
    "account_requests.confirm": Command(ADMINISTRATOR),
    "account_requests.turn_down": Command(ADMINISTRATOR),
    "account_requests.unlink": Command(ADMINISTRATOR),
    "applicants.register": Command(
        "administrator, clerk, window",
        lambda s, a: applicants.register(s.engine, _applicant(s), a),
    ),
    "grants.ask": administrators(about("account", grants.ask, Grant("clerk", STATION))),
    "grants.confirm": administrators(about("grant", grants.confirm)),
    "grants.revoke": administrators(about("grant", grants.revoke)),
    "one_time_passwords.add": administrators(
        lambda s, a: one_time_passwords.add(s.engine, _new(s), a)
    ),
    "one_time_passwords.reset": Command(
        "administrator, head",
        about("account", one_time_passwords.reset),
    ),
    "open_sessions.end": OWN,
    "open_sessions.end_others": administrators(about("account", open_sessions.end_others)),
    "open_sessions.listed": QUESTION,
    "returns.enable": administrators(about("disabled", returns.enable)),
    "transfers.move": administrators(about("account", transfers.move, "520103001")),
    "second_factors.begin": OWN,
    "second_factors.begun": OWN,
    "second_factors.enrol": OWN,
    "second_factors.is_needed": OWN,
    "second_factors.remove": OWN,
    "second_factors.verify": OWN,
    # the office
    "units.add": administrators(lambda s, a: units.add(s.engine, _code(s), TEXT, a)),
    "units.change": administrators(about("station", units.change, 1, TEXT)),
    "units.close": administrators(about("station", units.close)),
    "units.reopen": administrators(about("closed", units.reopen)),
    "organisation.change_setting": administrators(
        lambda s, a: organisation.change_setting(s.engine, "session_idle_minutes", "480", a)
    ),
    "dated_settings.propose": Command(
        "administrator, province", lambda s, a: dated_settings.propose(s.engine, _value(s), a)
    ),
    "dated_settings.approve": Command(
        "administrator, province",
        about("value", dated_settings.approve),
    ),
    "dated_settings.turn_down": Command(
        "administrator, province",
        about("value", dated_settings.turn_down),
    ),
    "calendars.propose": Command(
        "administrator, approver", lambda s, a: calendars.propose(s.engine, given(), a)
    ),
    "calendars.approve": Command(
        "administrator, approver",
        about("decree", calendars.approve, 1),
    ),
    "calendars.turn_down": Command(
        "administrator, approver", about("decree", calendars.turn_down)
    ),
    "calendars.may_approve": QUESTION,
    "calendars.may_see": QUESTION,
    "calendars.preview": QUESTION,
    # definitions
    "process_definitions.deploy": Command(
        "analyst, approver", lambda s, a: process_definitions.deploy(s.engine, {}, a)
    ),
    "process_definitions.save_draft": Command(
        "analyst, approver",
        lambda s, a: process_definitions.save_draft(s.engine, f"{_code(s)}.bpmn", b"x", 0, a),
    ),
    "process_definitions.startable": QUESTION,
    "deployments.take_back": Command(
        "approver",
        lambda s, a: _shown(deployments.take_back, s.engine, "nothing", "postponed", a),
    ),
    "stored_deployments.store": INSIDE,
    # the machine
    "alarms.acknowledge": Command(
        "administrator, operator", lambda s, a: _shown(alarms.acknowledge, s.engine, "nothing", a)
    ),
    "wall_clocks.accept": Command(
        "operator", lambda s, a: _shown(wall_clocks.accept, s.engine, None, a)
    ),
    "outages.record": Command("operator", lambda s, a: outages.record(s.engine, _outage(s), a)),
    "outages.end": Command(
        "operator", lambda s, a: _shown(outages.end, s.engine, "nothing", s.engine.clock(), a)
    ),
    "incidents.retry": Command(
        "operator", lambda s, a: _shown(incidents.retry, s.engine, "nothing", a)
    ),
    "incidents.retry_all": Command(
        "operator", lambda s, a: incidents.retry_all(s.engine, "notices.tell", a)
    ),
    "incidents.skip": Command(
        "operator", lambda s, a: _shown(incidents.skip, s.engine, "nothing", GROUND, a)
    ),
    "incidents.give_up": Command(
        "operator", lambda s, a: _shown(incidents.give_up, s.engine, "nothing", GROUND, a)
    ),
    "incidents.correct": CASE,
    "entered_results.enter": CASE,
    "standing_incidents.overseen": INSIDE,
    "incidents.correctable": QUESTION,
    "incidents.sheet": QUESTION,
    # cases
    "process_instances.start": CASE,
    "process_instances.erase_answer": CASE,
    "user_tasks.claim": CASE,
    "user_tasks.release": CASE,
    "user_tasks.let_go": INSIDE,
    "user_tasks.save_draft": CASE,
    "user_tasks.complete": CASE,
    "assignments.assign": CASE,
    "assignments.take_back": CASE,
    "assignments.candidates": QUESTION,
    "bulk_completions.by_key": CASE,
    "bulk_completions.for_group": CASE,
    "bulk_completions.from_table": CASE,
    "batches.pull": CASE,
    "messages.send": CASE,
    "timers.move": CASE,
    "reopenings.reopen": CASE,
    "reopenings.may_order": QUESTION,
    "reopenings.obstacle": QUESTION,
    "unmasking.unmask": CASE,
    "attachments.open_attachment": CASE,
    "issued_documents.issued": CASE,
    "issued_documents.open_document": CASE,
    "message_sheets.message": CASE,
    "piles.offered": CASE,
    "piles.sheet": CASE,
    "piles.export": CASE,
    "sheets.process_instance": CASE,
    "sheets.seen": CASE,
    "sheets.start": CASE,
    "sheets.task": CASE,
    "notices.opened": OWN,
    "citizens.bind": OWN,
    "tills.of_day": Command(
        "head, window", lambda s, a: tills.of_day(s.engine, STATION, s.engine.clock().date(), a)
    ),
    "tills.export": Command(
        "head, window", lambda s, a: tills.export(s.engine, STATION, s.engine.clock().date(), a)
    ),
    "refunds.ask": CASE,
    "refunds.confirm": Command(
        "head", lambda s, a: _shown(refunds.confirm, s.engine, "nothing", a)
    ),
    "refunds.turn_down": Command(
        "head, window", lambda s, a: _shown(refunds.turn_down, s.engine, "nothing", a)
    ),
    "refunds.may_ask": QUESTION,
    "refunds.refundable": QUESTION,
    "refunds.waiting": QUESTION,
    "unclaimed_tasks.of": QUESTION,
    "refused_scans.listed": Command(
        "courier, dispatcher", lambda s, a: refused_scans.listed(s.engine, a)
    ),
    "lists.show": Command(
        "auditor, head, leader, prefecture, province",
        lambda s, a: lists.show(s.engine, "refusals", Asked(), a),
    ),
    "lists.export": Command(
        "auditor, clerk, head, leader, prefecture, province, window",
        lambda s, a: lists.export(s.engine, "old_cards", Asked(), a),
    ),
    "citizens.bind_at_window": Command("clerk, head, window"),
    # inside
    "administration.ask": INSIDE,
    "administration.may": INSIDE,
    "administration.permit": INSIDE,
    "administration.seal": INSIDE,
    "attempts.count_failure": INSIDE,
    "readings.record": INSIDE,
    "readings.record_export": INSIDE,
}
