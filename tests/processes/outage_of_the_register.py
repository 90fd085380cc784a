"""The population register is down (E21): what people do until it answers again."""

from __future__ import annotations

from datetime import datetime, timedelta

from engine.commands import incidents, outages
from engine.commands.outages import NewOutage
from engine.core import instants
from engine.store.queries import incidents as incident_queries
from tasks.handlers import HANDLERS
from tests.processes.office import LOSS, Case, Office, actor
from tests.processes.register_line import line_of
from tests.processes.scenarios import EXPLANATION

CUT_SINCE = datetime(2026, 3, 10, 9, 0, tzinfo=instants.ZONE)
NOTE = "省级人口系统网络中断，已报修。"
OPERATOR = actor("operator")


def filed_while_it_is_down(office: Office) -> Case:
    """The citizen files on Tuesday morning, when the register does not answer."""
    line_of(office.engine).cut = True
    return office.begin("reissue", "applicant", **LOSS)


def given_up_after_the_last_attempt(office: Office) -> Case:
    """The office asks again and again, then leaves it to the operator."""
    case = filed_while_it_is_down(office)
    for seconds in HANDLERS["population_register.look_up"].retries:
        office.clock.at += timedelta(seconds=seconds)
        office.serve()
    return case


def down_until_monday(office: Office) -> Case:
    """The register answers again after the check was due; the operator has it asked again."""
    case = given_up_after_the_last_attempt(office)
    new = NewOutage("register", "520000", NOTE, begun=CUT_SINCE)
    outage = outages.record(office.engine, new, OPERATOR)
    case.wait("2026-03-16T10:00")
    line_of(office.engine).cut = False
    outages.end(office.engine, outage, office.clock(), OPERATOR)
    (incident,) = incident_queries.of_instance(office.engine.store, case.id)
    incidents.retry(office.engine, incident.task_id, OPERATOR)
    office.serve()
    return case.wait("2026-03-16T10:05")


def made_up_for_after_the_outage(office: Office) -> Case:
    """The station checks at once, its head names the outage, and the case goes its usual way."""
    case = down_until_monday(office)
    case.complete(
        "explain_breach_station",
        **{**EXPLANATION, "breach_cause": "OUTAGE", "breach_explanation": NOTE},
    )
    return case.complete("check_application", pre_decision="PASS")


def cut_at_acceptance(office: Office) -> Case:
    """The register goes down after the case was filed: the county reviews all the same."""
    case = office.apply()
    line_of(office.engine).cut = True
    return case.complete("check_application", pre_decision="PASS")


WAYS = (made_up_for_after_the_outage,)
