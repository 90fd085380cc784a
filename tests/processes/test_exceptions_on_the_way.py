"""Exceptions of a card on its way: data, defects, loss, mail, hand-over (E5–E11, E18, E19)."""

from __future__ import annotations

import pytest

from engine.core.errors import InvalidAnswers, NotPermitted
from forms.form import read
from tests.processes import diagrams, scenarios
from tests.processes import exceptions_on_the_way as way
from tests.processes.exceptions_at_acceptance import temporary_card_issued
from tests.processes.office import MAIL, Office
from tests.processes.refusals import refused_fields
from tests.processes.scenarios import DAMAGE, HAND_OVER

# -- E5: the production data -------------------------------------------------------------------


def test_unusable_data_go_back_to_the_station(office: Office) -> None:
    case = way.data_returned(office)

    assert case.units == {"correct_production_data": ("clerk", "520102001")}


def test_the_prefecture_hears_of_data_that_stay_uncorrected(office: Office) -> None:
    case = way.data_returned(office).wait("2026-03-17T17:00")

    assert ("prefecture", "warn_prefecture_of_correction") in case.notices


def test_corrected_data_are_ordered_anew(office: Office) -> None:
    case = way.data_corrected_late(office)

    assert case.open == {"produce_card"}


def test_no_wait_between_signature_and_receipt_is_without_an_alarm(office: Office) -> None:
    case = scenarios.signed(office).wait("2026-03-12T17:00")

    assert ("maker", "remind_to_receive") in case.notices
    assert case.units["explain_breach_centre"] == ("director", "520000")


# -- E7: defects -------------------------------------------------------------------------------


def test_a_card_that_arrives_damaged_is_destroyed_by_two_and_made_again(office: Office) -> None:
    case = scenarios.sent(office).complete(
        "register_arrival", arrival_result="DAMAGED", arrival_note="卡体折断。"
    )

    assert case.units == {"destroy_the_card": ("window", "520102001")}
    assert way.destroyed(case, "DEFECTIVE").open == {"produce_card"}
    assert case.status == "REMAKING"


def test_the_head_hears_of_a_card_that_nobody_destroys_or_witnesses(office: Office) -> None:
    case = way.destroyed_late(office)

    assert ("head", "remind_to_destroy") in case.notices
    assert {"destruction_due", "witness_due"} <= case.fired


def test_the_head_hears_of_returned_mail_that_nobody_settles(office: Office) -> None:
    case = way.returned_and_not_settled(office)

    assert ("head", "remind_to_settle_return") in case.notices


def test_who_destroys_a_card_is_not_its_witness(office: Office) -> None:
    case = scenarios.sent(office).complete(
        "register_arrival", arrival_result="DAMAGED", arrival_note="卡体折断。"
    )
    case.complete(
        "destroy_the_card",
        destroyed_serial=case.answers["card_serial"],
        destruction_reason="DEFECTIVE",
        destruction_place="派出所证件室",
    )

    with pytest.raises(NotPermitted) as refused:
        case.complete("witness_destruction", destruction_witnessed="true")

    assert refused.value.code == "duties_kept_apart"


def test_a_card_that_is_faulty_at_the_window_is_made_again_in_the_same_case(
    office: Office,
) -> None:
    case = way.faulty_at_the_window(office)

    assert case.outcome == "card_collected"
    assert case.answers["card_serial"] != case.answers["destroyed_serial"]


def test_a_case_counts_how_often_its_card_was_made_again(office: Office) -> None:
    case = scenarios.made_again(office)
    after_the_inspection = case.answers["remake_seq"]

    case.complete("dispatch_card", handed_to_courier="true").wait("2026-03-17T17:00")
    case.complete("ask_the_courier", inquiry_result="LOST", inquiry_note="确认丢失。")
    after_the_loss = case.answers["remake_seq"]
    way.made_anew(case)
    case.complete("register_arrival", arrival_result="DAMAGED", arrival_note="卡体折断。")
    way.destroyed(case, "DEFECTIVE")

    assert (after_the_inspection, after_the_loss, case.answers["remake_seq"]) == (1, 2, 3)


def test_a_card_that_was_made_once_counts_nothing(office: Office) -> None:
    case = scenarios.collected(office)

    assert "remake_seq" not in case.answers


@pytest.mark.parametrize(
    "task", ["produce_card", "check_card_quality", "dispatch_card", "hand_over_card"]
)
def test_who_makes_and_hands_over_a_card_sees_how_often_it_was_made_again(task: str) -> None:
    (path,) = diagrams.FORMS.glob(f"*/{task}.json")

    assert "remake_seq" in read(path.read_bytes()).facts


