"""Who may withdraw and who may act on an application."""

from __future__ import annotations

import pytest

from engine.core.errors import NotFound, NotPermitted
from tests.processes import scenarios
from tests.processes.office import Office, with_roles_of

# -- withdrawing ---------------------------------------------------------------------------------


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

    assert [name for name in case.awaited if name.startswith("withdrawn")] == []


def test_only_the_applicant_withdraws(office: Office) -> None:
    case = office.apply()

    with pytest.raises((NotFound, NotPermitted)):
        case.send("withdrawn_before_acceptance", by="clerk")

    assert case.open == {"check_application"}


# -- who may act ---------------------------------------------------------------------------------


@pytest.mark.parametrize("stranger", ["applicant", "auxiliary", "reviewer", "courier", "auditor"])
def test_nobody_but_a_clerk_of_the_station_checks(office: Office, stranger: str) -> None:
    case = office.apply()

    with pytest.raises((NotFound, NotPermitted)):
        case.complete("check_application", by=stranger, pre_decision="PASS")

    assert case.open == {"check_application"}


@pytest.mark.parametrize("worker", ["auxiliary", "window", "clerk"])
def test_an_auxiliary_or_an_officer_registers_what_arrived(office: Office, worker: str) -> None:
    case = scenarios.sent(office)

    case.complete("register_arrival", by=worker, shelf_no="A-12")

    assert case.open == {"hand_over_card"}


def test_an_auxiliary_hands_no_card_over(office: Office) -> None:
    case = scenarios.arrived(office)

    with pytest.raises((NotFound, NotPermitted)):
        case.complete("hand_over_card", by="auxiliary")

    assert case.open == {"hand_over_card"}


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
    case = scenarios.in_production(office).complete("produce_card", card_serial=scenarios.serial())

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
