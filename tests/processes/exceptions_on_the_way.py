"""What may go wrong with a card on its way: bad data, defects, loss, returned mail, mismatch."""

from __future__ import annotations

from tests.processes import scenarios
from tests.processes.exceptions_at_acceptance import CLEARED, CONFIRMED
from tests.processes.office import MAIL, Case, Office
from tests.processes.people import colleague_of
from tests.processes.scenarios import DAMAGE, EXPLANATION, HAND_OVER

MISMATCH = {
    "handover_result": "MISMATCH",
    "mismatch_kind": "FINGERPRINT",
    "handover_note": "指纹两次比对均不一致。",
}
SENT_BACK = {"old_card_way": "PREPAID_MAIL", "old_card_waybill": "EV123456785CN"}
AGREED_AGAIN = {
    "returned_mail_way": "MAIL_AGAIN",
    "returned_mail_note": "已电话联系，改寄单位。",
    "mail_recipient": "田秋月",
    "mail_phone": "13812345678",
    "mail_division": "贵州省贵阳市云岩区",
    "mail_address": "样板路1号办公楼3层",
}


def destroyed_by_one(case: Case, reason: str) -> Case:
    """Let an officer destroy the card."""
    return case.complete(
        "destroy_the_card",
        destroyed_serial=case.answers["card_serial"],
        destruction_reason=reason,
        destruction_place="派出所证件室",
    )


def destroyed(case: Case, reason: str) -> Case:
    """Let two officers destroy the card."""
    return destroyed_by_one(case, reason).complete(
        "witness_destruction", by=colleague_of("window"), destruction_witnessed="true"
    )


def made_anew(case: Case) -> Case:
    """Let the centre make another card and send it."""
    case.complete("produce_card", card_serial=scenarios.serial())
    case.complete("check_card_quality", qc_result="PASS")
    return case.complete("dispatch_card", handed_to_courier="true")


# -- the production data -----------------------------------------------------------------------


def data_returned(office: Office) -> Case:
    """The centre cannot use the photo and sends the data back."""
    return scenarios.signed(office).complete(
        "receive_production_data",
        data_result="RETURN",
        prd_code="PRD-01",
        prd_note="相片模糊，请重新采集。",
    )


def data_corrected_late(office: Office) -> Case:
    """The station takes more than five working days, which the prefecture hears, then corrects."""
    case = data_returned(office).wait("2026-03-17T17:00")
    case.complete(
        "correct_production_data",
        photo_receipt_no="GZ2026031701",
        correction_note="已重新采集相片。",
    )
    return case.complete("receive_production_data", data_complete="true", batch_no="B-0317")


def withdrawn_while_correcting(office: Office) -> Case:
    """The applicant withdraws while the station corrects the data."""
    return data_returned(office).send("withdrawn_while_correcting")


def data_received_late(office: Office) -> Case:
    """The centre lets the data lie for two working days and explains itself."""
    case = scenarios.signed(office).wait("2026-03-12T17:00")
    case.complete("receive_production_data", data_complete="true", batch_no="B-0312")
    return case.complete("explain_breach_centre", **EXPLANATION)


def dispatched_late(office: Office) -> Case:
    """The finished card lies for more than a working day."""
    case = scenarios.made(scenarios.in_production(office)).wait("2026-03-11T17:00")
    case.complete("explain_breach_centre", **EXPLANATION)
    return case.complete("dispatch_card", handed_to_courier="true")


# -- defects -----------------------------------------------------------------------------------


def came_damaged(office: Office) -> Case:
    """The card reaches the station damaged."""
    return scenarios.sent(office).complete(
        "register_arrival", arrival_result="DAMAGED", arrival_note="卡体折断。"
    )


def destroyed_late(office: Office) -> Case:
    """The damaged card lies for five working days, and its destruction without a witness."""
    case = came_damaged(office).wait("2026-03-17T17:00")
    return destroyed_by_one(case, "DEFECTIVE").wait("2026-03-19T17:00")


def returned_and_not_settled(office: Office) -> Case:
    """The mail came back, and nobody speaks with the applicant for five working days."""
    case = scenarios.sent(office, **MAIL)
    case.complete("confirm_delivery", delivery_result="RETURNED", dlv_code="DLV-02")
    return case.wait("2026-03-17T17:00")


def arrived_damaged(office: Office) -> Case:
    """The card reaches the station damaged, is destroyed by two and made again."""
    return made_anew(destroyed(came_damaged(office), "DEFECTIVE"))