# -- E8: lost with the courier -----------------------------------------------------------------


def test_a_card_that_does_not_arrive_is_asked_after(office: Office) -> None:
    case = scenarios.sent(office).wait("2026-03-17T17:00")

    assert case.units["ask_the_courier"] == ("dispatcher", "520000")
    assert "register_arrival" in case.open


def test_a_card_that_is_missing_in_its_bag_is_asked_after_at_once(office: Office) -> None:
    case = scenarios.sent(office).complete(
        "register_arrival", arrival_result="MISSING_IN_BAG", arrival_note="清单有，袋内无。"
    )

    assert case.open == {"register_arrival", "ask_the_courier"}


def test_a_card_that_is_missing_late_is_asked_after_once_more_and_no_oftener(
    office: Office,
) -> None:
    case = scenarios.sent(office).wait("2026-03-18T10:00")
    case.complete("ask_the_courier", inquiry_result="FOUND", inquiry_note="仍在投递途中。")

    case.complete(
        "register_arrival", arrival_result="MISSING_IN_BAG", arrival_note="清单有，袋内无。"
    )
    case.complete("ask_the_courier", inquiry_result="FOUND", inquiry_note="在另一总包内。")

    assert case.open == {"register_arrival"}
    assert case.armed["arrival_overdue"] == "2026-03-25 17:00"


def test_a_lost_card_is_invalidated_made_again_and_its_harm_assessed(office: Office) -> None:
    case = scenarios.sent(office).wait("2026-03-17T17:00")
    lost = case.answers["card_serial"]

    case.complete("ask_the_courier", inquiry_result="LOST", inquiry_note="确认丢失。")

    assert case.open == {"produce_card", "assess_data_incident"}
    assert case.answers["lost_card_serial"] == lost
    assert case.answers["lost_card_receipt_no"].startswith("V")


def test_the_assessment_of_a_loss_holds_nothing_up(office: Office) -> None:
    case = way.lost_and_collected_before_it_is_assessed(office)

    assert case.status == "COLLECTED"
    assert case.open == {"assess_data_incident"}
    assert "statutory_day_60" not in case.armed
    assert "collection_day_30" not in case.armed


def test_a_lost_card_that_was_mailed_anew_can_be_verified_before_the_assessment(
    office: Office,
) -> None:
    case = scenarios.sent(office, **MAIL).complete(
        "confirm_delivery", delivery_result="LOST", delivery_note="投递员丢失邮件。"
    )

    way.made_anew(case).complete("confirm_delivery", signer="田秋月")

    assert case.open == {"verify_card", "pay_fee", "assess_data_incident"}


def test_the_province_and_the_centre_hear_of_a_loss_that_stays_unassessed(office: Office) -> None:
    case = way.lost_and_collected_before_it_is_assessed(office)

    assert ("province", "remind_to_assess") in case.notices
    assert ("director", "warn_of_incident") in case.notices


def test_each_loss_is_assessed_on_its_own(office: Office) -> None:
    case = way.lost_in_the_post(office)

    case.complete("confirm_delivery", delivery_result="LOST", delivery_note="邮车起火。")

    assert "assess_data_incident" in case.open


# -- E9: returned mail -------------------------------------------------------------------------


def test_returned_mail_is_settled_with_the_applicant(office: Office) -> None:
    case = way.mail_returned(office)

    assert case.units == {"settle_returned_mail": ("window", "520102001")}
    assert case.status == "MAIL_RETURNED"
    assert ("applicant", "tell_mail_returned") in case.notices


def test_returned_mail_that_goes_to_the_station_is_on_its_way_again(office: Office) -> None:
    case = way.mail_returned(office).complete(
        "settle_returned_mail",
        returned_mail_way="TO_STATION",
        returned_mail_note="已电话联系，到所领取。",
    )

    assert case.status == "DISPATCHED"


def test_a_card_is_mailed_again_with_a_new_label(office: Office) -> None:
    case = way.mail_returned(office).wait("2026-03-12T10:00")
    first = case.answers["waybill_no"]

    case.complete(
        "settle_returned_mail",
        returned_mail_way="MAIL_AGAIN",
        returned_mail_note="已电话联系，改寄单位。",
        **{name: text for name, text in MAIL.items() if name.startswith("mail_")},
    )

    assert case.open == {"dispatch_card"}
    assert case.answers["waybill_no"] != first


