"""The procedure by its people: every way through it, told by commands only."""

from __future__ import annotations

import sys

import pytest

from engine.core.errors import Conflict, InvalidAnswers, NotFound, NotPermitted
from tests.processes import coverage, scenarios
from tests.processes.office import MAIL, Case, Office, with_roles_of
from tests.processes.scenarios import EXPLANATION, HAND_OVER, WAYS


def units(case: Case) -> dict[str, tuple[str, str]]:
    """Give who must act where, by open user task."""
    return {name: (task["role"], task["unit"]) for name, task in case.open_tasks.items()}


def refused_fields(error: pytest.ExceptionInfo[InvalidAnswers]) -> dict[str, str]:
    return {problem.key: problem.code for problem in error.value.problems}


# -- applying ----------------------------------------------------------------------------------


def test_an_application_goes_to_the_chosen_station(office: Office) -> None:
    case = office.apply()

    assert units(case) == {"check_application": ("clerk", "520102001")}
    assert case.status == "SUBMITTED"


def test_the_register_tells_who_the_applicant_is(office: Office) -> None:
    case = office.apply()

    assert case.answers["name"] == "田秋月"
    assert case.answers["hukou_division"] == "520102"


def test_a_reason_that_needs_a_new_photo_goes_to_the_window(office: Office) -> None:
    case = scenarios.sent_to_the_window(office)

    assert (case.outcome, case.status) == ("sent_to_window", "CLOSED")
    assert ("applicant", "tell_sent_to_window") in case.notices


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


# -- the station -------------------------------------------------------------------------------


def test_acceptance_draws_a_number_of_22_digits(office: Office) -> None:
    case = scenarios.accepted(office)

    assert case.answers["acceptance_no"] == "5201020012026031000001"


def test_an_accepted_application_goes_to_the_county_of_the_household(office: Office) -> None:
    case = scenarios.accepted(office)

    assert units(case) == {"review_application_data": ("reviewer", "520102")}
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

    assert units(case) == {"supplement_application": ("applicant", "")}
    assert case.status == "SUPPLEMENT"


def test_a_supplement_restarts_the_clock_of_the_station(office: Office) -> None:
    case = scenarios.to_be_supplemented(office).wait("2026-03-11T14:00")

    case.complete("supplement_application", supplement_note="在候车室丢失。")

    assert case.armed["check_overdue"] == "2026-03-16 17:00"
    assert case.status == "SUBMITTED"


def test_a_missing_supplement_is_decided_by_an_officer(office: Office) -> None:
    case = scenarios.to_be_supplemented(office).wait("2026-03-25T00:00")

    assert units(case) == {"check_application": ("clerk", "520102001")}
    assert ("applicant", "remind_to_supplement") in case.notices


# -- the county --------------------------------------------------------------------------------


def test_a_clear_case_outside_the_sample_needs_one_officer(office: Office) -> None:
    case = scenarios.signed(office)

    assert case.open == {"receive_production_data"}
    assert case.status == "SIGNED"


def test_a_case_of_the_sample_needs_two_officers(office: Office) -> None:
    case = scenarios.accepted(office, sampled=True)

    case.complete("review_application_data", rev_decision="SIGN")

    assert units(case) == {"sign_off": ("signer", "520102")}


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


# -- the centre --------------------------------------------------------------------------------


def test_a_faulty_card_is_made_again(office: Office) -> None:
    case = scenarios.made_again(office)

    assert case.open == {"dispatch_card"}
    assert case.answers["card_serial"] == "GZ0002"


def test_a_card_that_is_made_again_says_so(office: Office) -> None:
    case = scenarios.in_production(office).complete("produce_card", card_serial="GZ0001")

    case.complete("check_card_quality", qc_result="FAIL", qc_code="QC-01")

    assert (case.open, case.status) == ({"produce_card"}, "REMAKING")


