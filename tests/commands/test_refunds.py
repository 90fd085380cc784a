"""Fees that are given back: a window asks, the head of its unit confirms."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.commands import history, process_instances, refunds, tills, user_tasks
from engine.commands.refunds import RefundText
from engine.commands.tills import Till
from engine.core import instants
from engine.core.errors import Conflict, InvalidAnswers, NotFound, NotPermitted
from engine.core.people import Actor
from engine.store.failpoints import Failpoints
from engine.store.queries import history as entries
from engine.store.queries import notices
from engine.store.queries import refunds as queries
from engine.store.queries.notices import NoticeRow
from engine.store.queries.refunds import RefundRow
from engine.store.transaction import reading
from tests.bpmn.drawing import end, lane, path, process, start, user
from tests.bpmn.offices import OTHER_STATION, STATION
from tests.commands.offices import (
    APPLICANT,
    AUDITOR,
    CLERK,
    COUNTY,
    HEAD,
    NEIGHBOUR,
    OPERATOR,
    Office,
    person,
    posted,
)
from tests.commands.procedures import form, text

WINDOW = person("wen", ("window", STATION))
WHOLE = RefundText("40", "refused", "", "T-1")
PAID = {"fee_payment": "PAID", "fee_amount": "40", "fee_receipt_no": "R-1"}
PROCEDURE = process(
    "p",
    lane("home", "start", role="applicant", jurisdiction="own_case"),
    lane("window", "receive", "end", role="window", jurisdiction="station"),
    start(),
    user("receive"),
    end(),
    path("start", "receive", "end"),
)
AT_TWO_PLACES = process(
    "p",
    lane("home", "start", role="applicant", jurisdiction="own_case"),
    lane("county", "look", jurisdiction="household_county"),
    lane("window", "receive", "end", role="window", jurisdiction="station"),
    start(),
    user("look"),
    user("receive"),
    end(),
    path("start", "look", "receive", "end"),
)
FORMS = {
    "p/start.json": form(text("id_number")),
    "p/receive.json": form(*(text(name, "P1") for name in PAID)),
}


@pytest.fixture(autouse=True)
def _deployed(office: Office) -> None:
    office.deploy(PROCEDURE, files=FORMS)


def settled(office: Office, actor: Actor = APPLICANT, **changes: str) -> str:
    """Let a fee be settled at the window, with which the case ends."""
    answers = posted(id_number="52019919850704202X")
    instance = process_instances.start(office.engine, "p", actor, answers)
    (row,) = (row for row in office.inbox(WINDOW) if row.instance_id == instance)
    user_tasks.complete(office.engine, row.task_id, WINDOW, posted(**{**PAID, **changes}))
    return instance


def asked(office: Office, instance: str, given: RefundText = WHOLE) -> str:
    return refunds.ask(office.engine, instance, given, WINDOW)


def given_back(office: Office, instance: str, given: RefundText = WHOLE) -> str:
    refund = asked(office, instance, given)
    refunds.confirm(office.engine, refund, HEAD)
    return refund


def only(office: Office, instance: str) -> RefundRow:
    (row,) = queries.of(office.engine.store, instance)
    return row


def till(office: Office) -> Till:
    day = office.clock.now.astimezone(instants.ZONE).date()
    return tills.of_day(office.engine, STATION, day, WINDOW)


def told(office: Office) -> tuple[NoticeRow, ...]:
    with reading(office.engine.store) as tx:
        return notices.latest(tx, APPLICANT.id)


def kinds(office: Office, instance: str) -> list[str]:
    return [entry.kind for entry in entries.timeline(office.engine.store, instance)]


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


def test_who_asked_may_take_it_back(office: Office) -> None:
    instance = settled(office)

    refunds.turn_down(office.engine, asked(office, instance), WINDOW)

    assert only(office, instance).ending == "turned_down"
    assert refunds.may_ask(office.engine, instance, WINDOW)


def test_what_is_settled_is_settled_no_other_way(office: Office) -> None:
    instance = settled(office)
    refund = given_back(office, instance)

    with pytest.raises(Conflict, match="refund_settled"):
        refunds.turn_down(office.engine, refund, HEAD)


def test_nobody_confirms_what_they_asked_for(office: Office) -> None:
    both = person("wen", ("window", STATION), ("head", STATION))
    refund = refunds.ask(office.engine, settled(office), WHOLE, both)

    with pytest.raises(NotPermitted, match="second_person_needed"):
        refunds.confirm(office.engine, refund, both)

    assert refunds.waiting(office.engine, both) == ()
    assert [row.id for row in refunds.waiting(office.engine, HEAD)] == [refund]


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (CLERK, NotPermitted),
        (HEAD, NotPermitted),
        (APPLICANT, NotPermitted),
        (AUDITOR, NotPermitted),
        (NEIGHBOUR, NotFound),
        (OPERATOR, NotFound),
        (person("far", ("window", OTHER_STATION)), NotFound),
    ],
    ids=lambda value: getattr(value, "id", None),
)
def test_nobody_but_a_window_that_had_the_case_asks(
    office: Office, actor: Actor, refusal: type[Exception]
) -> None:
    instance = settled(office)

    with pytest.raises(refusal):
        refunds.ask(office.engine, instance, WHOLE, actor)

    assert not refunds.may_ask(office.engine, instance, actor)


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (CLERK, NotPermitted),
        (APPLICANT, NotPermitted),
        (person("col", ("window", STATION)), NotPermitted),
        (person("lea", ("leader", "520102")), NotPermitted),
        (person("far", ("head", OTHER_STATION)), NotFound),
    ],
    ids=lambda value: getattr(value, "id", None),
)
def test_nobody_but_the_head_of_the_unit_confirms(
    office: Office, actor: Actor, refusal: type[Exception]
) -> None:
    instance = settled(office)
    refund = asked(office, instance)

    with pytest.raises(refusal):
        refunds.confirm(office.engine, refund, actor)

    assert only(office, instance).ending is None


def test_nobody_asks_for_the_own_fee(office: Office) -> None:
    own = person("wen", ("window", STATION), id_number="52019919850704202X")
    instance = settled(office)

    with pytest.raises(Conflict, match="own_case"):
        refunds.ask(office.engine, instance, WHOLE, own)


def test_nobody_confirms_the_own_fee(office: Office) -> None:
    own = person("hong", ("head", STATION), id_number="52019919850704202X")
    instance = settled(office)
    refund = asked(office, instance)

    with pytest.raises(Conflict, match="own_case"):
        refunds.confirm(office.engine, refund, own)

    assert only(office, instance).ending is None


def test_no_more_is_confirmed_than_is_still_paid(office: Office) -> None:
    instance = settled(office)
    refund = asked(office, instance)
    province = person("pro", ("province", "520000"))
    process_instances.erase_answer(office.engine, instance, "fee_payment", "court order", province)

    with pytest.raises(Conflict, match="refund_nothing_paid"):
        refunds.confirm(office.engine, refund, HEAD)

    assert only(office, instance).ending is None


def test_the_till_takes_a_refund_off_on_the_day_of_its_confirmation(office: Office) -> None:
    instance = settled(office)
    settled(office, NEIGHBOUR)
    office.clock.advance(days=1)
    refund = asked(office, instance)
    asked_on = till(office).amount
    office.clock.advance(days=1)

    refunds.confirm(office.engine, refund, HEAD)

    assert asked_on == Decimal(0)
    found = till(office)
    assert found.amount == Decimal(-40)
    assert [(one.payment, one.amount, one.receipt) for one in found.payments] == [
        ("REFUND", Decimal(-40), "T-1")
    ]
    (total,) = found.totals
    assert (total.officer, total.count, total.refunds) == (WINDOW.id, 0, 1)
    assert (total.taken, total.given_back) == (Decimal(0), Decimal(40))


def test_the_till_adds_up_what_was_paid_reduced_exempt_and_given_back(office: Office) -> None:
    settled(office, fee_amount="20.50", fee_payment="REDUCED")
    settled(office, NEIGHBOUR, fee_payment="EXEMPT")
    given_back(office, settled(office, person("ned", ("applicant", STATION))))
    settled(office, person("ida", ("applicant", STATION)), fee_amount="20")

    found = till(office)

    (total,) = found.totals
    assert (total.count, total.taken, total.given_back) == (4, Decimal("80.50"), Decimal(40))
    assert found.amount == total.amount == Decimal("40.50")


def test_a_fee_counts_where_it_was_settled_not_where_its_officer_did_something_else(
    office: Office,
) -> None:
    at_both = person("wen", ("window", STATION), ("clerk", COUNTY))
    office.deploy(AT_TWO_PLACES, files={**FORMS, "p/look.json": form(text("note"))})
    instance = office.start(APPLICANT, id_number="52019919850704202X")
    for answers in ({}, PAID):
        (row,) = (row for row in office.inbox(at_both) if row.instance_id == instance)
        user_tasks.complete(office.engine, row.task_id, at_both, posted(**answers))
    day = office.clock.now.astimezone(instants.ZONE).date()

    at_county = tills.of_day(office.engine, COUNTY, day, person("lea", ("head", COUNTY)))

    assert at_county.payments == ()
    assert till(office).amount == Decimal(40)


def test_a_till_costs_the_same_whatever_was_taken_and_given_back(office: Office) -> None:
    def cost() -> int:
        places = Failpoints("statement", passage=0)
        engine = replace(office.engine, store=replace(office.engine.store, failpoints=places))
        day = office.clock.now.astimezone(instants.ZONE).date()
        tills.of_day(engine, STATION, day, HEAD)
        return places.passed

    empty = cost()
    for number in range(5):
        payer = person(f"payer{number}", ("applicant", STATION))
        given_back(office, settled(office, payer), replace(WHOLE, receipt_no=f"T-{number}"))

    assert cost() == empty == 4


def test_a_till_that_is_taken_away_is_told_in_the_history_of_each_of_its_cases(
    office: Office,
) -> None:
    instance = settled(office)
    day = office.clock.now.astimezone(instants.ZONE).date()

    tills.export(office.engine, STATION, day, WINDOW)

    assert kinds(office, instance).count("exported") == 1