def test_the_station_has_five_working_days_from_the_agreement_on_returned_mail(
    office: Office,
) -> None:
    case = scenarios.sent(office, **MAIL).wait("2026-03-16T10:00")
    case.complete("confirm_delivery", delivery_result="RETURNED", dlv_code="DLV-02")
    case.wait("2026-03-20T10:00")

    case.complete(
        "settle_returned_mail",
        returned_mail_way="TO_STATION",
        returned_mail_note="已电话联系，到所领取。",
    )

    # it left the centre eight working days ago, and nobody is asked after it
    assert case.open == {"register_arrival"}
    assert case.armed["arrival_overdue"] == "2026-03-27 17:00"


def test_mail_that_comes_back_twice_waits_at_the_station(office: Office) -> None:
    case = way.mailed_again(office).wait("2026-03-13T10:00")

    case.complete("confirm_delivery", delivery_result="RETURNED", dlv_code="DLV-03")

    assert case.open == {"register_arrival"}


# -- E18, E19: who stands at the window --------------------------------------------------------


def test_the_holder_verifies_a_card_that_a_relative_collected(office: Office) -> None:
    case = way.collected_by_a_relative(office)

    assert case.units == {"verify_card": ("applicant", "")}
    assert case.armed["verification_lapsed"] == "2026-04-10 00:00"


def test_a_card_is_not_handed_to_somebody_who_does_not_match(office: Office) -> None:
    case = scenarios.arrived(office).complete("hand_over_card", **way.MISMATCH)

    assert case.units == {"check_mismatch": ("head", "520102001")}
    assert "handed_over_at" not in case.answers


def test_a_mismatch_that_was_none_ends_in_the_hand_over(office: Office) -> None:
    case = way.mismatch_checked(office)

    assert case.outcome == "card_collected"


def test_fraud_at_the_window_ends_with_the_destruction_of_the_card(office: Office) -> None:
    case = way.card_withheld(office)

    assert case.outcome == "application_returned"
    assert "handed_over_at" not in case.answers


# -- E10: never collected ----------------------------------------------------------------------


def test_a_late_arrival_gives_ten_more_working_days(office: Office) -> None:
    case = scenarios.sent(office).wait("2026-04-10T10:00")

    case.complete("register_arrival", shelf_no="A-12")

    assert case.armed["collection_overdue"] == "2026-04-24 17:00"


def test_a_card_of_a_year_is_sealed_for_the_county_and_may_still_be_collected(
    office: Office,
) -> None:
    case = way.uncollected_for_a_year(office)

    assert case.open >= {"seal_for_county", "hand_over_card"}
    case.complete("seal_for_county", seal_no="F-001")
    assert case.open >= {"hand_over_card"}


def test_an_uncollected_card_is_destroyed_by_two_persons_only(office: Office) -> None:
    case = way.uncollected_and_destroyed(office)

    assert "uncollected_card_destroyed" in {element for element, _ in case.path}
    assert case.outcome == "application_closed"


# -- E11: the old card -------------------------------------------------------------------------


def test_the_damaged_card_has_to_go_back_after_a_delivery_by_mail(office: Office) -> None:
    case = scenarios.sent(office, **DAMAGE, **MAIL).complete("confirm_delivery", signer="田秋月")

    assert case.open == {"verify_card", "return_old_card", "pay_fee"}


def test_the_station_confirms_that_an_old_card_has_come_back(office: Office) -> None:
    case = way.old_card_sent_back(office)

    assert case.units["receive_old_card"] == ("window", "520102001")


def test_an_old_card_that_does_not_come_is_asked_for_again(office: Office) -> None:
    case = way.old_card_sent_back(office).wait("2026-04-17T17:00")

    case.complete("receive_old_card", old_card_receipt="NOT_COME")

    assert ("head", "remind_to_receive_old_card") in case.notices
    assert "return_old_card" in case.open
    assert case.armed["old_card_due"] == "2026-05-08 00:00"


def test_a_statement_leaves_nothing_to_be_received(office: Office) -> None:
    case = way.old_card_explained(office)

    assert "receive_old_card" not in case.open


def test_a_temporary_card_is_handed_back_for_the_new_one(office: Office) -> None:
    case = temporary_card_issued(office)
    case.complete("review_application_data", rev_decision="SIGN")
    case.complete("receive_production_data", data_complete="true", batch_no="B-0310")
    scenarios.made(case).complete("dispatch_card", handed_to_courier="true")
    case.complete("register_arrival", shelf_no="A-12")

    with pytest.raises(InvalidAnswers) as refused:
        case.complete("hand_over_card", **HAND_OVER)

    assert refused_fields(refused) == {"temporary_card_result": "answer_required"}