def test_a_card_goes_to_the_courier_with_a_waybill(office: Office) -> None:
    case = scenarios.made(scenarios.in_production(office))

    assert case.open == {"dispatch_card"}
    assert case.answers["waybill_no"].startswith("EV")


# -- the card in hand --------------------------------------------------------------------------


def test_a_card_that_arrives_is_announced(office: Office) -> None:
    case = scenarios.arrived(office)

    assert units(case) == {"hand_over_card": ("window", "520102001")}
    assert case.status == "AT_STATION"
    assert ("applicant", "tell_card_arrived") in case.notices


def test_a_handed_over_card_ends_the_case(office: Office) -> None:
    case = scenarios.collected(office)

    assert (case.outcome, case.status) == ("card_collected", "COLLECTED")
    assert (case.open, case.armed, case.awaited) == (set(), {}, {})


def test_the_old_card_is_invalidated_at_the_end(office: Office) -> None:
    case = scenarios.collected(office)

    assert "invalidate_old_card" in {element for element, _ in case.path}


def test_the_old_card_is_accounted_for_at_hand_over(office: Office) -> None:
    case = scenarios.arrived(office)
    without = {name: text for name, text in HAND_OVER.items() if name != "old_card_result"}

    with pytest.raises(InvalidAnswers) as refused:
        case.complete("hand_over_card", **without)

    assert refused_fields(refused) == {"old_card_result": "answer_required"}


def test_a_relative_who_collects_is_named(office: Office) -> None:
    case = scenarios.arrived(office)

    with pytest.raises(InvalidAnswers) as refused:
        case.complete("hand_over_card", **{**HAND_OVER, "collector": "RELATIVE"})

    assert refused_fields(refused).keys() == {"agent_name", "agent_id_number", "agent_relation"}


def test_a_mailed_card_is_signed_for_and_then_verified(office: Office) -> None:
    case = scenarios.delivered(office)

    assert units(case) == {"verify_card": ("applicant", "")}
    assert case.status == "DELIVERED"


def test_a_delivered_card_stops_the_statutory_clock(office: Office) -> None:
    case = scenarios.delivered(office)

    assert case.armed.keys() == {"verification_due_soon", "verification_lapsed"}


def test_a_verified_card_ends_the_case(office: Office) -> None:
    case = scenarios.mailed_and_verified(office)

    assert (case.outcome, case.status) == ("card_verified", "CLOSED")


def test_a_card_that_is_never_verified_is_held_against_nobody(office: Office) -> None:
    case = scenarios.mailed_and_never_verified(office)

    assert case.outcome == "closed_unverified"
    assert ("applicant", "remind_to_verify") in case.notices


# -- withdrawing -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "way",
    [
        scenarios.withdrawn_before_acceptance,
        scenarios.withdrawn_in_review,
        scenarios.withdrawn_while_supplementing,
        scenarios.withdrawn_before_production,
    ],
)
def test_a_withdrawal_ends_the_case_and_takes_the_tasks_away(
    office: Office, way: scenarios.Way
) -> None:
    case = way(office)

    assert (case.outcome, case.status) == ("application_withdrawn", "WITHDRAWN")
    assert (case.open, case.armed, case.awaited) == (set(), {}, {})


def test_nobody_withdraws_once_the_centre_has_the_data(office: Office) -> None:
    case = scenarios.in_production(office)

    assert case.awaited == {}


def test_only_the_applicant_withdraws(office: Office) -> None:
    case = office.apply()

    with pytest.raises((NotFound, NotPermitted)):
        case.send("withdrawn_before_acceptance", by="clerk")

    assert case.open == {"check_application"}


# -- who may act -------------------------------------------------------------------------------


@pytest.mark.parametrize("stranger", ["applicant", "auxiliary", "reviewer", "courier", "auditor"])
def test_nobody_but_a_clerk_of_the_station_checks(office: Office, stranger: str) -> None:
    case = office.apply()

    with pytest.raises((NotFound, NotPermitted)):
        case.complete("check_application", by=stranger, pre_decision="PASS")

    assert case.open == {"check_application"}


