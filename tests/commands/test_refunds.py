"""Fees that are given back: a window asks, the head of its unit confirms."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.commands import history, process_instances, refunds
from engine.commands.refunds import RefundText
from engine.core.errors import Conflict, InvalidAnswers
from engine.store.queries import history as entries
from engine.store.queries import refunds as queries
from tests.commands.offices import APPLICANT, HEAD, NEIGHBOUR, Office, person
from tests.commands.refunded import (
    FORMS,
    PROCEDURE,
    WHOLE,
    WINDOW,
    asked,
    given_back,
    kinds,
    only,
    settled,
    till,
    told,
)


@pytest.fixture(autouse=True)
def _deployed(office: Office) -> None:
    office.deploy(PROCEDURE, files=FORMS)


def test_a_fee_is_given_back_once_a_second_person_confirms_it(office: Office) -> None:
    instance = settled(office)

    refund = asked(office, instance)
    before = only(office, instance)
    refunds.confirm(office.engine, refund, HEAD)

    assert (before.ending, before.asked_by) == (None, WINDOW.id)
    after = only(office, instance)
    assert (after.amount, after.ending, after.settled_by) == (
        Decimal("40.00"),
        "confirmed",
        HEAD.id,
    )


def test_the_history_tells_who_gave_back_what_and_why_and_stays_sound(office: Office) -> None:
    instance = settled(office)

    given_back(office, instance, RefundText("12.5", "other", "a discount was forgotten", "T-1"))

    ask, confirmed = entries.timeline(office.engine.store, instance)[-2:]
    assert [(ask.kind, ask.actor), (confirmed.kind, confirmed.actor)] == [
        ("refund_asked", WINDOW.id),
        ("refund_confirmed", HEAD.id),
    ]
    for entry in (ask, confirmed):
        assert (entry.body["amount"], entry.body["refund_ground"]) == ("12.50", "other")
        assert entry.body["refund_note"] == "a discount was forgotten"
    assert history.verify(office.engine).broken == ()


def test_the_applicant_is_told_what_was_given_back_once_it_is_confirmed(office: Office) -> None:
    instance = settled(office)
    refund = asked(office, instance)
    before = told(office)

    refunds.confirm(office.engine, refund, HEAD)

    assert before == ()
    (notice,) = told(office)
    assert (notice.kind, notice.parameters["amount"]) == ("tell_refunded", "40.00")


def test_a_fee_is_given_back_in_parts_up_to_what_was_paid(office: Office) -> None:
    instance = settled(office)
    given_back(office, instance, replace(WHOLE, amount="15.50"))
    given_back(office, instance, replace(WHOLE, amount="24.50", receipt_no="T-2"))

    with pytest.raises(InvalidAnswers) as refused:
        asked(office, instance, replace(WHOLE, amount="0.01", receipt_no="T-3"))

    (problem,) = refused.value.problems
    assert (problem.key, problem.code) == ("amount", "refund_too_large")
    assert problem.parameters == {"most": "0.00"}


def test_of_a_reduced_fee_no_more_is_given_back_than_was_paid(office: Office) -> None:
    instance = settled(office, fee_payment="REDUCED", fee_amount="20")

    with pytest.raises(InvalidAnswers):
        asked(office, instance, replace(WHOLE, amount="20.01"))

    given_back(office, instance, replace(WHOLE, amount="20"))
    assert till(office).amount == Decimal(0)


@pytest.mark.parametrize(
    "changes",
    [{"fee_payment": "EXEMPT"}, {"fee_payment": "", "fee_amount": ""}, {"fee_amount": ""}],
    ids=["exempt", "unpaid", "amount unknown"],
)
def test_where_nothing_is_known_to_be_paid_nothing_is_given_back(
    office: Office, changes: dict[str, str]
) -> None:
    instance = settled(office, APPLICANT, **changes)

    with pytest.raises(Conflict, match="refund_nothing_paid"):
        asked(office, instance)

    assert not refunds.may_ask(office.engine, instance, WINDOW)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (replace(WHOLE, amount=""), {"amount": "refund_amount_unusable"}),
        (replace(WHOLE, amount="0"), {"amount": "refund_amount_unusable"}),
        (replace(WHOLE, amount="-1"), {"amount": "refund_amount_unusable"}),
        (replace(WHOLE, amount="1.005"), {"amount": "refund_amount_unusable"}),
        (replace(WHOLE, amount="１０"), {"amount": "refund_amount_unusable"}),
        (replace(WHOLE, amount="40.01"), {"amount": "refund_too_large"}),
        (replace(WHOLE, ground="because"), {"ground": "refund_ground_unknown"}),
        (replace(WHOLE, ground="other"), {"note": "reason_length"}),
        (replace(WHOLE, receipt_no="T"), {"receipt_no": "refund_receipt_length"}),
        (
            RefundText("", "", "号码 52019919850704202X", ""),
            {
                "amount": "refund_amount_unusable",
                "ground": "refund_ground_unknown",
                "note": "id_number_inside",
                "receipt_no": "refund_receipt_length",
            },
        ),
    ],
)
def test_what_is_wrong_with_a_refund_is_told_at_its_field(
    office: Office, given: RefundText, wrong: dict[str, str]
) -> None:
    instance = settled(office)

    with pytest.raises(InvalidAnswers) as refused:
        asked(office, instance, given)

    assert {each.key: each.code for each in refused.value.problems} == wrong


def test_asking_twice_asks_once(office: Office) -> None:
    instance = settled(office)

    first, second = asked(office, instance), asked(office, instance)

    assert first == second == only(office, instance).id
    assert kinds(office, instance).count("refund_asked") == 1


def test_confirming_twice_gives_back_once(office: Office) -> None:
    instance = settled(office)
    refund = given_back(office, instance)

    refunds.confirm(office.engine, refund, HEAD)

    assert kinds(office, instance).count("refund_confirmed") == 1
    assert till(office).amount == Decimal(0)
    assert len(told(office)) == 1


def test_another_refund_waits_until_the_first_is_settled(office: Office) -> None:
    instance = settled(office)
    asked(office, instance, replace(WHOLE, amount="10"))

    with pytest.raises(Conflict, match="refund_waits"):
        asked(office, instance, replace(WHOLE, amount="5", receipt_no="T-2"))


def test_a_receipt_counts_for_one_refund_of_a_unit(office: Office) -> None:
    first, second = settled(office), settled(office, NEIGHBOUR)
    given_back(office, first)

    with pytest.raises(Conflict, match="refund_receipt_used"):
        asked(office, second)

    given_back(office, second, replace(WHOLE, receipt_no="T-2"))


def test_what_was_turned_down_is_not_given_back_and_may_be_asked_for_again(
    office: Office,
) -> None:
    instance = settled(office)
    refunds.turn_down(office.engine, asked(office, instance), HEAD)
    office.clock.advance(seconds=1)

    given_back(office, instance)

    endings = [row.ending for row in queries.of(office.engine.store, instance)]
    assert endings == ["turned_down", "confirmed"]
    assert kinds(office, instance)[-4:] == [
        "refund_asked",
        "refund_turned_down",
        "refund_asked",
        "refund_confirmed",
    ]


def test_what_is_settled_is_settled_no_other_way(office: Office) -> None:
    instance = settled(office)
    refund = given_back(office, instance)

    with pytest.raises(Conflict, match="refund_settled"):
        refunds.turn_down(office.engine, refund, HEAD)


def test_no_more_is_confirmed_than_is_still_paid(office: Office) -> None:
    instance = settled(office)
    refund = asked(office, instance)
    province = person("pro", ("province", "520000"))
    process_instances.erase_answer(office.engine, instance, "fee_payment", "court order", province)

    with pytest.raises(Conflict, match="refund_nothing_paid"):
        refunds.confirm(office.engine, refund, HEAD)

    assert only(office, instance).ending is None
