"""Exceptions at the county: wrong county, questions, suspicion, a wrong register (E3–E6)."""

from __future__ import annotations

import pytest

from tests.processes import exceptions_at_the_county as county
from tests.processes import exceptions_from_outside as outside
from tests.processes import scenarios
from tests.processes.exceptions_at_acceptance import CLEARED
from tests.processes.office import Office

# -- E3: whose household -----------------------------------------------------------------------


def test_an_application_of_another_county_goes_there(office: Office) -> None:
    case = county.sent_to_another_county(office)

    assert case.units == {"review_application_data": ("reviewer", "522601")}


def test_the_other_county_has_three_working_days_of_its_own(office: Office) -> None:
    case = scenarios.accepted(office).wait("2026-03-12T10:00")

    county.review(case, **county.NOT_OURS, hukou_division="522601")

    assert case.armed["review_overdue"] == "2026-03-17 17:00"
    assert case.armed["statutory_day_60"] == "2026-05-09 17:00"


def test_a_household_that_two_counties_deny_is_decided_by_the_province(office: Office) -> None:
    case = county.disputed(office)

    assert case.units == {"decide_household_county": ("province", "520000")}


def test_the_county_that_the_province_names_reviews(office: Office) -> None:
    case = county.disputed_and_decided(office)

    assert case.open == {"receive_production_data"}


# -- back to the station -----------------------------------------------------------------------


def test_the_station_answers_the_county_while_its_clock_runs(office: Office) -> None:
    case = county.asked_the_station(office)

    assert case.units == {"answer_the_county": ("clerk", "520102001")}
    assert case.armed["answer_due"] == "2026-03-13 17:00"


def test_the_station_is_reminded_of_an_open_question(office: Office) -> None:
    case = county.station_answered_late(office)

    assert ("clerk", "remind_to_answer") in case.notices
    assert case.open >= {"receive_production_data"}


# -- E4: suspicion -----------------------------------------------------------------------------


def test_the_clock_of_the_review_stands_still_during_an_investigation(office: Office) -> None:
    case = county.suspected_in_review(office).wait("2026-03-12T10:00")

    case.complete("investigate_suspicion", **CLEARED)

    # two of the three working days went by during the investigation
    assert case.armed["review_overdue"] == "2026-03-17 17:00"


def test_fraud_confirmed_in_review_is_a_refusal(office: Office) -> None:
    case = county.suspicion_in_review_confirmed(office)

    assert (case.outcome, case.status) == ("application_returned", "RETURNED")
    assert case.answers["refusal_advice"]["en"]


# -- E6: the register is wrong -----------------------------------------------------------------


def test_the_applicant_is_told_what_to_correct(office: Office) -> None:
    case = county.register_wrong(office)

    assert ("applicant", "tell_register_error") in case.notices
    assert case.open == set()
    assert "register_was_corrected" in case.awaited


def test_a_corrected_register_brings_the_case_back_to_the_reviewer(office: Office) -> None:
    case, _ = outside.register_tells(county.register_wrong(office), "CORRECTED")

    assert case.open == {"review_application_data"}


def test_the_correction_of_somebody_elses_entry_changes_nothing(office: Office) -> None:
    case = county.register_wrong(office)

    office.begin(
        "register_change",
        "reviewer",
        id_number="520199200603151015",
        change_kind="CORRECTED",
        change_ground=outside.GROUND,
    )

    assert case.open == set()


def test_a_correction_that_takes_thirty_working_days_gives_the_leader_a_task(
    office: Office,
) -> None:
    case = county.register_wrong(office).wait("2026-04-22T17:00")

    assert case.units["chase_correction"] == ("leader", "520102")


def test_a_correction_that_never_comes_ends_with_reason_and_remedies(office: Office) -> None:
    case = county.register_never_corrected(office)

    assert case.status == "RETURNED"
    assert ("applicant", "tell_register_not_corrected") in case.notices
    assert case.answers["refusal_remedies"]["zh-Hans"]


# -- E1: withdrawn while the county waits ------------------------------------------------------


@pytest.mark.parametrize(
    "way",
    [
        county.withdrawn_while_the_station_answers,
        county.withdrawn_while_the_county_is_unclear,
        county.withdrawn_during_the_correction,
    ],
)
def test_a_withdrawal_ends_the_case_whatever_the_county_waits_for(
    office: Office, way: scenarios.Way
) -> None:
    case = way(office)

    assert (case.outcome, case.status) == ("application_withdrawn", "WITHDRAWN")
    assert (case.open, case.armed, case.awaited) == (set(), {}, {})
