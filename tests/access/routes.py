"""Who may ask what of the pages: a row for every route, held against what the server does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tests.access.scenes import PERSONAS, STATION


class Door(StrEnum):
    """Who a route lets in."""

    EVERYBODY = "everybody"
    SIGNED_IN = "who is signed in"
    # unknown subjects are hidden from all, known ones from who is not concerned
    CASE = "who the case concerns"
    TOKEN = "a system with its token"
    ROLES = "roles"


@dataclass(frozen=True, slots=True)
class Row:
    """One route: its door, and the subject that a request is about."""

    door: Door
    roles: frozenset[str] = frozenset()
    # parameters of the address: a kind of subject of the scene, or `=` and the text itself
    subject: Mapping[str, str] = field(default_factory=dict)
    # nobody knows the subject: who may act is told that it is not there
    hidden: bool = False
    # what is posted, written as `subject` is
    form: Mapping[str, str] = field(default_factory=dict)

    def lets_in(self, persona: str) -> bool:
        """Tell whether somebody comes through the door; "" for who is not signed in."""
        if self.door is Door.ROLES:
            return persona in self.roles
        return self.door in {Door.EVERYBODY, Door.TOKEN} or persona in PERSONAS

    def posting(self, **form: str) -> Row:
        """Make the row whose request posts these fields."""
        return replace(self, form=form)


def by(*roles: str, hidden: bool = False, **subject: str) -> Row:
    """Make a row for roles."""
    return Row(Door.ROLES, frozenset(roles), subject, hidden)


def case(**subject: str) -> Row:
    """Make a row for what a case is asked for; tests/faults holds the matrix of its tasks."""
    return Row(Door.CASE, subject={name: f"={text}" for name, text in subject.items()})


ANYBODY, SIGNED_IN, TOKEN = Row(Door.EVERYBODY), Row(Door.SIGNED_IN), Row(Door.TOKEN)
ADMINISTRATOR = by("administrator")
CALENDARS = ("administrator", "approver")
SETTINGS = ("administrator", "province")
STUDIO = ("analyst", "approver")
MACHINE = ("administrator", "operator")
WINDOW = ("administrator", "clerk", "window")
LISTS = ("auditor", "head", "leader", "prefecture", "province")
FINDERS = (*LISTS, "auxiliary", "clerk", "director", "reviewer", "signer", "window")
PILE = {"process_id": "nothing", "element": "nothing"}
FILE = "=permit.bpmn"
AT = f"={STATION}"
GROUND = "=the register was down for a day"
OUTAGE = {"begun": "=2026-03-16T08:00", "system": "=register", "note": GROUND, "unit": "=520000"}

# by endpoint
ROUTES: Mapping[str, Row] = {
    "static": Row(Door.EVERYBODY, subject={"filename": "=page.css"}),
    "start.page": ANYBODY,
    "start.language": ANYBODY,
    "catalogue.page": ANYBODY,
    "guide.page": Row(Door.EVERYBODY, subject={"process_id": "=permit"}),
    "operations.healthz": ANYBODY,
    "operations.readyz": ANYBODY,
    "metrics.page": TOKEN,
    "courier.scans": TOKEN,
    # signing in, and what belongs to one's own account
    "sign_in.page": ANYBODY,
    "sign_in.sign_in": ANYBODY,
    "sign_in.sign_out": SIGNED_IN,
    "second_factor.code": ANYBODY,
    "second_factor.verify": ANYBODY,
    "second_factor.page": SIGNED_IN,
    "second_factor.begin": SIGNED_IN,
    "second_factor.enrol": SIGNED_IN,
    "second_factor.remove": SIGNED_IN,
    "outside.there": ANYBODY,
    "outside.back": ANYBODY,
    "own_sessions.page": SIGNED_IN,
    "own_sessions.end": Row(Door.SIGNED_IN, subject={"session_id": "=nothing"}, hidden=True),
    "own_sessions.end_others": SIGNED_IN,
    "people.password_form": SIGNED_IN,
    "people.password": SIGNED_IN.posting(old="=ventanilla", new="=short"),
    "notices.page": SIGNED_IN,
    # applying
    "applicant.startable": ANYBODY,
    "applicant.form": by("applicant", process_id="=permit"),
    "applicant.apply": by("applicant", process_id="=permit"),
    "applicant.applications": SIGNED_IN,
    "applicants.page": by(*WINDOW),
    "applicants.register": by(*WINDOW).posting(unit=AT),
    "citizens.register_form": ANYBODY,
    "citizens.register": ANYBODY,
    "citizens.real_name": SIGNED_IN,
    "citizens.bind": SIGNED_IN,
    "citizens.bind_at_window": by("clerk", "window"),
    # cases and their tasks
    "desk.inbox": SIGNED_IN,
    "desk.task": case(task_id="nothing"),
    "desk.complete": case(task_id="nothing"),
    "desk.claim": case(task_id="nothing"),
    "desk.release": case(task_id="nothing"),
    "desk.assign": case(task_id="nothing"),
    "desk.take_back": case(task_id="nothing"),
    "desk.show": case(task_id="nothing"),
    "bulk.page": SIGNED_IN,
    "bulk.pile": case(**PILE),
    "bulk.table": case(**PILE),
    "bulk.group": case(**PILE),
    "bulk.pull": case(**PILE),
    "bulk.scan": case(**PILE),
    "bulk.fill": case(**PILE),
    "till.page": by("window", "head"),
    "till.table": by("window", "head"),
    "refunds.page": case(instance_id="nothing"),
    "refunds.ask": case(instance_id="nothing"),
    "refunds.confirm": by("head", hidden=True, refund_id="=nothing"),
    "refunds.turn_down": by("head", "window", hidden=True, refund_id="=nothing"),
    "lists.page": by(*LISTS, "clerk", "director", "window"),
    "lists.listed": by(*LISTS, name="=refusals"),
    "lists.table": by(*LISTS, "clerk", "window", name="=old_cards"),
    "instances.listed": by("auditor", "province"),
    "instances.find": by(*FINDERS),
    "instances.page": case(instance_id="nothing"),
    "instances.diagram": case(instance_id="nothing"),
    "instances.show": case(instance_id="nothing"),
    "instances.message": case(message_id="nothing"),
    "instances.send": case(message_id="nothing"),
    "reopenings.page": case(instance_id="nothing"),
    "reopenings.reopen": case(instance_id="nothing").posting(ground=GROUND),
    "attachments.body": case(attachment_id="nothing"),
    "documents.document": case(instance_id="nothing", seq="1", kind="nothing"),
    # calendars, settings, units
    "calendars.page": by(*CALENDARS),
    "calendars.propose": by(*CALENDARS),
    "calendars.proposal": by(*CALENDARS, proposal_id="decree"),
    "calendars.approve": by(*CALENDARS, proposal_id="decree"),
    "calendars.turn_down": by(*CALENDARS, proposal_id="decree"),
    "office_settings.page": by(*SETTINGS),
    "office_settings.propose": by(*SETTINGS),
    "office_settings.approve": by(*SETTINGS, proposal_id="value"),
    "office_settings.turn_down": by(*SETTINGS, proposal_id="value"),
    "office_units.page": ADMINISTRATOR,
    "office_units.add": ADMINISTRATOR.posting(code="=520102555"),
    "office_units.unit": by("administrator", code="station"),
    "office_units.change": by("administrator", code="station"),
    "office_units.close": by("administrator", code="station"),
    "office_units.reopen": by("administrator", code="closed"),
    # people
    "people.page": ADMINISTRATOR,
    "people.add": ADMINISTRATOR.posting(unit=AT),
    "people.ask": ADMINISTRATOR.posting(account="account", unit=AT, role="=clerk"),
    "people.confirm": by("administrator", grant_id="grant"),
    "people.turn_down": by("administrator", grant_id="grant"),
    "people.confirm_request": by("administrator", hidden=True, request_id="=nothing"),
    "people.turn_down_request": by("administrator", hidden=True, request_id="=nothing"),
    "people.link": by("administrator", hidden=True, identity_id="=nothing"),
    "people.disable": by("administrator", account_id="account"),
    "people.enable": by("administrator", account_id="disabled"),
    "person.page": by("administrator", account_id="account"),
    "person.move": by("administrator", account_id="account").posting(unit="=520103001"),
    "person.one_time_password": by("administrator", "head", account_id="account"),
    "person.reset_second_factor": by("administrator", account_id="account"),
    "person.end_session": by(
        "administrator", hidden=True, account_id="account", session_id="=nothing"
    ),
    "person.end_sessions": by("administrator", account_id="account"),
    "person.unlink": by(
        "administrator", hidden=True, account_id="account", identity_id="=nothing"
    ),
    "colleagues.page": by("head", "leader", "director"),
    # the studio
    "studio.definitions": by(*STUDIO),
    "studio.new_diagram": by(*STUDIO),
    "studio.check": by(*STUDIO, name=FILE),
    "studio.deploy": by(*STUDIO, name=FILE),
    "studio.diagram": by(*STUDIO, name=FILE),
    "studio.file": by(*STUDIO, name=FILE),
    "studio.save": by(*STUDIO, name=FILE),
    "studio.form": by(*STUDIO, process_id="=permit", element="=check"),
    "studio.versions": by(*STUDIO, process_id="=permit"),
    "studio.take_back": by("approver", hidden=True, deployment_id="=nothing").posting(
        reason="=postponed"
    ),
    "studio_decisions.new": by(*STUDIO),
    "studio_decisions.page": by(*STUDIO, hidden=True, name="=nothing.dmn"),
    "studio_decisions.trials": by(*STUDIO, hidden=True, name="=nothing.dmn"),
    "studio_decisions.try_out": by(*STUDIO, hidden=True, name="=nothing.dmn"),
    # the machine
    "operations.page": by(*MACHINE),
    "operations.accept_clock": by("operator"),
    "operations.retry_all": by("operator"),
    "operations.acknowledge": by(*MACHINE, hidden=True, alarm_id="=nothing"),
    "outages.record": by("operator").posting(**OUTAGE),
    "outages.end": by("operator", hidden=True, outage_id="=nothing"),
    # who oversees the case may see what failed in it, and correct it
    "incidents.page": case(task_id="nothing"),
    "incidents.diagram": case(task_id="nothing"),
    "incidents.correct": case(task_id="nothing").posting(ground=GROUND),
    "incidents.enter": case(task_id="nothing").posting(ground=GROUND, source=GROUND),
    "incidents.retry": by("operator", hidden=True, task_id="=nothing"),
    "incidents.skip": by("operator", hidden=True, task_id="=nothing").posting(ground=GROUND),
    "incidents.give_up": by("operator", hidden=True, task_id="=nothing").posting(ground=GROUND),
}