def faulty_at_the_window(office: Office) -> Case:
    """The applicant finds the chip empty; the card is made again and collected."""
    case = scenarios.arrived(office).complete(
        "hand_over_card",
        handover_result="DEFECT",
        defect_code="QC-04",
        handover_note="芯片无法读取。",
    )
    case = made_anew(destroyed(case, "DEFECTIVE"))
    case.complete("register_arrival", shelf_no="A-13")
    return case.complete("hand_over_card", **HAND_OVER)


def damaged_in_the_post(office: Office) -> Case:
    """The courier brings back a damaged card."""
    case = scenarios.sent(office, **MAIL).complete(
        "confirm_delivery", delivery_result="DAMAGED", delivery_note="邮件被雨水浸泡。"
    )
    return made_anew(destroyed(case, "DEFECTIVE")).complete("confirm_delivery", signer="田秋月")


# -- loss --------------------------------------------------------------------------------------


def assessed(case: Case) -> Case:
    """Let the province assess what the loss means for the person."""
    return case.complete(
        "assess_data_incident",
        incident_harm="NONE",
        incident_measures="编号已作废，暂未发现冒用。",
        incident_holder_told="true",
    )


def missing_in_the_bag(office: Office) -> Case:
    """The card is on the list but not in the bag; the courier finds it."""
    case = scenarios.sent(office).complete(
        "register_arrival", arrival_result="MISSING_IN_BAG", arrival_note="清单有，袋内无。"
    )
    case.complete("ask_the_courier", inquiry_result="FOUND", inquiry_note="在另一总包内。")
    return case.complete("register_arrival", shelf_no="A-12")


def lost_on_the_way(office: Office) -> Case:
    """Nothing arrives for five working days; the courier declares it lost; it is made again."""
    case = scenarios.sent(office).wait("2026-03-17T17:00")
    case.complete("ask_the_courier", inquiry_result="LOST", inquiry_note="确认丢失。")
    return made_anew(assessed(case))


def lost_and_collected_before_it_is_assessed(office: Office) -> Case:
    """The new card is collected while the province, reminded twice, still assesses the loss."""
    case = scenarios.sent(office).wait("2026-03-17T17:00")
    case.complete("ask_the_courier", inquiry_result="LOST", inquiry_note="确认丢失。")
    made_anew(case).complete("register_arrival", shelf_no="A-12")
    return case.complete("hand_over_card", **HAND_OVER).wait("2026-03-24T17:00")


def lost_in_the_post(office: Office) -> Case:
    """The courier asked after says that it is on its way, then loses the mailed card."""
    case = scenarios.sent(office, **MAIL).wait("2026-03-17T17:00")
    case.complete("ask_the_courier", inquiry_result="FOUND", inquiry_note="投递途中。")
    case.complete("confirm_delivery", delivery_result="LOST", delivery_note="投递员丢失邮件。")
    return made_anew(assessed(case))


# -- returned mail -----------------------------------------------------------------------------


def mail_returned(office: Office) -> Case:
    """Nobody was there to take the mail."""
    return scenarios.sent(office, **MAIL).complete(
        "confirm_delivery", delivery_result="RETURNED", dlv_code="DLV-02"
    )


def returned_and_collected(office: Office) -> Case:
    """The applicant comes to the station for it."""
    agreed = {"returned_mail_way": "TO_STATION", "returned_mail_note": "已电话联系，到所领取。"}
    case = mail_returned(office).complete("settle_returned_mail", **agreed)
    case.complete("register_arrival", shelf_no="B-1")
    return case.complete("hand_over_card", **HAND_OVER)


def mailed_again(office: Office) -> Case:
    """The applicant wants it mailed once more, to another address."""
    case = mail_returned(office).wait("2026-03-12T10:00")
    case.complete("settle_returned_mail", **AGREED_AGAIN)
    return case.complete("dispatch_card", handed_to_courier="true")


def mailed_again_and_returned(office: Office) -> Case:
    """It comes back a second time and waits at the station."""
    case = mailed_again(office).wait("2026-03-13T10:00")
    case.complete("confirm_delivery", delivery_result="RETURNED", dlv_code="DLV-03")
    case.complete("register_arrival", shelf_no="B-2")
    return case.complete("hand_over_card", **HAND_OVER)


# -- at the window -----------------------------------------------------------------------------


def collected_by_a_relative(office: Office) -> Case:
    """A relative collects; the holder has the card verified later."""
    return scenarios.arrived(office).complete(
        "hand_over_card",
        **{**HAND_OVER, "collector": "RELATIVE", "agent_name": "龙小川"},
        agent_id_number="520199200603151015",
        agent_relation="儿子",
    )


