"""What a card costs and how it is paid: at the window, by mail, reduced, or not at all."""

from __future__ import annotations

import pytest

from engine.core.errors import InvalidAnswers
from forms import conditions
from tests.processes import exceptions_of_the_fee as fees
from tests.processes import scenarios
from tests.processes.exceptions_from_outside import corrected_by_the_office
from tests.processes.filling import form_of
from tests.processes.office import MAIL, Office
from tests.processes.refusals import refused_fields
from tests.processes.scenarios import HAND_OVER


def test_the_fee_is_receipted_at_the_hand_over(office: Office) -> None:
    case = scenarios.arrived(office)

    with pytest.raises(InvalidAnswers) as refused:
        case.complete("hand_over_card", **fees.UNPAID)

    assert refused_fields(refused) == {"fee_receipt_no": "answer_required"}
    assert case.answers["fee_amount"] == 40


def test_a_reduced_fee_needs_its_proof(office: Office) -> None:
    case = scenarios.arrived(office)

    case.complete(
        "hand_over_card",
        **HAND_OVER,
        fee_payment="REDUCED",
        fee_amount="20",
        fee_proof="街道办困难证明",
    )

    assert (case.answers["fee_payment"], case.answers["fee_amount"]) == ("REDUCED", 20)


def test_an_error_of_the_office_costs_nothing(office: Office) -> None:
    case = corrected_by_the_office(office)

    assert "fee_payment" not in case.answers


def test_a_mailed_card_is_paid_in_a_task_of_its_own(office: Office) -> None:
    case = scenarios.sent(office, **MAIL)

    assert case.units == {"pay_fee": ("applicant", ""), "confirm_delivery": ("courier", "")}


def test_an_unpaid_fee_never_holds_a_mailed_card_up(office: Office) -> None:
    case = scenarios.delivered(office)

    assert case.open == {"verify_card"}


def test_the_applicant_is_reminded_of_an_unpaid_fee(office: Office) -> None:
    case = fees.paid_after_a_reminder(office)

    assert ("applicant", "remind_to_pay") in case.notices
    assert case.answers["fee_receipt_no"] == "JK-2026-0313"


def test_a_card_that_is_mailed_again_is_not_paid_twice(office: Office) -> None:
    case = fees.paid_before_the_mail_came_back(office)

    assert "no_fee_due" in {element for element, _ in case.path}


def test_a_card_that_was_paid_by_mail_is_handed_over_without_a_second_receipt(
    office: Office,
) -> None:
    case = fees.paid_by_mail_and_collected(office)

    assert (case.outcome, case.status) == ("card_collected", "COLLECTED")
    assert case.answers["fee_receipt_no"] == "JK-2026-0313"


def test_no_window_enters_a_second_receipt_for_what_is_settled(office: Office) -> None:
    case = fees.paid_and_kept_at_the_station(office)

    case.complete("hand_over_card", **HAND_OVER)

    assert case.answers["fee_receipt_no"] == "JK-2026-0313"


def test_the_window_is_shown_what_was_paid(office: Office) -> None:
    case = fees.paid_and_kept_at_the_station(office)
    form = form_of("collect_card", "hand_over_card")
    gone = conditions.hidden(form, {}, {"reason": "LOSS", **case.answers})

    shown = {each.key for place, each in enumerate(form.fields) if place not in gone}

    assert {"fee_payment", "fee_receipt_no", "fee_settled_at"} <= {*form.facts}
    assert "fee_settled" in shown
    assert shown.isdisjoint({"fee_payment", "fee_amount", "fee_receipt_no", "fee_proof"})


def test_a_card_that_came_back_unpaid_is_paid_at_the_window(office: Office) -> None:
    case = scenarios.sent(office, **MAIL)
    case.complete("confirm_delivery", delivery_result="RETURNED", dlv_code="DLV-02")
    case.complete(
        "settle_returned_mail",
        returned_mail_way="TO_STATION",
        returned_mail_note="已电话联系，到所领取。",
    )
    case.complete("register_arrival", shelf_no="A-12")

    with pytest.raises(InvalidAnswers) as refused:
        case.complete("hand_over_card", **fees.UNPAID)

    assert refused_fields(refused) == {"fee_receipt_no": "answer_required"}