def test_who_accepted_an_application_does_not_review_it(office: Office) -> None:
    case = scenarios.accepted(office)

    with pytest.raises(NotPermitted) as refused:
        case.complete(
            "review_application_data",
            by=with_roles_of("clerk", "reviewer"),
            rev_decision="SIGN",
        )

    assert refused.value.code == "duties_kept_apart"


def test_who_reviewed_an_application_does_not_sign_it_off(office: Office) -> None:
    case = scenarios.accepted(office)
    case.complete("review_application_data", rev_decision="FLAG", rev_reason_text="请双人审核。")

    with pytest.raises(NotPermitted) as refused:
        case.complete("sign_off", by=with_roles_of("reviewer", "signer"), sign_decision="SIGN")

    assert refused.value.code == "duties_kept_apart"


def test_who_made_a_card_does_not_check_it(office: Office) -> None:
    case = scenarios.in_production(office).complete("produce_card", card_serial="GZ0001")

    with pytest.raises(NotPermitted) as refused:
        case.complete(
            "check_card_quality", by=with_roles_of("maker", "inspector"), qc_result="PASS"
        )

    assert refused.value.code == "duties_kept_apart"


def test_nobody_handles_the_own_case(office: Office) -> None:
    case = office.apply()

    with pytest.raises(NotPermitted) as refused:
        case.complete(
            "check_application", by=with_roles_of("applicant", "clerk"), pre_decision="PASS"
        )

    assert refused.value.code == "own_case"


# -- deadlines ---------------------------------------------------------------------------------


def test_a_missed_check_gives_the_head_a_task(office: Office) -> None:
    case = office.apply().wait("2026-03-13T17:00")

    assert units(case) == {
        "check_application": ("clerk", "520102001"),
        "explain_breach_station": ("head", "520102001"),
    }


def test_a_missed_review_gives_the_leader_a_task(office: Office) -> None:
    case = scenarios.accepted(office).wait("2026-03-13T17:00")

    assert units(case)["explain_breach_county"] == ("leader", "520102")


def test_missed_production_gives_the_director_a_task(office: Office) -> None:
    case = scenarios.in_production(office).wait("2026-03-13T17:00")

    assert units(case)["explain_breach_centre"] == ("director", "520000")


def test_a_missed_deadline_is_regretted_to_the_applicant(office: Office) -> None:
    case = office.apply().wait("2026-03-13T17:00")

    assert ("applicant", "apologise_to_applicant") in case.notices


def test_a_reminder_reaches_the_clerk_and_the_head_a_day_before(office: Office) -> None:
    case = office.apply().wait("2026-03-12T17:00")

    assert {("clerk", "remind_to_check"), ("head", "remind_to_check")} <= case.notices
    assert case.open == {"check_application"}


def test_a_silent_head_brings_the_prefecture_after_a_working_day(office: Office) -> None:
    case = office.apply().wait("2026-03-16T17:00")

    assert units(case)["escalate_prefecture"] == ("prefecture", "520100")
    assert "escalate_province" not in case.open


def test_a_silent_head_brings_the_province_after_three_working_days(office: Office) -> None:
    case = office.apply().wait("2026-03-18T17:00")

    assert units(case)["escalate_province"] == ("province", "520000")


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

    assert case.open == {"register_arrival", "explain_breach_station"}
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


# -- all of it ---------------------------------------------------------------------------------


def test_every_element_and_every_flow_is_walked(
    fresh_office: scenarios.Offices, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = [way(fresh_office()) for way in WAYS]

    walked = coverage.of(cases)

    with capsys.disabled():
        sys.stdout.write(f"\n{walked}\n")
    assert (walked.missed_elements, walked.missed_flows) == (frozenset(), frozenset())
