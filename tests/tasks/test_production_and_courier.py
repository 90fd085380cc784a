"""Orders, waybills and labels are the same at every attempt and say no more than they must."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.core.errors import InvalidAnswers
from engine.core.services import ServiceCall
from tasks import courier, production
from tasks.handlers import HANDLERS

MAILED = {
    "delivery_method": "MAIL",
    "name": "田秋月",
    "mail_phone": "13800138000",
    "mail_division": "520102",
    "mail_address": "示例路12号3单元401室",
    "mail_postcode": "550002",
    "id_number": "52019919850704202X",
}


def test_an_order_keeps_its_number_at_a_second_attempt(call: Callable[..., ServiceCall]) -> None:
    first = production.order(call(key="a")).answers["production_order_no"]

    assert production.order(call(key="a")).answers["production_order_no"] == first
    assert production.order(call(key="b")).answers["production_order_no"] != first


def test_a_label_of_a_mailed_card_names_person_phone_and_address(
    call: Callable[..., ServiceCall],
) -> None:
    label, data_class = courier.label(call(answers=MAILED)).answers["courier_label"]

    assert label.split("\n")[1:] == [
        "田秋月",
        "13800138000",
        "520102",
        "示例路12号3单元401室",
        "550002",
    ]
    assert data_class == "P2"


def test_a_label_of_a_collected_card_names_no_person(call: Callable[..., ServiceCall]) -> None:
    answers = {**MAILED, "delivery_method": "PICKUP", "accepting_station": "520102001"}

    label, _ = courier.label(call(answers=answers)).answers["courier_label"]

    assert label.split("\n")[1:] == ["520102001"]


def test_no_handler_of_the_label_reads_the_id_number() -> None:
    assert "id_number" not in HANDLERS["courier.label"].reads


def test_a_waybill_keeps_its_number_at_a_second_attempt(call: Callable[..., ServiceCall]) -> None:
    first, _ = courier.label(call(answers=MAILED)).answers["waybill_no"]
    again, _ = courier.label(call(answers=MAILED)).answers["waybill_no"]

    assert first == again
    assert first[10] == courier.check_digit(first[2:10])


@pytest.mark.parametrize(("digits", "check"), [("47312482", "9"), ("00000000", "5")])
def test_waybills_carry_the_check_digit_of_the_postal_union(digits: str, check: str) -> None:
    assert courier.check_digit(digits) == check


def test_every_operation_of_the_procedure_has_a_handler() -> None:
    assert sorted(HANDLERS) == [
        "courier.label",
        "notices.tell",
        "population_register.invalidate_lost_card",
        "population_register.invalidate_old_card",
        "population_register.look_up",
        "population_register.look_up_found_card",
        "population_register.record_acceptance",
        "population_register.record_hand_over",
        "population_register.record_sign_off",
        "population_register.report_loss",
        "production.order",
    ]


@pytest.mark.parametrize("number", ["EV473124829CN", "ev473124829cn", "1234567890123"])
def test_a_waybill_of_the_couriers_own_page_gets_its_label(
    call: Callable[..., ServiceCall], number: str
) -> None:
    answers = courier.labelled(call(answers=MAILED), {"waybill_no": number}).answers

    assert answers["waybill_no"][0] == number.upper()
    assert answers["courier_label"][0].split("\n")[:2] == [number.upper(), "田秋月"]


@pytest.mark.parametrize("number", ["EV473124820CN", "a parcel", "123456789012"])
def test_what_is_no_waybill_is_refused_at_its_field(
    call: Callable[..., ServiceCall], number: str
) -> None:
    with pytest.raises(InvalidAnswers) as refused:
        courier.labelled(call(answers=MAILED), {"waybill_no": number})

    assert [(each.key, each.code) for each in refused.value.problems] == [
        ("waybill_no", "waybill")
    ]


def test_handlers_ask_by_hand_for_what_they_give_and_decide_nothing_by_it() -> None:
    by_hand = {name for name, handler in HANDLERS.items() if handler.by_hand}

    assert by_hand.isdisjoint(
        {"population_register.look_up", "population_register.look_up_found_card"}
    )
    for name in by_hand:
        handler = HANDLERS[name]
        assert handler.by_hand is not None
        assert set(handler.by_hand.asks) <= {each.field for each in handler.writes}
