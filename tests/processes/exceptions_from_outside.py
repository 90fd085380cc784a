"""What comes from outside of a case: the register, a found card, an order, an own error."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from engine.core.office_settings import DatedValue, OfficeSettings, SettingValue
from tests.processes import scenarios
from tests.processes.exceptions_at_the_county import register_wrong
from tests.processes.exceptions_on_the_way import assessed, destroyed, made_anew
from tests.processes.office import LOSS, MAIL, Case, Office
from tests.processes.people import colleague_of
from tests.processes.scenarios import EXPLANATION, HAND_OVER

HOLDER = LOSS["id_number"]
GROUND = "户籍科〔2026〕8号"
ORDER = {
    "extension_days": "30",
    "extension_ground": "ROAD",
    "extension_text": "山体滑坡，道路中断，证件无法按期寄递。",
}
FOUND = {
    "id_number": HOLDER,
    "found_place": "贵阳北站失物招领处",
    "accepting_station": "520102001",
}
ERROR = {
    "id_number": HOLDER,
    "phone": "13812345678",
    "error_item": "ADDRESS",
    "error_text": "住址门牌号打印错误。",
    "accepting_station": "520102001",
    "delivery_method": "PICKUP",
}


# -- the register ------------------------------------------------------------------------------


def register_tells(case: Case, kind: str) -> list[Case]:
    """Let the county record a change in the register, and give the case and the record."""
    told = case.office.begin(
        "register_change", "reviewer", id_number=HOLDER, change_kind=kind, change_ground=GROUND
    )
    case.office.serve()
    return [case, told]


def holder_died_before_the_card(office: Office) -> list[Case]:
    """The holder dies while the county reviews: the case closes."""
    return register_tells(scenarios.accepted(office), "DECEASED")


def holder_died_before_collecting(office: Office) -> list[Case]:
    """The holder dies while the card waits: two persons destroy it."""
    case, told = register_tells(scenarios.arrived(office), "DECEASED")
    return [destroyed(case, "DECEASED"), told]


def name_changed_before_production(office: Office) -> list[Case]:
    """The holder's name changes before the centre has the data: the applicant files again."""
    return register_tells(scenarios.accepted(office), "DATA_CHANGED")


def name_changed_in_production(office: Office) -> list[Case]:
    """The holder's name changes before the card is made: it is made with the new data."""
    case, told = register_tells(scenarios.in_production(office), "DATA_CHANGED")
    made_anew(case).complete("register_arrival", shelf_no="A-16")
    return [case.complete("hand_over_card", **HAND_OVER), told]


def name_changed_after_production(office: Office) -> list[Case]:
    """The holder's name changes after the card is made: it is destroyed and made again."""
    case, told = register_tells(scenarios.arrived(office), "DATA_CHANGED")
    return [destroyed(case, "DATA_CHANGED"), told]


def register_corrected(office: Office) -> list[Case]:
    """The register is corrected and the county signs."""
    case, told = register_tells(register_wrong(office), "CORRECTED")
    return [case.complete("review_application_data", rev_decision="SIGN"), told]


# -- a found card ------------------------------------------------------------------------------


def found(office: Office, serial: str) -> Case:
    """Somebody brings a card to the window."""
    return office.begin("found_card", "window", **FOUND, found_serial=serial)


def found_and_returned(office: Office) -> Case:
    """The lost card was not replaced: its holder gets it back."""
    case = found(office, "DEMO00000001")
    return case.complete(
        "return_found_card", found_identity_verified="true", found_returned_on="2026-03-10"
    )


def found_and_destroyed_by_one(office: Office) -> Case:
    """The lost card was replaced: one officer destroys it."""
    return found(office, "OLD000000001").complete(
        "destroy_found_card",
        destroyed_serial="OLD000000001",
        destruction_reason="SUPERSEDED",
        destruction_place="派出所证件室",
    )


def found_and_destroyed(office: Office) -> Case:
    """The lost card was replaced: two persons destroy it."""
    return found_and_destroyed_by_one(office).complete(
        "witness_found_destruction", by=colleague_of("window"), destruction_witnessed="true"
    )


def found_and_returned_late(office: Office) -> Case:
    """The holder comes for the card only after the window and its head were reminded."""
    case = found(office, "DEMO00000001").wait("2026-03-24T17:00")
    return case.complete(
        "return_found_card", found_identity_verified="true", found_returned_on="2026-03-24"
    )


def found_and_destroyed_late(office: Office) -> Case:
    """The found card lies for five working days, and once more until it is witnessed."""
    case = found(office, "OLD000000001").wait("2026-03-17T17:00")
    case.complete(
        "destroy_found_card",
        destroyed_serial="OLD000000001",
        destruction_reason="SUPERSEDED",
        destruction_place="派出所证件室",
    )
    return case.wait("2026-03-19T17:00")


