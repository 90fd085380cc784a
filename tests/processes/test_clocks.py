"""Every drawn deadline, on a handed-in clock, across holidays and make-up days."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from engine.core.instants import ZONE
from tests.processes import exceptions_from_outside as from_outside
from tests.processes import exceptions_of_the_fee as fees
from tests.processes import exceptions_on_the_way as on_the_way
from tests.processes import scenarios
from tests.processes.diagrams import nodes
from tests.processes.exceptions_at_acceptance import temporary_card_wanted
from tests.processes.exceptions_at_the_county import asked_the_station, suspected_in_review
from tests.processes.office import MAIL, Case, Office
from tests.processes.scenarios import Way

NewOffice = Callable[[datetime], Office]


def applied(office: Office) -> Case:
    return office.apply()


def unchecked(office: Office) -> Case:
    """The station has missed its three working days."""
    case = office.apply()
    office.travel(due(case, "check_overdue"))
    return case


def unreviewed(office: Office) -> Case:
    """The county has missed its three working days."""
    case = scenarios.accepted(office)
    office.travel(due(case, "review_overdue"))
    return case


def unmade(office: Office) -> Case:
    """The centre has missed its three working days."""
    case = scenarios.in_production(office)
    office.travel(due(case, "production_overdue"))
    return case


def made(office: Office) -> Case:
    """The card is finished and waits for the courier."""
    return scenarios.made(scenarios.in_production(office))


def mailed(office: Office) -> Case:
    """The card is on its way to the applicant's door."""
    return scenarios.sent(office, **MAIL)


def card_found(office: Office) -> Case:
    """A card that was never replaced is found."""
    return from_outside.found(office, "DEMO00000001")


def replaced_found(office: Office) -> Case:
    """A card that was replaced is found."""
    return from_outside.found(office, "OLD000000001")


def found_destroyed(office: Office) -> Case:
    """A found card is destroyed, and nobody has witnessed it yet."""
    return from_outside.found_and_destroyed_by_one(office)


def damaged(office: Office) -> Case:
    """The card has come damaged and is to be destroyed."""
    return on_the_way.came_damaged(office)


def destroyed_by_one(office: Office) -> Case:
    """The damaged card is destroyed, and nobody has witnessed it yet."""
    return on_the_way.destroyed_by_one(on_the_way.came_damaged(office), "DEFECTIVE")


def mail_back(office: Office) -> Case:
    """The courier brings the card back."""
    return mailed(office).complete(
        "confirm_delivery", delivery_result="RETURNED", dlv_code="DLV-02"
    )


def loss_known(office: Office) -> Case:
    """The courier has lost the card."""
    return mailed(office).complete(
        "confirm_delivery", delivery_result="LOST", delivery_note="投递员丢失邮件。"
    )


def old_card_owed(office: Office) -> Case:
    """The new card came by mail; the damaged one has to go back."""
    case = scenarios.sent(office, **scenarios.DAMAGE, **MAIL)
    return case.complete("confirm_delivery", signer="田秋月")


def unpaid(office: Office) -> Case:
    """The applicant has let the ten working days for the fee pass."""
    case = scenarios.delivered(office)
    office.travel(due(case, "fee_overdue"))
    return case


def old_card_announced(office: Office) -> Case:
    """The applicant has put the old card into the prepaid envelope."""
    return old_card_owed(office).complete("return_old_card", **on_the_way.SENT_BACK)


def error_found(office: Office) -> Case:
    """The office replaces a card of its own accord."""
    return office.begin("reissue_by_office", "clerk", **from_outside.ERROR)


