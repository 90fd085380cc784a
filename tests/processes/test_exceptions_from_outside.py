"""What reaches a case from outside: register, found card, remote county, error (E12, E15–E20)."""

from __future__ import annotations

import pytest

from engine.core.errors import Conflict, NotFound, NotPermitted
from tests.processes import diagrams, scenarios
from tests.processes import exceptions_from_outside as outside
from tests.processes.office import Case, Office
from tests.processes.scenarios import HAND_OVER

# -- E15: the holder dies ----------------------------------------------------------------------


def test_the_death_of_the_holder_closes_the_case(office: Office) -> None:
    case, told = outside.holder_died_before_the_card(office)

    assert (case.outcome, case.status) == ("closed_holder_deceased", "CLOSED")
    assert (case.open, case.armed, case.awaited) == (set(), {}, {})
    assert told.outcome == "deceased_made_known"


def test_a_card_of_a_deceased_holder_is_destroyed_by_two_persons(office: Office) -> None:
    case, _ = outside.register_tells(scenarios.arrived(office), "DECEASED")

    assert case.units == {"destroy_the_card": ("window", "520102001")}


def test_the_death_of_the_holder_ends_a_correction_by_the_office(office: Office) -> None:
    case, _ = outside.correction_of_a_deceased(office)

    assert (case.outcome, case.status) == ("correction_ended_by_death", "CLOSED")
    assert (case.open, case.armed, case.awaited) == (set(), {}, {})


def test_a_corrected_card_of_a_deceased_is_destroyed_by_two_persons(office: Office) -> None:
    case, _ = outside.corrected_card_of_a_deceased(office)

    assert (case.outcome, case.status) == ("correction_ended_by_death", "CLOSED")
    assert "witness_destruction" in {element for element, _ in case.path}


# -- E16: the register changes -----------------------------------------------------------------


def test_new_data_before_production_make_the_applicant_file_again(office: Office) -> None:
    case, _ = outside.name_changed_before_production(office)

    assert (case.outcome, case.status) == ("closed_register_changed", "CLOSED")
    assert ("applicant", "tell_to_file_again") in case.notices
    assert office.apply().open == {"check_application"}


def test_new_data_in_production_make_the_card_anew(office: Office) -> None:
    case, _ = outside.register_tells(scenarios.in_production(office), "DATA_CHANGED")

    assert case.open == {"produce_card"}
    assert case.outcome is None


def test_a_card_with_outdated_data_is_destroyed_and_made_again(office: Office) -> None:
    case, _ = outside.name_changed_after_production(office)

    assert case.open == {"produce_card"}


def settled_late(office: Office) -> Case:
    """A card was handed over, and the county has not yet explained its delay."""
    case = scenarios.accepted(office).wait("2026-03-13T17:00")
    case.complete("review_application_data", rev_decision="SIGN")
    case.complete("receive_production_data", data_complete="true", batch_no="B-0316")
    scenarios.made(case).complete("dispatch_card", handed_to_courier="true")
    case.complete("register_arrival", shelf_no="A-12")
    return case.complete("hand_over_card", **scenarios.HAND_OVER)


@pytest.mark.parametrize("kind", ["DECEASED", "DATA_CHANGED"])
def test_what_the_register_tells_later_undoes_no_hand_over(office: Office, kind: str) -> None:
    case = settled_late(office)

    _, told = outside.register_tells(case, kind)

    # no card of the holder's is destroyed, and none is made anew
    assert (case.open, case.status) == ({"explain_breach_county"}, "COLLECTED")
    assert told.outcome is not None


def test_new_data_after_production_late_undo_no_hand_over(office: Office) -> None:
    case = scenarios.in_production(office).wait("2026-03-13T17:00")
    scenarios.made(case).complete("dispatch_card", handed_to_courier="true")
    case.complete("register_arrival", shelf_no="A-12")
    case.complete("hand_over_card", **scenarios.HAND_OVER)

    outside.register_tells(case, "DATA_CHANGED")

    assert (case.open, case.status) == ({"explain_breach_centre"}, "COLLECTED")


def test_a_refusal_stays_a_refusal_whatever_the_register_tells_later(office: Office) -> None:
    case = scenarios.accepted(office).wait("2026-03-13T17:00")
    case.complete(
        "review_application_data",
        rev_decision="UNQUALIFIED",
        rev_reason_code="REV-01",
        rev_reason_text="人像比对不一致，请到窗口办理。",
    )

    outside.register_tells(case, "DATA_CHANGED")

    assert (case.open, case.status) == ({"explain_breach_county"}, "RETURNED")


