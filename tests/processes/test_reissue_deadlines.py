"""Whom a deadline calls when it comes near and when it is missed."""

from __future__ import annotations

import pytest

from engine.commands import user_tasks
from tests.processes import scenarios
from tests.processes.office import Office, actor
from tests.processes.scenarios import EXPLANATION, Way


def test_a_missed_check_gives_the_head_a_task(office: Office) -> None:
    case = office.apply().wait("2026-03-13T17:00")

    assert case.units == {
        "check_application": ("clerk", "520102001"),
        "explain_breach_station": ("head", "520102001"),
    }


def test_a_missed_review_gives_the_leader_a_task(office: Office) -> None:
    case = scenarios.accepted(office).wait("2026-03-13T17:00")

    assert case.units["explain_breach_county"] == ("leader", "520102")


def test_missed_production_gives_the_director_a_task(office: Office) -> None:
    case = scenarios.in_production(office).wait("2026-03-13T17:00")

    assert case.units["explain_breach_centre"] == ("director", "520000")


def test_a_missed_deadline_is_regretted_to_the_applicant(office: Office) -> None:
    case = office.apply().wait("2026-03-13T17:00")

    assert ("applicant", "apologise_to_applicant") in case.notices


def test_a_reminder_reaches_the_clerk_and_the_head_as_the_day_before_opens(
    office: Office,
) -> None:
    case = office.apply().wait("2026-03-12T09:00")

    assert {("clerk", "remind_to_check"), ("head", "remind_to_check")} <= case.notices
    assert case.open == {"check_application"}


def test_a_reminder_reaches_who_holds_the_task_and_the_head(office: Office) -> None:
    case = scenarios.accepted(office, sampled=True)
    case.complete("review_application_data", rev_decision="SIGN")
    user_tasks.claim(office.engine, case.open_tasks["sign_off"]["id"], actor("signer"))

    case.wait("2026-03-12T09:00")

    assert {who for who, kind in case.notices if kind == "remind_to_review"} == {
        "signer",
        "leader",
    }


def test_a_reminder_of_the_making_reaches_who_checks_the_card(office: Office) -> None:
    case = scenarios.in_production(office).complete("produce_card", card_serial=scenarios.serial())

    case.wait("2026-03-12T09:00")

    assert {who for who, kind in case.notices if kind == "remind_to_produce"} == {
        "inspector",
        "director",
    }


@pytest.mark.parametrize(
    ("way", "head", "kind"),
    [
        (Office.apply, "head", "remind_to_assign_check"),
        (scenarios.accepted, "leader", "remind_to_assign_review"),
        (scenarios.in_production, "director", "remind_to_assign_production"),
    ],
)
def test_what_nobody_takes_for_a_working_day_is_brought_to_the_head(
    office: Office, way: Way, head: str, kind: str
) -> None:
    case = way(office).wait("2026-03-11T16:59")
    before = case.notices

    case.wait("2026-03-11T17:00")

    assert {told for told in case.notices - before if told[1] == kind} == {(head, kind)}


def test_what_somebody_has_taken_is_not_brought_to_the_head(office: Office) -> None:
    case = office.apply()
    user_tasks.claim(office.engine, case.open_tasks["check_application"]["id"], actor("clerk"))

    case.wait("2026-03-13T17:00")
    case.complete("check_application", by="clerk", pre_decision="PASS")

    assert ("head", "remind_to_assign_check") not in case.notices
    assert "check_untaken" not in {element for element, _ in case.path}
    assert "check_overdue" in case.fired
    assert case.open == {"explain_breach_station", "review_application_data"}


def test_what_was_given_back_is_brought_to_the_head(office: Office) -> None:
    case = office.apply()
    task = case.open_tasks["check_application"]["id"]
    user_tasks.claim(office.engine, task, actor("clerk"))
    user_tasks.release(office.engine, task, actor("clerk"))

    case.wait("2026-03-11T17:00")

    assert ("head", "remind_to_assign_check") in case.notices


def test_a_task_that_was_untaken_is_still_the_clerks(office: Office) -> None:
    case = office.apply().wait("2026-03-11T17:00")

    case.complete("check_application", pre_decision="PASS")

    assert case.open == {"review_application_data"}


def test_a_silent_head_brings_the_prefecture_after_a_working_day(office: Office) -> None:
    case = office.apply().wait("2026-03-16T17:00")

    assert case.units["escalate_prefecture"] == ("prefecture", "520100")
    assert "escalate_province" not in case.open


def test_a_silent_head_brings_the_province_after_three_working_days(office: Office) -> None:
    case = office.apply().wait("2026-03-18T17:00")

    assert case.units["escalate_province"] == ("province", "520000")


def test_an_explanation_ends_the_ladder(office: Office) -> None:
    case = scenarios.late_station(office).wait("2026-03-20T17:00")

    assert case.open == {"check_application"}


def test_work_goes_on_after_a_missed_deadline(office: Office) -> None:
    case = office.apply().wait("2026-03-13T17:00")

    case.complete("check_application", pre_decision="PASS")

    assert case.open == {"explain_breach_station", "review_application_data"}


def test_a_waiting_card_is_reminded_of(office: Office) -> None:
    case = scenarios.arrived(office).wait("2026-03-31T17:00")

    assert ("applicant", "remind_to_collect") in case.notices


def test_nobody_is_reminded_of_a_card_that_is_not_there(office: Office) -> None:
    case = scenarios.sent(office).wait("2026-04-15T17:00")

    assert ("applicant", "remind_to_collect") not in case.notices


def test_an_uncollected_card_is_put_away_and_may_still_be_collected(office: Office) -> None:
    case = scenarios.arrived(office).wait("2026-04-22T17:00")

    assert case.open == {"keep_uncollected_card", "hand_over_card"}
    assert case.status == "OVERDUE"


def test_a_card_that_never_came_is_not_the_applicants_fault(office: Office) -> None:
    case = scenarios.sent(office).wait("2026-04-22T17:00")

    assert case.open == {"register_arrival", "ask_the_courier", "explain_breach_station"}
    assert ("applicant", "tell_overdue") not in case.notices


def test_a_settled_case_breaks_no_clock_while_an_explanation_is_owed(office: Office) -> None:
    case = scenarios.collected_but_a_delay_unexplained(office)

    assert (case.outcome, case.status) == ("card_collected", "COLLECTED")
    assert "handle_statutory_breach" not in {element for element, _ in case.path}


def test_sixty_days_without_a_card_break_the_law(office: Office) -> None:
    case = office.apply().complete("check_application", pre_decision="PASS")
    case.wait("2026-05-08T17:00").complete("explain_breach_county", **EXPLANATION)

    case.wait("2026-05-09T17:00")

    assert case.open >= {"explain_breach_station"}


def test_the_law_speaks_on_days_30_45_and_55(office: Office) -> None:
    case = scenarios.sixty_days(office)

    assert case.notices >= {
        ("head", "warn_units_of_day_30"),
        ("leader", "warn_units_of_day_30"),
        ("prefecture", "warn_prefecture_of_day_45"),
        ("province", "warn_province_of_day_55"),
    }