def due(case: Case, element: str) -> datetime:
    return datetime.strptime(case.armed[element], "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


# Calendars of 2026: Spring Festival 15–23 February with work on Saturdays 14 and 28 February;
# Mid-Autumn 25–27 September; National Day 1–7 October with work on Saturday 10 October.
DEADLINES = [
    (applied, "2026-02-12T10:00", "check_due_soon", "2026-02-14 09:00"),
    (applied, "2026-02-12T10:00", "check_untaken", "2026-02-13 17:00"),
    (applied, "2026-02-13T10:00", "check_untaken", "2026-02-14 17:00"),
    (scenarios.accepted, "2026-02-14T10:00", "review_untaken", "2026-02-24 17:00"),
    (scenarios.in_production, "2026-09-30T10:00", "production_untaken", "2026-10-08 17:00"),
    (applied, "2026-02-12T10:00", "check_overdue", "2026-02-24 17:00"),
    (applied, "2026-02-12T23:30", "check_overdue", "2026-02-24 17:00"),
    (applied, "2026-02-14T10:00", "check_overdue", "2026-02-26 17:00"),
    (applied, "2026-02-17T10:00", "check_overdue", "2026-02-26 17:00"),
    (applied, "2026-09-30T10:00", "check_overdue", "2026-10-10 17:00"),
    (applied, "2026-08-02T10:00", "statutory_day_30", "2026-09-01 17:00"),
    (applied, "2026-08-02T10:00", "statutory_day_45", "2026-09-16 17:00"),
    (applied, "2026-08-02T10:00", "statutory_day_55", "2026-09-28 17:00"),
    (applied, "2026-08-02T10:00", "statutory_day_60", "2026-10-08 17:00"),
    (scenarios.accepted, "2026-02-12T10:00", "review_due_soon", "2026-02-14 09:00"),
    (scenarios.accepted, "2026-02-12T10:00", "review_overdue", "2026-02-24 17:00"),
    (scenarios.accepted, "2026-02-12T10:00", "collection_day_15", "2026-03-11 17:00"),
    (scenarios.accepted, "2026-02-12T10:00", "collection_day_25", "2026-03-25 17:00"),
    (scenarios.accepted, "2026-02-12T10:00", "collection_day_30", "2026-04-01 17:00"),
    (scenarios.in_production, "2026-09-29T10:00", "production_due_soon", "2026-10-08 09:00"),
    (scenarios.in_production, "2026-09-29T10:00", "production_overdue", "2026-10-09 17:00"),
    (scenarios.to_be_supplemented, "2026-09-24T10:00", "supplement_due_soon", "2026-10-13 00:00"),
    (scenarios.to_be_supplemented, "2026-09-24T10:00", "supplement_overdue", "2026-10-16 00:00"),
    (scenarios.delivered, "2026-01-20T10:00", "verification_due_soon", "2026-02-10 00:00"),
    (scenarios.delivered, "2026-01-20T10:00", "verification_lapsed", "2026-02-25 00:00"),
    (unchecked, "2026-02-12T10:00", "station_silent_for_1_day", "2026-02-25 17:00"),
    (unchecked, "2026-02-12T10:00", "station_silent_for_3_days", "2026-02-27 17:00"),
    (unreviewed, "2026-02-12T10:00", "county_silent_for_1_day", "2026-02-25 17:00"),
    (unreviewed, "2026-02-12T10:00", "county_silent_for_3_days", "2026-02-27 17:00"),
    (unmade, "2026-02-12T10:00", "centre_silent_for_3_days", "2026-02-27 17:00"),
    (asked_the_station, "2026-02-12T10:00", "answer_due", "2026-02-24 17:00"),
    (suspected_in_review, "2026-02-12T10:00", "investigation_due", "2026-03-04 17:00"),
    (scenarios.signed, "2026-02-12T10:00", "receipt_due_soon", "2026-02-13 09:00"),
    (scenarios.signed, "2026-02-12T10:00", "receipt_overdue", "2026-02-14 17:00"),
    (on_the_way.data_returned, "2026-02-12T10:00", "correction_overdue", "2026-02-26 17:00"),
    (made, "2026-02-12T10:00", "dispatch_overdue", "2026-02-13 17:00"),
    (scenarios.sent, "2026-02-12T10:00", "arrival_overdue", "2026-02-26 17:00"),
    (mailed, "2026-02-12T10:00", "delivery_overdue", "2026-02-26 17:00"),
    (scenarios.delivered, "2026-02-12T10:00", "fee_due_soon", "2026-02-25 00:00"),
    (scenarios.delivered, "2026-02-12T10:00", "fee_overdue", "2026-03-05 00:00"),
    (fees.told_of_payment, "2026-02-12T10:00", "fee_unconfirmed", "2026-02-24 17:00"),
    (unpaid, "2026-02-12T10:00", "fee_undecided", "2026-03-12 17:00"),
    (card_found, "2026-02-12T10:00", "return_of_found_card_due", "2026-03-04 17:00"),
    (replaced_found, "2026-02-12T10:00", "destruction_of_found_card_due", "2026-02-26 17:00"),
    (found_destroyed, "2026-02-12T10:00", "witness_of_found_card_due", "2026-02-14 17:00"),
    (damaged, "2026-02-12T10:00", "destruction_due", "2026-02-26 17:00"),
    (destroyed_by_one, "2026-02-12T10:00", "witness_due", "2026-02-14 17:00"),
    (mail_back, "2026-02-12T10:00", "return_due", "2026-02-26 17:00"),
    (loss_known, "2026-02-12T10:00", "assessment_due_soon", "2026-02-14 17:00"),
    (loss_known, "2026-02-12T10:00", "assessment_overdue", "2026-02-26 17:00"),
    (scenarios.arrived, "2026-02-12T10:00", "collection_overdue", "2026-04-01 17:00"),
    (temporary_card_wanted, "2026-02-12T10:00", "temporary_card_overdue", "2026-02-24 17:00"),
    (old_card_owed, "2026-01-20T10:00", "old_card_due", "2026-02-10 00:00"),
    (old_card_announced, "2026-01-20T10:00", "old_card_awaited", "2026-02-03 17:00"),
    (error_found, "2026-08-02T10:00", "correction_day_60", "2026-10-08 17:00"),
]
IDS = [f"{element} from {start}" for _, start, element, _ in DEADLINES]


def in_china(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(("way", "start", "element", "expected"), DEADLINES, ids=IDS)
def test_a_deadline_fires_at_its_instant_and_not_a_second_before(
    new_office: NewOffice, way: Way, start: str, element: str, expected: str
) -> None:
    office = new_office(in_china(start))
    case = way(office)
    instant = in_china(expected)

    office.travel(instant - timedelta(seconds=1))
    fired_before = element in case.fired
    office.travel(instant)

    assert (fired_before, element in case.fired) == (False, True)


def test_every_drawn_deadline_is_in_the_table() -> None:
    timers = {
        name
        for name, node in nodes("boundaryEvent").items()
        if node.find("{*}timerEventDefinition") is not None
    }

    assert {element for _, _, element, _ in DEADLINES} == timers


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Apia"])
def test_deadlines_do_not_depend_on_where_the_server_stands(
    new_office: NewOffice, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()

    case = scenarios.accepted(new_office(in_china("2026-02-12T23:30")))

    monkeypatch.undo()
    time.tzset()
    assert case.armed == {
        "review_untaken": "2026-02-13 17:00",
        "review_due_soon": "2026-02-14 09:00",
        "review_overdue": "2026-02-24 17:00",
        "collection_day_15": "2026-03-11 17:00",
        "collection_day_25": "2026-03-25 17:00",
        "collection_day_30": "2026-04-01 17:00",
        "statutory_day_30": "2026-03-16 17:00",
        "statutory_day_45": "2026-03-30 17:00",
        "statutory_day_55": "2026-04-08 17:00",
        "statutory_day_60": "2026-04-13 17:00",
    }


def test_a_settled_clock_never_rings(office: Office) -> None:
    case = scenarios.signed(office)

    case.wait("2026-03-20T17:00")

    assert "review_overdue" not in case.fired


def test_a_clock_that_rings_late_rings_once(office: Office) -> None:
    case = office.apply()

    office.clock.at = in_china("2026-03-20T09:00")
    office.travel(in_china("2026-03-20T09:00"))

    late = [entry for entry in case.history if entry.get("element") == "check_overdue"]
    assert [(entry["kind"], entry["due"]) for entry in late] == [
        ("timer_fired", "2026-03-13T09:00:00.000000Z")
    ]


def test_the_time_for_a_supplement_is_counted_from_the_request(office: Office) -> None:
    case = office.apply().wait("2026-03-12T10:00")

    case.complete(
        "check_application",
        pre_decision="SUPPLEMENT",
        pre_reason_code="PRE-08",
        pre_reason_text="请补充丢失情况说明。",
    )

    assert case.armed["supplement_overdue"] == "2026-03-27 00:00"