@pytest.mark.parametrize(
    "end", ["closed_holder_deceased", "closed_register_changed", "correction_ended_by_death"]
)
def test_what_the_register_ends_has_its_closing_record(end: str) -> None:
    said = diagrams.properties(diagrams.nodes("endEvent")[end])

    assert said["documents"] == "closing_record"


# -- E20: a found card -------------------------------------------------------------------------


def test_a_found_card_that_was_not_replaced_goes_back_to_its_holder(office: Office) -> None:
    case = outside.found_and_returned(office)

    assert case.outcome == "found_card_returned"


def test_the_head_hears_of_a_found_card_that_is_not_returned(office: Office) -> None:
    case = outside.found_and_returned_late(office)

    assert ("head", "remind_to_return_found_card") in case.notices


def test_the_head_hears_of_a_found_card_that_is_not_destroyed(office: Office) -> None:
    case = outside.found_and_destroyed_late(office)

    assert ("head", "remind_to_destroy_found_card") in case.notices


def test_a_found_card_that_was_replaced_is_destroyed_by_two_persons(office: Office) -> None:
    case = outside.found_and_destroyed(office)

    assert case.outcome == "found_card_destroyed"


def test_the_register_of_a_demo_knows_the_cards_that_the_office_has_replaced(
    office: Office,
) -> None:
    replaced = scenarios.arrived(office).complete("hand_over_card", **HAND_OVER)

    old = outside.found(office, "DEMO00000001")
    new = outside.found(office, replaced.answers["card_serial"])

    assert (old.open, new.open) == ({"destroy_found_card"}, {"return_found_card"})


# -- E12: a remote county ----------------------------------------------------------------------


def test_the_leader_of_a_remote_county_extends_the_sixty_days_once(office: Office) -> None:
    case = outside.extended(office)

    assert case.armed["statutory_day_60"] == "2026-06-08 17:00"
    assert case.armed["statutory_day_30"] == "2026-04-09 17:00"
    assert ("applicant", "tell_extension") in case.notices
    with pytest.raises(Conflict) as refused:
        case.send("extension_ordered", by="leader", **outside.ORDER)
    assert refused.value.code == "message_not_now"


def test_nothing_is_extended_once_the_sixty_days_are_over(office: Office) -> None:
    case = scenarios.accepted(outside.remote(office)).wait("2026-05-09T17:01")

    with pytest.raises((Conflict, NotFound)):
        case.send("extension_ordered", by="leader", **outside.ORDER)

    assert "statutory_day_60" in case.fired


def test_a_moved_deadline_is_recorded_from_old_to_new(office: Office) -> None:
    case = outside.extended(office)

    moved = [each for entry in case.history for each in entry.get("moved", ())]
    assert {each["element"] for each in moved} == {
        "statutory_day_45",
        "statutory_day_55",
        "statutory_day_60",
    }


def test_a_county_that_is_not_remote_has_sixty_days(office: Office) -> None:
    case = scenarios.accepted(office)

    with pytest.raises((Conflict, NotFound)):
        case.send("extension_ordered", by="leader", **outside.ORDER)

    assert case.armed["statutory_day_60"] == "2026-05-09 17:00"


def test_a_reviewer_extends_nothing(office: Office) -> None:
    case = scenarios.accepted(outside.remote(office))

    with pytest.raises((NotFound, NotPermitted)):
        case.send("extension_ordered", by="reviewer", **outside.ORDER)

    assert case.armed["statutory_day_60"] == "2026-05-09 17:00"


# -- the office corrects its own error ---------------------------------------------------------


def test_the_office_replaces_a_wrong_card_with_the_same_clocks(office: Office) -> None:
    case = office.begin("reissue_by_office", "clerk", **outside.ERROR)

    assert case.open == {"review_application_data"}
    assert case.answers["acceptance_no"] == "5201020012026031000001"
    assert case.armed.keys() >= {"review_overdue", "correction_day_60"}


def test_a_corrected_card_reaches_its_holder(office: Office) -> None:
    case = outside.corrected_by_the_office(office)

    assert (case.outcome, case.status) == ("corrected_card_issued", "COLLECTED")


def test_a_loss_is_assessed_where_the_office_corrects_a_card_too(office: Office) -> None:
    case = outside.lost_at_a_correction(office)

    assert "incident_of_correction_dealt_with" in {element for element, _ in case.path}


def test_the_office_asks_the_wrong_card_back_that_it_replaced_by_mail(office: Office) -> None:
    case = outside.corrected_by_mail(office)

    assert (case.outcome, case.status) == ("corrected_card_issued", "COLLECTED")
    assert case.answers["old_card_receipt"] == "RECEIVED"
