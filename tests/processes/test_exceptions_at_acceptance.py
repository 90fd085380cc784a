"""Exceptions at the station, as the office meets them: supplements, suspicion, wishes (E2–E5)."""

from __future__ import annotations

import pytest

from engine.core.errors import Conflict, InvalidAnswers, NotFound, NotPermitted
from forms import documents
from tests.processes import exceptions_at_acceptance as acceptance
from tests.processes import scenarios
from tests.processes.exceptions_at_the_county import review
from tests.processes.office import PROCESSES, Office
from tests.processes.refusals import refused_fields

# -- E2: one complete list ---------------------------------------------------------------------


def test_a_second_request_for_a_supplement_needs_the_head(office: Office) -> None:
    case = acceptance.asked_a_second_time(office)

    assert case.units == {"approve_second_supplement": ("head", "520102001")}
    assert case.status == "SUBMITTED"


def test_an_approved_second_request_goes_to_the_applicant(office: Office) -> None:
    case = acceptance.asked_a_second_time(office)

    case.complete(
        "approve_second_supplement",
        second_supplement="APPROVE",
        second_supplement_note="首次未发现相片问题。",
    )

    assert (case.open, case.status) == ({"supplement_application"}, "SUPPLEMENT")


def test_a_declined_second_request_leaves_the_decision_to_the_clerk(office: Office) -> None:
    case = acceptance.asked_a_second_time(office)

    case.complete(
        "approve_second_supplement",
        second_supplement="DECLINE",
        second_supplement_note="应一次性告知，按现有材料决定。",
    )

    assert case.open == {"check_application"}


# -- another office ----------------------------------------------------------------------------


def test_an_application_of_another_office_is_no_refusal(office: Office) -> None:
    case = acceptance.sent_to_another_office(office)

    assert (case.outcome, case.status) == ("application_closed", "CLOSED")
    assert ("applicant", "tell_redirected") in case.notices


# -- E4: suspicion -----------------------------------------------------------------------------


def test_a_suspicion_goes_to_the_investigator_and_the_applicant_sees_a_check(
    office: Office,
) -> None:
    case = acceptance.suspected_at_acceptance(office)

    assert case.units == {"investigate_suspicion": ("investigator", "520102")}
    assert case.status == "VERIFYING"


def test_the_statutory_clock_runs_on_during_an_investigation(office: Office) -> None:
    case = acceptance.suspected_at_acceptance(office)

    assert case.armed["statutory_day_60"] == "2026-05-09 17:00"
    assert "check_overdue" not in case.armed


def test_a_silent_investigator_is_asked_after_ten_working_days(office: Office) -> None:
    case = acceptance.suspected_at_acceptance(office).wait("2026-03-24T17:00")

    assert ("investigator", "remind_to_investigate") in case.notices
    assert ("applicant", "remind_to_investigate") not in case.notices


def test_a_cleared_suspicion_leads_back_to_the_clerk_with_a_new_clock(office: Office) -> None:
    case = acceptance.suspected_at_acceptance(office).wait("2026-03-12T10:00")

    case.complete("investigate_suspicion", **acceptance.CLEARED)

    assert (case.open, case.status) == ({"check_application"}, "SUBMITTED")
    assert case.armed["check_overdue"] == "2026-03-17 17:00"


def test_confirmed_fraud_ends_the_case_with_reason_and_remedies(office: Office) -> None:
    case = acceptance.suspicion_at_acceptance_confirmed(office)

    assert (case.outcome, case.status) == ("application_returned", "RETURNED")
    assert ("applicant", "tell_refused_after_investigation") in case.notices
    assert case.answers["refusal_remedies"].keys() == {"en", "zh-Hans", "es"}


# -- E1 during E4: the investigation is never cancelled ----------------------------------------


def test_a_withdrawal_during_an_investigation_waits_for_its_finding(office: Office) -> None:
    case = acceptance.suspected_at_acceptance(office)

    case.send("withdrawal_noted", withdrawal_reason="不想办了。")

    assert (case.open, case.outcome) == ({"investigate_suspicion"}, None)
    assert "withdrawn_at" not in case.answers


def test_a_withdrawal_takes_effect_once_the_suspicion_is_cleared(office: Office) -> None:
    case = acceptance.withdrawn_during_investigation(office)

    assert (case.outcome, case.status) == ("application_withdrawn", "WITHDRAWN")


