"""The population register is down: the filing stands, the clock runs, the outage explains."""

from __future__ import annotations

from engine.commands import outages
from engine.store.queries import incidents as incident_queries
from engine.store.queries import timers as timer_queries
from tests.processes import outage_of_the_register as outage
from tests.processes.office import Case, Office, in_china
from tests.processes.register_line import line_of
from tests.web.browsers import Browser
from web.app import create_app
from web.settings import WebSettings


def asked(case: Case) -> dict[str, int]:
    """Give how often the register was asked in vain, by the element that waits for an operator."""
    found = incident_queries.of_instance(case.office.engine.store, case.id)
    return {one.element: one.attempts for one in found}


def test_a_filing_stands_while_the_register_is_down(office: Office) -> None:
    case = outage.filed_while_it_is_down(office)

    assert in_china(case.answers["submitted_at"]) == "2026-03-10 09:30"
    assert (case.outcome, case.status) == (None, "SUBMITTED")
    # it is tried again before anybody is called
    assert asked(case) == {}


def test_after_all_attempts_in_vain_the_operator_has_an_incident(office: Office) -> None:
    case = outage.given_up_after_the_last_attempt(office)

    assert asked(case) == {"look_up_register": 6}
    assert (case.open, case.outcome) == (set(), None)


def test_a_line_that_comes_back_by_itself_needs_nobody(office: Office) -> None:
    case = outage.filed_while_it_is_down(office)
    line_of(office.engine).cut = False

    case.wait("2026-03-10T09:31")
    office.serve()

    assert asked(case) == {}
    assert case.open == {"check_application"}


def test_the_clock_of_the_check_ran_through_the_outage(office: Office) -> None:
    case = outage.down_until_monday(office)

    dues = {row.element: row.due_at for row in timer_queries.of(office.engine.store, case.id)}
    assert in_china(dues["check_overdue"]) == "2026-03-13 17:00"
    assert in_china(dues["statutory_day_60"]) == "2026-05-09 17:00"
    assert case.fired >= {"check_due_soon", "check_overdue"}
    assert case.open == {"check_application", "explain_breach_station"}


def test_the_outage_explains_the_missed_check(office: Office) -> None:
    case = outage.down_until_monday(office)

    (found,) = outages.explaining(office.engine, timer_queries.of(office.engine.store, case.id))

    assert (found.system, found.note) == ("register", outage.NOTE)


def test_the_case_tells_the_head_of_the_outage(office: Office) -> None:
    case = outage.down_until_monday(office)
    head = Browser(create_app(office.engine, WebSettings(demo=True)).test_client())
    head.sign_in("head")

    page = head.read(f"/instances/{case.id}")

    assert outage.NOTE in page


def test_after_the_outage_the_case_goes_its_usual_way(office: Office) -> None:
    case = outage.made_up_for_after_the_outage(office)

    assert case.open == {"review_application_data"}
    assert asked(case) == {}


def test_the_county_reviews_while_the_acceptance_is_not_yet_recorded(office: Office) -> None:
    case = outage.cut_at_acceptance(office)

    assert case.open == {"review_application_data"}
    assert "review_overdue" in case.armed
