"""The procedure by its people, from the centre to the card in hand."""

from __future__ import annotations

import pytest

from engine.core.errors import InvalidAnswers
from tests.processes import scenarios
from tests.processes.exceptions_from_outside import set_to
from tests.processes.office import Case, Office
from tests.processes.refusals import refused_fields
from tests.processes.scenarios import HAND_OVER

# another citizen of the same county
NEIGHBOUR = "520199200603151015"

# -- the centre ----------------------------------------------------------------------------------


def test_a_faulty_card_is_made_again(office: Office) -> None:
    case = scenarios.made_again(office)

    assert case.open == {"dispatch_card"}


def test_a_serial_is_refused_that_any_card_has_had(office: Office) -> None:
    """The rejected card, the old card of the same person, and a card of another case."""
    other = scenarios.sent(office, id_number=NEIGHBOUR).answers["card_serial"]
    case = scenarios.in_production(office).complete("produce_card", card_serial="GZ 77a")
    case.complete("check_card_quality", qc_result="FAIL", qc_code="QC-04")

    refused = {serial: _refusal(case, serial) for serial in ("gz77A", "DEMO00000001", other)}

    assert refused == {
        "gz77A": "value_taken_here",
        "DEMO00000001": "value_taken_here",
        other: "value_taken",
    }
    assert case.complete("produce_card", card_serial="GZ77B").open == {"check_card_quality"}


def test_the_serial_of_a_card_that_was_lost_and_invalidated_is_never_used_again(
    office: Office,
) -> None:
    case = scenarios.sent(office).wait("2026-03-17T17:00")
    lost = case.answers["card_serial"]
    case.complete("ask_the_courier", inquiry_result="LOST", inquiry_note="确认丢失。")

    assert _refusal(case, lost) == "value_taken_here"
    assert _refusal(scenarios.in_production(office, id_number=NEIGHBOUR), lost) == "value_taken"


def _refusal(case: Case, serial: str) -> str:
    with pytest.raises(InvalidAnswers) as refused:
        case.complete("produce_card", card_serial=serial)
    return refused_fields(refused)["card_serial"]


def test_a_card_that_is_made_again_says_so(office: Office) -> None:
    case = scenarios.in_production(office).complete("produce_card", card_serial=scenarios.serial())

    case.complete("check_card_quality", qc_result="FAIL", qc_code="QC-01")

    assert (case.open, case.status) == ({"produce_card"}, "REMAKING")


def test_a_card_goes_to_the_courier_with_a_waybill(office: Office) -> None:
    case = scenarios.made(scenarios.in_production(office))

    assert case.open == {"dispatch_card"}
    assert case.answers["waybill_no"].startswith("EV")


# -- the card in hand ----------------------------------------------------------------------------


def test_a_card_that_arrives_is_announced(office: Office) -> None:
    case = scenarios.arrived(office)

    assert case.units == {"hand_over_card": ("window", "520102001")}
    assert case.status == "AT_STATION"
    assert ("applicant", "tell_card_arrived") in case.notices


def test_a_handed_over_card_ends_the_case(office: Office) -> None:
    case = scenarios.collected(office)

    assert (case.outcome, case.status) == ("card_collected", "COLLECTED")
    assert (case.open, case.armed, case.awaited) == (set(), {}, {})


def test_the_old_card_is_invalidated_at_the_end(office: Office) -> None:
    case = scenarios.collected(office)

    assert "invalidate_old_card" in {element for element, _ in case.path}


def test_the_old_card_is_accounted_for_at_hand_over(office: Office) -> None:
    case = scenarios.arrived(office)
    without = {name: text for name, text in HAND_OVER.items() if name != "old_card_result"}

    with pytest.raises(InvalidAnswers) as refused:
        case.complete("hand_over_card", **without)

    assert refused_fields(refused) == {"old_card_result": "answer_required"}


def test_a_relative_who_collects_is_named(office: Office) -> None:
    case = scenarios.arrived(office)

    with pytest.raises(InvalidAnswers) as refused:
        case.complete("hand_over_card", **{**HAND_OVER, "collector": "RELATIVE"})

    assert refused_fields(refused).keys() == {"agent_name", "agent_id_number", "agent_relation"}


def test_a_mailed_card_is_signed_for_and_then_verified(office: Office) -> None:
    case = scenarios.delivered(office)

    assert case.units == {"verify_card": ("applicant", ""), "pay_fee": ("applicant", "")}
    assert case.status == "DELIVERED"


def test_a_delivered_card_stops_the_statutory_clock(office: Office) -> None:
    case = scenarios.delivered(office)

    assert case.armed.keys() == {
        "verification_due_soon",
        "verification_lapsed",
        "fee_due_soon",
        "fee_overdue",
    }


def test_a_verified_card_ends_the_case(office: Office) -> None:
    case = scenarios.mailed_and_verified(office)

    assert (case.outcome, case.status) == ("card_verified", "CLOSED")


def test_a_card_that_is_never_verified_is_held_against_nobody(office: Office) -> None:
    case = scenarios.mailed_and_never_verified(office)

    assert case.outcome == "closed_unverified"
    assert ("applicant", "remind_to_verify") in case.notices


# -- what the office has set -------------------------------------------------------------------


def test_the_days_to_collect_a_card_are_those_that_are_set(office: Office) -> None:
    case = scenarios.accepted(set_to(office, "collection_days", 40))

    assert case.armed["collection_day_30"] == "2026-05-09 17:00"


def test_an_uncollected_card_is_kept_for_the_months_that_are_set(office: Office) -> None:
    case = scenarios.arrived(set_to(office, "uncollected_card_months", 6)).wait("2026-05-09T17:00")
    case.complete("keep_uncollected_card", storage_place="保险柜3").wait("2026-11-20T09:00")

    assert "seal_for_county" in case.open