# -- more time for a remote county -------------------------------------------------------------


def set_to(office: Office, name: str, value: SettingValue) -> Office:
    """Let a value of a setting be in force."""
    settings = OfficeSettings({name: (DatedValue(date(2026, 1, 1), value),)}, 1)
    clocks = replace(office.engine.clocks, settings=settings)
    return replace(office, engine=replace(office.engine, clocks=clocks))


def remote(office: Office) -> Office:
    """Let the county of the demo office count as remote."""
    return set_to(office, "remote_counties", ("520102",))


def extended(office: Office) -> Case:
    """The leader of a remote county orders thirty days more, and the applicant is told why."""
    return scenarios.accepted(remote(office)).send("extension_ordered", by="leader", **ORDER)


# -- an error of the office --------------------------------------------------------------------


def corrected_by_the_office(office: Office) -> Case:
    """The office printed a wrong address and replaces the card of its own accord, though late."""
    case = office.begin("reissue_by_office", "clerk", **ERROR)
    case.complete("review_application_data", rev_decision="FLAG", rev_reason_text="请双人审核。")
    case.complete("sign_off", sign_decision="SIGN")
    case.complete("receive_production_data", data_complete="true", batch_no="B-0310")
    scenarios.made(case).complete("dispatch_card", handed_to_courier="true")
    case.complete("register_arrival", shelf_no="A-15").wait("2026-05-09T17:00")
    case.complete("keep_uncollected_card", storage_place="保险柜3")
    case.complete("hand_over_card", **{**HAND_OVER, "old_card_result": "RETURNED"})
    return case.complete("explain_breach_station", **EXPLANATION)


def correction_refused(office: Office) -> Case:
    """The county finds that the card was right."""
    return office.begin("reissue_by_office", "clerk", **ERROR).complete(
        "review_application_data",
        rev_decision="UNQUALIFIED",
        rev_reason_code="REV-99",
        rev_reason_text="经核对证件登记项目无误。",
    )


def corrected_card_of_a_deceased(office: Office) -> list[Case]:
    """The holder dies while the corrected card waits: two persons destroy it."""
    case = office.begin("reissue_by_office", "clerk", **ERROR)
    case.complete("review_application_data", rev_decision="FLAG", rev_reason_text="请双人审核。")
    case.complete("sign_off", sign_decision="SIGN")
    case.complete("receive_production_data", data_complete="true", batch_no="B-0310")
    scenarios.made(case).complete("dispatch_card", handed_to_courier="true")
    case, told = register_tells(case.complete("register_arrival", shelf_no="A-15"), "DECEASED")
    return [destroyed(case, "DECEASED"), told]


def correction_of_a_deceased(office: Office) -> list[Case]:
    """The holder dies while the county reviews what the office wants to correct."""
    return register_tells(office.begin("reissue_by_office", "clerk", **ERROR), "DECEASED")


def corrected_by_mail(office: Office) -> Case:
    """The corrected card goes out by mail, and the wrong one comes back at the second look."""
    case = office.begin("reissue_by_office", "clerk", **{**ERROR, **MAIL})
    case.complete("review_application_data", rev_decision="FLAG", rev_reason_text="请双人审核。")
    case.complete("sign_off", sign_decision="SIGN")
    case.complete("receive_production_data", data_complete="true", batch_no="B-0310")
    scenarios.made(case).complete("dispatch_card", handed_to_courier="true")
    case.complete("confirm_delivery", signer="田秋月")
    case.complete("receive_old_card", old_card_receipt="NOT_COME")
    return case.complete("receive_old_card", old_card_receipt="RECEIVED")


def lost_at_a_correction(office: Office) -> Case:
    """The corrected card of the office's own accord is lost, and its harm assessed."""
    case = office.begin("reissue_by_office", "clerk", **ERROR)
    case.complete("review_application_data", rev_decision="FLAG", rev_reason_text="请双人审核。")
    case.complete("sign_off", sign_decision="SIGN")
    case.complete("receive_production_data", data_complete="true", batch_no="B-0310")
    scenarios.made(case).complete("dispatch_card", handed_to_courier="true")
    case.wait("2026-03-17T17:00")
    case.complete("ask_the_courier", inquiry_result="LOST", inquiry_note="确认丢失。")
    return assessed(case)


WAYS = (
    corrected_by_mail,
    found_and_returned_late,
    found_and_destroyed_late,
    lost_at_a_correction,
    holder_died_before_the_card,
    holder_died_before_collecting,
    name_changed_before_production,
    name_changed_in_production,
    name_changed_after_production,
    register_corrected,
    found_and_returned,
    found_and_destroyed,
    extended,
    corrected_by_the_office,
    correction_refused,
    corrected_card_of_a_deceased,
    correction_of_a_deceased,
)
