"""The procedure by its people, from the application to the order of the card."""

from __future__ import annotations

import pytest

from engine.core.errors import Conflict, InvalidAnswers
from tests.processes import scenarios
from tests.processes.office import MAIL, Office
from tests.processes.refusals import refused_fields

# -- applying ------------------------------------------------------------------------------------


def test_an_application_goes_to_the_chosen_station(office: Office) -> None:
    case = office.apply()

    assert case.units == {"check_application": ("clerk", "520102001")}
    assert case.status == "SUBMITTED"


def test_the_register_tells_who_the_applicant_is(office: Office) -> None:
    case = office.apply()

    assert case.answers["name"] == "田秋月"
    assert case.answers["hukou_division"] == "520102"


def test_a_reason_that_needs_a_new_photo_goes_to_the_window(office: Office) -> None:
    case = scenarios.sent_to_the_window(office)

    assert (case.outcome, case.status) == ("sent_to_window", "CLOSED")
    assert ("applicant", "tell_sent_to_window") in case.notices


def test_all_conditions_that_are_not_met_are_told_at_once(office: Office) -> None:
    case = office.apply(
        id_number="520199201509011010", reason="EXPIRY", loss_date="", loss_place=""
    )

    told = case.answers["conditions_not_met"]
    assert len(told) == 2
    assert all(each.keys() == {"en", "zh-Hans", "es"} for each in told)
    assert "监护人" in told[1]["zh-Hans"]


def test_a_second_application_while_one_is_open_is_refused(office: Office) -> None:
    first = office.apply()

    with pytest.raises(Conflict) as refused:
        office.apply()

    assert refused.value.parameters["instance"] == first.id


def test_after_a_withdrawal_one_may_apply_again(office: Office) -> None:
    scenarios.withdrawn_in_review(office)

    again = office.apply()

    assert again.open == {"check_application"}


def test_an_application_by_mail_needs_an_address(office: Office) -> None:
    with pytest.raises(InvalidAnswers) as refused:
        office.apply(delivery_method="MAIL")

    assert refused_fields(refused) == dict.fromkeys(
        MAIL.keys() - {"delivery_method"}, "answer_required"
    )


def test_a_damaged_card_needs_its_photo(office: Office) -> None:
    with pytest.raises(InvalidAnswers) as refused:
        office.apply(reason="DAMAGE")

    assert refused_fields(refused) == {"damage_photo": "answer_required"}


# -- the station ---------------------------------------------------------------------------------


def test_acceptance_draws_a_number_of_22_digits(office: Office) -> None:
    case = scenarios.accepted(office)

    assert case.answers["acceptance_no"] == "5201020012026031000001"


def test_an_accepted_application_goes_to_the_county_of_the_household(office: Office) -> None:
    case = scenarios.accepted(office)

    assert case.units == {"review_application_data": ("reviewer", "520102")}
    assert case.status == "IN_REVIEW"


def test_a_lost_card_is_reported_at_acceptance(office: Office) -> None:
    case = scenarios.accepted(office)

    assert "report_loss" in {element for element, _ in case.path}


def test_a_damaged_card_is_not_reported_lost(office: Office) -> None:
    case = scenarios.accepted(office, **scenarios.DAMAGE)

    assert "no_loss_to_report" in {element for element, _ in case.path}


def test_a_refusal_needs_its_reason(office: Office) -> None:
    case = office.apply()

    with pytest.raises(InvalidAnswers) as refused:
        case.complete("check_application", pre_decision="UNQUALIFIED", pre_reason_text="短")

    assert refused_fields(refused) == {
        "pre_reason_code": "answer_required",
        "pre_reason_text": "too_short",
    }


def test_a_reason_never_quotes_an_id_number(office: Office) -> None:
    case = office.apply()

    with pytest.raises(InvalidAnswers) as refused:
        case.complete(
            "check_application",
            pre_decision="UNQUALIFIED",
            pre_reason_code="PRE-99",
            pre_reason_text="号码52019919850704202X不符。",
        )

    assert refused_fields(refused) == {"pre_reason_text": "id_number_inside"}


def test_an_unqualified_application_is_returned_with_its_reason(office: Office) -> None:
    case = scenarios.refused_by_the_station(office)

    assert (case.outcome, case.status) == ("application_returned", "RETURNED")
    assert ("applicant", "tell_unqualified") in case.notices


def test_an_incomplete_application_goes_back_to_the_applicant(office: Office) -> None:
    case = scenarios.to_be_supplemented(office)

    assert case.units == {"supplement_application": ("applicant", "")}
    assert case.status == "SUPPLEMENT"


def test_a_supplement_restarts_the_clock_of_the_station(office: Office) -> None:
    case = scenarios.to_be_supplemented(office).wait("2026-03-11T14:00")

    case.complete("supplement_application", supplement_note="在候车室丢失。")

    assert case.armed["check_overdue"] == "2026-03-16 17:00"
    assert case.status == "SUBMITTED"


def test_a_missing_supplement_is_decided_by_an_officer(office: Office) -> None:
    case = scenarios.to_be_supplemented(office).wait("2026-03-25T00:00")

    assert case.units == {"check_application": ("clerk", "520102001")}
    assert ("applicant", "remind_to_supplement") in case.notices


# -- the county ----------------------------------------------------------------------------------


def test_a_clear_case_outside_the_sample_needs_one_officer(office: Office) -> None:
    case = scenarios.signed(office)

    assert case.open == {"receive_production_data"}
    assert case.status == "SIGNED"


def test_a_case_of_the_sample_needs_two_officers(office: Office) -> None:
    case = scenarios.accepted(office, sampled=True)

    case.complete("review_application_data", rev_decision="SIGN")

    assert case.units == {"sign_off": ("signer", "520102")}


def test_a_flagged_case_needs_two_officers(office: Office) -> None:
    case = scenarios.second_officer_for_a_flag(office)

    assert "sign_off" in {element for element, _ in case.path}
    assert case.open == {"receive_production_data"}


def test_the_second_officer_may_have_it_reviewed_again(office: Office) -> None:
    case = scenarios.second_officer_returns(office)

    assert case.open == {"receive_production_data"}


@pytest.mark.parametrize(
    "way", [scenarios.refused_by_the_county, scenarios.second_officer_refuses]
)
def test_a_refusal_by_the_county_is_told_to_the_applicant(
    office: Office, way: scenarios.Way
) -> None:
    case = way(office)

    assert (case.outcome, case.status) == ("application_returned", "RETURNED")
    assert ("applicant", "tell_refused") in case.notices