def test_confirmed_fraud_is_refused_though_the_applicant_has_withdrawn(office: Office) -> None:
    case = acceptance.suspected_at_acceptance(office).send("withdrawal_noted")

    case.complete("investigate_suspicion", **acceptance.CONFIRMED)

    assert case.status == "RETURNED"


# -- E22: another way of delivery --------------------------------------------------------------


def test_the_delivery_may_be_changed_until_the_centre_has_the_data(office: Office) -> None:
    case = acceptance.delivery_changed(office)

    assert case.answers["delivery_method"] == "MAIL"
    assert case.open == {"review_application_data"}


def test_the_delivery_stays_once_the_centre_has_the_data(office: Office) -> None:
    case = scenarios.in_production(office)

    with pytest.raises(Conflict) as refused:
        case.send("delivery_changed", delivery_method="PICKUP")

    assert refused.value.code == "message_not_now"


# -- E13: a temporary card ---------------------------------------------------------------------


def test_a_temporary_card_is_issued_beside_the_case(office: Office) -> None:
    case = acceptance.temporary_card_wanted(office)

    assert case.units == {
        "review_application_data": ("reviewer", "520102"),
        "issue_the_temporary_card": ("window", "520102001"),
    }


def test_the_last_day_and_the_fee_of_a_temporary_card_are_worked_out(office: Office) -> None:
    answers = acceptance.temporary_card_issued(office).answers

    assert answers["temporary_card_at"].startswith("2026-03-10")
    assert (answers["temp_valid_until"], answers["temp_fee_amount"]) == ("2026-06-10", 10)


def test_a_temporary_card_is_valid_until_no_other_day(office: Office) -> None:
    case = acceptance.temporary_card_wanted(office)

    with pytest.raises(InvalidAnswers) as refused:
        case.complete(
            "issue_the_temporary_card",
            temp_decision="ISSUED",
            temporary_card_serial="LS0001",
            temp_valid_until="2020-01-01",
            temp_receipt_no="SJ-0001",
        )

    assert refused_fields(refused) == {"temp_valid_until": "answer_computed"}
    assert "issue_the_temporary_card" in case.open


def test_the_receipt_of_a_temporary_card_names_its_last_day_and_the_fee(office: Office) -> None:
    answers = acceptance.temporary_card_issued(office).answers
    body = (PROCESSES / "documents" / "temporary_card_receipt.toml").read_text()
    template = documents.read("temporary_card_receipt", body)

    paragraphs = documents.told(template, answers)

    values = {name: str(value) for name, value in answers.items()}
    text = " ".join(documents.filled(each["en"], values) for each in paragraphs)
    assert "valid until 2026-06-10" in text
    assert "10 yuan was paid; receipt SJ-0001" in text
    assert {"temp_valid_until", "temp_fee_amount", "temp_receipt_no"} <= set(template.facts)


def test_a_temporary_card_is_asked_for_once(office: Office) -> None:
    case = acceptance.temporary_card_issued(office)

    with pytest.raises(Conflict) as refused:
        case.send("temporary_card_requested", temp_reason="EXAM", temp_photo_ack="true")

    assert refused.value.code == "message_not_now"


def test_nobody_asks_for_a_temporary_card_before_acceptance(office: Office) -> None:
    case = office.apply()

    with pytest.raises((Conflict, NotFound, NotPermitted)):
        case.send("temporary_card_requested", temp_reason="EXAM", temp_photo_ack="true")

    assert case.open == {"check_application"}


def test_who_is_registered_elsewhere_gets_a_temporary_card_once_the_county_has_signed(
    office: Office,
) -> None:
    case = scenarios.accepted(office, id_number="520199198806121182")

    with pytest.raises((Conflict, NotFound)):
        case.send("temporary_card_requested", temp_reason="EXAM", temp_photo_ack="true")
    review(case, rev_decision="SIGN")
    case.send("temporary_card_requested", temp_reason="EXAM", temp_photo_ack="true")

    assert case.units["issue_the_temporary_card"] == ("window", "520102001")


def test_a_late_temporary_card_gives_the_head_a_task(office: Office) -> None:
    case = acceptance.temporary_card_wanted(office)

    case.wait("2026-03-13T17:00")

    assert "explain_breach_station" in case.open
