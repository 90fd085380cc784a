"""Both registers keep the same contract, and the handlers make answers of what they say."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from engine.core.errors import InvalidInput, ServiceTaskFailed
from engine.core.ports import CardEvent, PopulationRegister
from engine.core.services import ServiceCall
from tasks import population_register
from tasks.demo_register import DemoRegister
from tasks.handlers import HANDLERS
from tasks.http_client import Endpoint
from tasks.http_register import HttpRegister
from tests.tasks.register_server import TOKEN, RegisterServer

ELIGIBLE = "52019919850704202X"
CHILD = "520199201509011010"
OUTSIDER = "520199197802190039"
UNKNOWN = "520199200001010013"
DAY = date(2026, 3, 16)
LOSS = CardEvent(ELIGIBLE, "DEMO00000001", "LOSS", DAY)


def test_a_known_person_is_found_as_registered(register: PopulationRegister) -> None:
    entry = register.look_up(ELIGIBLE, DAY)

    assert entry is not None
    assert (entry.name, entry.sex, entry.ethnicity) == ("田秋月", "F", "01")
    assert entry.birth_date == date(1985, 7, 4)
    assert entry.hukou_division == "520102"
    assert entry.last_card_on == date(2025, 1, 16)
    assert entry.old_card_expiry == date(2045, 1, 16)


def test_rare_characters_survive_the_way(register: PopulationRegister) -> None:
    entry = register.look_up("52019919990909306X", DAY)

    assert entry is not None
    assert entry.name == "吴𬍛"


def test_an_unknown_number_is_nobody(register: PopulationRegister) -> None:
    assert register.look_up(UNKNOWN, DAY) is None


def test_a_loss_is_reported_once_per_key(register: PopulationRegister) -> None:
    first = register.report_loss(LOSS, "task-1")

    assert register.report_loss(LOSS, "task-1") == first
    assert register.report_loss(LOSS, "task-2") != first


def test_an_invalidation_has_a_receipt_of_its_own(register: PopulationRegister) -> None:
    assert register.invalidate_card(LOSS, "task-1") != register.report_loss(LOSS, "task-2")


def test_a_card_of_nobody_is_refused_for_good(register: PopulationRegister) -> None:
    with pytest.raises(ServiceTaskFailed) as refusal:
        register.report_loss(CardEvent(UNKNOWN, None, "LOSS", DAY), "task-1")

    assert refusal.value.permanent


def test_every_demo_number_carries_its_check_digit(embedded: DemoRegister) -> None:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

    wrong = [
        number
        for number in embedded.people
        if not number.startswith("520199")
        or "10X98765432"[sum(int(d) * w for d, w in zip(number, weights, strict=False)) % 11]
        != number[17]
    ]

    assert wrong == []


def test_the_key_and_the_token_travel_with_a_write(
    remote: HttpRegister, server: RegisterServer
) -> None:
    remote.report_loss(LOSS, "task-1")

    assert server.requests == [("/register/losses", "task-1", f"Bearer {TOKEN}")]


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        pytest.param((500, b""), ("register_refused", False), id="broken"),
        pytest.param((503, b""), ("register_refused", False), id="down"),
        pytest.param((429, b""), ("register_refused", False), id="busy"),
        pytest.param((400, b""), ("register_refused", True), id="bad question"),
        pytest.param((401, b""), ("register_refused", True), id="not let in"),
        pytest.param((302, b""), ("register_refused", True), id="redirected"),
        pytest.param((200, b"<html>"), ("register_garbled", False), id="no JSON"),
        pytest.param((200, b"[]"), ("register_garbled", False), id="no object"),
        pytest.param((200, b'{"name": 7}'), ("register_garbled", False), id="wrong type"),
        pytest.param((200, b" " * 1_000_001), ("register_garbled", False), id="endless"),
    ],
)
def test_trouble_says_whether_trying_again_helps(
    remote: HttpRegister,
    server: RegisterServer,
    answer: tuple[int, bytes],
    trouble: tuple[str, bool],
) -> None:
    server.troubles.append(answer)

    with pytest.raises(ServiceTaskFailed) as failure:
        remote.look_up(ELIGIBLE, DAY)

    assert (failure.value.code, failure.value.permanent) == trouble


def test_an_answer_about_somebody_else_is_not_taken(
    remote: HttpRegister, server: RegisterServer
) -> None:
    status, entry = server.answer(
        "/register/people/look-up", "", {"id_number": CHILD, "on": DAY.isoformat()}
    )
    server.troubles.append((status, json.dumps(entry, default=str).encode()))

    with pytest.raises(ServiceTaskFailed, match="register_garbled"):
        remote.look_up(ELIGIBLE, DAY)


def test_an_unknown_enrolment_is_not_taken(remote: HttpRegister, server: RegisterServer) -> None:
    _, entry = server.answer(
        "/register/people/look-up", "", {"id_number": ELIGIBLE, "on": DAY.isoformat()}
    )
    entry["fingerprint_status"] = "MAYBE"
    server.troubles.append((200, json.dumps(entry, default=str).encode()))

    with pytest.raises(ServiceTaskFailed, match="register_garbled"):
        remote.look_up(ELIGIBLE, DAY)


def test_a_write_without_a_receipt_is_not_believed(
    remote: HttpRegister, server: RegisterServer
) -> None:
    server.troubles.append((200, b"{}"))

    with pytest.raises(ServiceTaskFailed, match="register_garbled"):
        remote.report_loss(LOSS, "task-1")


def test_a_register_that_is_not_there_may_come_back() -> None:
    nobody = HttpRegister(Endpoint("http://127.0.0.1:1", timeout=2))

    with pytest.raises(ServiceTaskFailed) as failure:
        nobody.look_up(ELIGIBLE, DAY)

    assert (failure.value.code, failure.value.permanent) == ("register_unreachable", False)


@pytest.mark.parametrize("url", ["http://register.example", "file:///people", "register", ""])
def test_an_address_in_clear_over_a_network_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput, match="address_not_safe"):
        Endpoint(url)


def test_looking_up_makes_answers_with_their_class(
    register: PopulationRegister, call: Callable[..., ServiceCall]
) -> None:
    asked = call(answers={"id_number": ELIGIBLE}, ports={"register": register})

    result = population_register.look_up(asked)

    assert result.variables == {"found": True}
    assert result.answers["age"] == (40, "P2")
    assert result.answers["months_since_last_card"] == (14, "P2")
    assert result.answers["hukou_in_guizhou"] == (True, "P1")
    assert result.answers["hukou_division"] == ("520102", "P1")
    assert result.answers["fingerprint_status"] == ("ENROLLED", "P3")


def test_the_day_of_submission_counts_not_the_day_of_the_answer(
    embedded: DemoRegister, call: Callable[..., ServiceCall]
) -> None:
    answers = {"id_number": CHILD, "submitted_at": "2031-08-31T15:59:59.000000Z"}

    result = population_register.look_up(call(answers=answers, ports={"register": embedded}))

    assert result.answers["age"] == (15, "P2")


def test_a_person_outside_of_guizhou_is_told_apart(
    embedded: DemoRegister, call: Callable[..., ServiceCall]
) -> None:
    asked = call(answers={"id_number": OUTSIDER}, ports={"register": embedded})

    result = population_register.look_up(asked)

    assert result.answers["hukou_in_guizhou"] == (False, "P1")


def test_a_number_that_the_register_does_not_know_is_an_answer(
    register: PopulationRegister, call: Callable[..., ServiceCall]
) -> None:
    asked = call(answers={"id_number": UNKNOWN}, ports={"register": register})

    result = population_register.look_up(asked)

    assert result.variables == {"found": False}
    assert result.answers == {"hukou_in_guizhou": (False, "P1")}


class Organs:
    """Every county has an organ."""

    def of(self, division: str) -> str:
        return f"organ of {division}"


@pytest.mark.parametrize(
    ("handler", "field"),
    [
        (population_register.report_loss, "loss_receipt_no"),
        (population_register.invalidate_old_card, "invalidation_receipt_no"),
        (population_register.invalidate_lost_card, "lost_card_receipt_no"),
        (population_register.record_acceptance, "acceptance_receipt_no"),
        (population_register.record_sign_off, "sign_off_receipt_no"),
        (population_register.record_hand_over, "hand_over_receipt_no"),
    ],
)
def test_a_write_back_keeps_its_receipt(
    handler: Any, field: str, register: PopulationRegister, call: Callable[..., ServiceCall]
) -> None:
    answers = {"id_number": ELIGIBLE, "old_card_serial": "DEMO00000001", "loss_date": "2026-03-01"}

    result = handler(call(answers=answers, ports={"register": register}))

    receipt, data_class = result.answers[field]
    assert len(receipt) == 13
    assert data_class == "P2"


def test_the_sign_off_tells_the_day_of_issue_and_the_age_on_it(
    register: PopulationRegister, call: Callable[..., ServiceCall]
) -> None:
    answers = {
        "id_number": ELIGIBLE,
        "birth_date": "1985-07-04",
        "signed_at": "2026-07-03T15:59:59.000000Z",
    }

    result = population_register.record_sign_off(
        call(answers=answers, ports={"register": register})
    )

    assert result.answers["issue_date"] == ("2026-07-03", "P2")
    assert result.answers["age_at_issue"] == (40, "P2")


def test_the_sign_off_names_the_organ_of_the_household(
    register: PopulationRegister, call: Callable[..., ServiceCall]
) -> None:
    answers = {"id_number": ELIGIBLE, "hukou_division": "520102"}
    ports = {"register": register, "issuing_organs": Organs()}

    result = population_register.record_sign_off(call(answers=answers, ports=ports))

    assert result.answers["issuing_organ"] == ("organ of 520102", "P1")


def test_a_card_that_is_lost_on_its_way_is_kept_by_its_serial(
    register: PopulationRegister, call: Callable[..., ServiceCall]
) -> None:
    answers = {"id_number": ELIGIBLE, "card_serial": "GZ0001"}

    result = population_register.invalidate_lost_card(
        call(answers=answers, ports={"register": register})
    )

    assert result.answers["lost_card_serial"] == ("GZ0001", "P2")


@pytest.mark.parametrize(
    ("number", "serial", "replaced"),
    [
        pytest.param(ELIGIBLE, "DEMO00000001", False, id="the card on record"),
        pytest.param(ELIGIBLE, "OLD000000001", True, id="an earlier card"),
        pytest.param(UNKNOWN, "DEMO00000001", True, id="nobody on record"),
    ],
)
def test_a_found_card_has_been_replaced_or_not(
    register: PopulationRegister,
    call: Callable[..., ServiceCall],
    number: str,
    serial: str,
    replaced: bool,
) -> None:
    answers = {"id_number": number, "found_serial": serial}

    result = population_register.look_up_found_card(
        call(answers=answers, ports={"register": register})
    )

    assert result.answers["found_card_replaced"] == (replaced, "P1")


def test_a_call_without_a_number_fails_for_good(
    embedded: DemoRegister, call: Callable[..., ServiceCall]
) -> None:
    with pytest.raises(ServiceTaskFailed) as failure:
        population_register.look_up(call(ports={"register": embedded}))

    assert failure.value.permanent


@pytest.mark.parametrize(
    ("start", "end", "months", "years"),
    [
        pytest.param(date(2024, 3, 16), date(2026, 3, 16), 24, 2, id="to the day"),
        pytest.param(date(2024, 3, 17), date(2026, 3, 16), 23, 1, id="a day short"),
        pytest.param(date(2024, 2, 29), date(2026, 2, 28), 23, 1, id="leap day"),
        pytest.param(date(2025, 12, 31), date(2026, 1, 1), 0, 0, id="over new year"),
    ],
)
def test_full_months_and_years_are_counted(
    start: date, end: date, months: int, years: int
) -> None:
    assert population_register.full_months(start, end) == months
    assert population_register.full_years(start, end) == years


@pytest.mark.parametrize(
    "operation", sorted(name for name in HANDLERS if name.startswith("population_register."))
)
def test_a_handler_declares_the_answers_that_it_gives_with_their_class(
    embedded: DemoRegister, call: Callable[..., ServiceCall], operation: str
) -> None:
    given = {"id_number": ELIGIBLE, "old_card_serial": "A1", "card_serial": "B1"}
    told = call(answers={**given, "birth_date": "1985-07-04"}, ports={"register": embedded})

    answers = HANDLERS[operation].run(told).answers

    declared = {each.field: each.data_class for each in HANDLERS[operation].writes}
    assert {name: data_class for name, (_, data_class) in answers.items()}.items() <= (
        declared.items()
    )


@pytest.mark.parametrize(
    "operation",
    ["population_register.record_sign_off", "population_register.invalidate_lost_card"],
)
def test_a_result_by_hand_brings_what_the_handler_would(
    embedded: DemoRegister, call: Callable[..., ServiceCall], operation: str
) -> None:
    handler = HANDLERS[operation]
    answers = {"id_number": ELIGIBLE, "card_serial": "B1", "birth_date": "1985-07-04"}
    given = handler.run(call(answers=answers, ports={"register": embedded})).answers
    assert handler.by_hand is not None
    (asked,) = handler.by_hand.asks

    entered = handler.by_hand.result(call(answers=answers), {asked: given[asked][0]}).answers

    assert entered == given