def mismatch_checked(office: Office) -> Case:
    """The fingerprint does not match; the head finds that it is the applicant after all."""
    case = scenarios.arrived(office).complete("hand_over_card", **MISMATCH)
    case.complete("check_mismatch", mismatch_finding="AGAIN", mismatch_note="重新采集后一致。")
    return case.complete("hand_over_card", **HAND_OVER)


def suspected_at_the_window(office: Office) -> Case:
    """The head suspects fraud at the window."""
    case = scenarios.arrived(office).complete("hand_over_card", **MISMATCH)
    note = "相貌与系统相片明显不同。"
    return case.complete("check_mismatch", mismatch_finding="SUSPICION", mismatch_note=note)


def suspicion_at_the_window_cleared(office: Office) -> Case:
    """The suspicion is cleared and the card handed over."""
    case = suspected_at_the_window(office).complete("investigate_suspicion", **CLEARED)
    return case.complete("hand_over_card", **HAND_OVER)


def card_withheld(office: Office) -> Case:
    """It was fraud: the card is destroyed by two persons."""
    case = suspected_at_the_window(office).complete("investigate_suspicion", **CONFIRMED)
    return destroyed(case, "WITHHELD")


# -- never collected ---------------------------------------------------------------------------


def uncollected_for_a_year(office: Office) -> Case:
    """The card is put away and a year goes by."""
    case = scenarios.arrived(office).wait("2026-04-22T17:00")
    case.complete("keep_uncollected_card", storage_place="保险柜3")
    return case.wait("2027-04-22T18:00")


def sent_to_the_county(office: Office) -> Case:
    """It is sealed for the county, and collected after all."""
    case = uncollected_for_a_year(office).complete("seal_for_county", seal_no="F-001")
    return case.complete("hand_over_card", **HAND_OVER)


def uncollected_and_destroyed(office: Office) -> Case:
    """The holder has another card by now: two persons destroy this one."""
    case = uncollected_for_a_year(office).complete("seal_for_county", seal_result="DESTROY")
    return destroyed(case, "SUPERSEDED")


def faulty_and_put_away_before(office: Office) -> Case:
    """A card that was put away proves faulty at the window; the new one waits in turn."""
    case = scenarios.arrived(office).wait("2026-04-22T17:00")
    case.complete("keep_uncollected_card", storage_place="保险柜3")
    case.complete(
        "hand_over_card",
        handover_result="DEFECT",
        defect_code="QC-04",
        handover_note="芯片无法读取。",
    )
    case = made_anew(destroyed(case, "DEFECTIVE"))
    return case.complete("register_arrival", shelf_no="A-14").wait("2026-06-30T17:00")


# -- the old card ------------------------------------------------------------------------------


def old_card_sent_back(office: Office) -> Case:
    """A damaged card was replaced by mail; the applicant, reminded, sends the old one back."""
    case = scenarios.sent(office, **DAMAGE, **MAIL).complete("confirm_delivery", signer="田秋月")
    case.complete("verify_card", card_correct="true", old_card_result="RETURNED")
    return case.wait("2026-04-01T09:00").complete("return_old_card", **SENT_BACK)


def old_card_received(office: Office) -> Case:
    """The envelope gets lost, the applicant is asked again, and hands the card in elsewhere."""
    case = old_card_sent_back(office).wait("2026-04-17T17:00")
    case.complete("receive_old_card", old_card_receipt="NOT_COME")
    case.complete("return_old_card", old_card_way="WINDOW", old_card_window="云岩派出所窗口")
    return case.complete("receive_old_card", old_card_receipt="RECEIVED")


def old_card_explained(office: Office) -> Case:
    """The applicant cannot hand the old card back and declares why."""
    case = scenarios.sent(office, **DAMAGE, **MAIL).complete("confirm_delivery", signer="田秋月")
    return case.complete(
        "return_old_card", old_card_way="STATEMENT", old_card_statement="搬家时遗失。"
    )


WAYS = (
    data_corrected_late,
    withdrawn_while_correcting,
    data_received_late,
    dispatched_late,
    arrived_damaged,
    destroyed_late,
    returned_and_not_settled,
    faulty_at_the_window,
    damaged_in_the_post,
    missing_in_the_bag,
    lost_on_the_way,
    lost_and_collected_before_it_is_assessed,
    lost_in_the_post,
    returned_and_collected,
    mailed_again_and_returned,
    collected_by_a_relative,
    mismatch_checked,
    suspicion_at_the_window_cleared,
    card_withheld,
    sent_to_the_county,
    uncollected_and_destroyed,
    faulty_and_put_away_before,
    old_card_sent_back,
    old_card_received,
    old_card_explained,
)
