"""What the shipped diagrams say: complete, named in three languages, with clocks and duties."""

from __future__ import annotations

import re

import pytest

from engine.core.people import ROLES
from forms.form import read
from tasks.handlers import HANDLERS
from tests.processes import diagrams

TRANSLATIONS = {"name:zh-Hans", "name:es"}
NODES = diagrams.nodes()
FLOWS = diagrams.flows()
LANES = diagrams.lanes()
CALLED = {str(node.get("calledElement")) for node in diagrams.nodes("callActivity").values()}
SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
FORMS = {path.parent.name + "/" + path.stem for path in diagrams.FORMS.glob("*/*.json")}
# answers that every application has from its filing
AT_FILING = {"case_no", "identity_check", "identity_checked_at"}
# what one counts from, and how, by clock and kind: domain.md 1.2, decisions 2
TO_COLLECT = 'setting("collection_days")'
LATE = f"date and time(arrived_at) > working days after(accepted_at, max({TO_COLLECT} - 10, 1))"
EXTENDED = "(if extension_days = null then 0 else extension_days)"
PAUSE = "working days between(suspended_at, resumed_at)"
PAUSED = f"(if suspended_at >= review_from then {PAUSE} else 0)"
TO_VERIFY = 'setting("verification_days")'
BEFORE = f"max({TO_VERIFY} - 10, 1)"
RECEIVED = "if delivered_at != null then delivered_at else handed_over_at"
# from the dispatch, or from what the station or the applicant said of the card last
CARRIED_FROM = (
    "max([dispatched_at, returned_at, return_settled_at, arrival_noted_at][item != null])"
)
ASKED_FROM = "if old_card_asked_again_at != null then old_card_asked_again_at else delivered_at"
LATE_DAYS = 'setting("collection_days_after_late_arrival")'
COLLECTION_DAYS = f"if {LATE} then {LATE_DAYS} else {TO_COLLECT}"
CLOCKS = {
    ("CLK-STAT", "reminder"): {
        "calendar days after(submitted_at, 30)",
        f"calendar days after(submitted_at, 45 + {EXTENDED})",
        f"calendar days after(submitted_at, 55 + {EXTENDED})",
    },
    # a corrective re-issue, of the office's own accord, is never extended
    ("CLK-STAT", "breach"): {
        f"calendar days after(submitted_at, 60 + {EXTENDED})",
        "calendar days after(submitted_at, 60)",
    },
    ("CLK-PRE", "reminder"): {"opening of working day after(checking_from, 2)"},
    ("CLK-PRE", "breach"): {"working days after(checking_from, 3)"},
    # from the moment at which the task is there to be taken
    ("CLK-TAKE", "unclaimed"): {"working days after(now(), 1)"},
    ("CLK-SUPP", "reminder"): {
        'working days after(supplement_asked_at, max(setting("supplement_days") - 3, 1))'
    },
    ("CLK-SUPP", "breach"): {
        'working days after(supplement_asked_at, setting("supplement_days"))'
    },
    ("CLK-REV", "reminder"): {
        f"opening of working day after(review_from, 2 + {PAUSED})",
        "working days after(review_from, 3)",
    },
    ("CLK-REV", "breach"): {f"working days after(review_from, 3 + {PAUSED})"},
    ("CLK-INV", "reminder"): {"working days after(suspended_at, 10)"},
    ("CLK-RECV", "reminder"): {"opening of working day after(receipt_from, 1)"},
    ("CLK-RECV", "breach"): {"working days after(receipt_from, 2)"},
    ("CLK-PRD", "reminder"): {"working days after(data_returned_at, 5)"},
    ("CLK-PROD", "reminder"): {"opening of working day after(production_from, 2)"},
    ("CLK-PROD", "breach"): {"working days after(production_from, 3)"},
    ("CLK-DISP", "breach"): {"working days after(dispatch_from, 1)"},
    ("CLK-CARRY", "breach"): {
        'working days after(dispatched_at, setting("carriage_days"))',
        f'working days after({CARRIED_FROM}, setting("carriage_days"))',
    },
    ("CLK-FEE", "reminder"): {
        "working days after(fee_asked_at, 3)",
        "working days after(fee_shown_at, 3)",
        "working days after(fee_overdue_at, 5)",
    },
    ("CLK-FEE", "breach"): {"working days after(fee_asked_at, 10)"},
    ("CLK-FOUND", "reminder"): {
        "working days after(found_at, 10)",
        "working days after(found_at, 5)",
        "working days after(destroyed_at, 2)",
    },
    ("CLK-DESTROY", "reminder"): {
        "working days after(destruction_ordered_at, 5)",
        "working days after(destroyed_at, 2)",
    },
    ("CLK-RETURN", "reminder"): {"working days after(returned_at, 5)"},
    ("CLK-INC", "reminder"): {f"working days after(incident_at, {n})" for n in (2, 5)},
    ("CLK-PICKUP", "reminder"): {f"working days after(accepted_at, {n})" for n in (15, 25)},
    ("CLK-PICKUP", "breach"): {
        f"working days after(if {LATE} then arrived_at else accepted_at, {COLLECTION_DAYS})"
    },
    ("CLK-TEMP", "breach"): {"calendar days after(temporary_card_requested_at, 3)"},
    ("CLK-VERIFY", "reminder"): {f"calendar days after({RECEIVED}, {BEFORE})"},
    ("CLK-VERIFY", "breach"): {f"calendar days after({RECEIVED}, {TO_VERIFY})"},
    ("CLK-OLD", "reminder"): {
        f"calendar days after({ASKED_FROM}, {BEFORE})",
        "working days after(old_card_awaited_from, 10)",
    },
    ("CLK-EXPLAIN", "reminder"): {"working days after(breach.due, 1)"},
    ("CLK-EXPLAIN", "breach"): {"working days after(breach.due, 3)"},
}


def needs_form() -> set[str]:
    """Name the forms of user tasks, of what people start and of what they send."""
    starts = [
        node
        for node in diagrams.nodes("startEvent").values()
        if diagrams.process_of(node) not in CALLED
    ]
    sent = [
        node
        for node in diagrams.nodes("boundaryEvent", "intermediateCatchEvent").values()
        if diagrams.found("bpmn:messageEventDefinition", node)
        and diagrams.properties(node).get("role") != "platform"
    ]
    asking = [*diagrams.nodes("userTask").values(), *starts, *sent]
    return {f"{diagrams.process_of(node)}/{node.get('id')}" for node in asking}


def test_every_id_is_in_snake_case() -> None:
    ids = [str(node.get("id")) for node in (*NODES.values(), *FLOWS.values(), *LANES.values())]

    assert [each for each in ids if not SNAKE_CASE.fullmatch(each)] == []


def test_everything_with_a_name_has_it_in_three_languages() -> None:
    named = [
        *NODES.values(),
        *FLOWS.values(),
        *LANES.values(),
        *diagrams.found("bpmn:process"),
        *diagrams.found("bpmn:collaboration/bpmn:participant"),
    ]

    untranslated = [
        node.get("id")
        for node in named
        if node.get("name") and not diagrams.properties(node).keys() >= TRANSLATIONS
    ]

    assert untranslated == []


def test_everything_but_a_parallel_gateway_has_a_name() -> None:
    nameless = {name for name, node in NODES.items() if not node.get("name")}

    assert nameless == set(diagrams.nodes("parallelGateway"))


def test_every_decision_is_a_question_and_its_ways_are_answers() -> None:
    questions = diagrams.nodes("exclusiveGateway")

    answers = [flow.get("name") for flow in FLOWS.values() if flow.get("sourceRef") in questions]

    assert [
        name for name, node in questions.items() if not node.get("name", "").endswith("?")
    ] == []
    assert all(answers)


def test_every_decision_has_a_way_that_is_always_open() -> None:
    assert [
        n for n, node in diagrams.nodes("exclusiveGateway").items() if not node.get("default")
    ] == []


def test_every_flow_node_stands_in_one_lane() -> None:
    assert diagrams.members().keys() == NODES.keys()


def test_every_lane_is_an_organisational_role() -> None:
    roles = {name: diagrams.properties(lane).get("role", "") for name, lane in LANES.items()}

    assert [name for name, role in roles.items() if role not in ROLES] == []


def test_people_act_only_in_lanes_of_people() -> None:
    lanes = diagrams.members()

    roles = {
        diagrams.properties(LANES[lanes[task]])["role"] for task in diagrams.nodes("userTask")
    }

    assert "platform" not in roles


def test_every_form_that_is_asked_for_is_there_and_no_other() -> None:
    assert needs_form() == FORMS


@pytest.mark.parametrize("name", sorted(FORMS))
def test_every_form_is_accepted_and_speaks_three_languages(name: str) -> None:
    form = read((diagrams.FORMS / f"{name}.json").read_bytes())

    words = [field.labels for field in form.fields]
    words += [field.hints for field in form.fields if field.hints]
    words += [option.labels for field in form.fields for option in field.options]
    assert all(each.keys() == {"en", "zh-Hans", "es"} for each in [*words, form.submit])


@pytest.mark.parametrize("task", ["receive_production_data", "produce_card", "check_card_quality"])
def test_production_staff_see_no_phone_and_no_address(task: str) -> None:
    (path,) = diagrams.FORMS.glob(f"*/{task}.json")

    facts = read(path.read_bytes()).facts

    assert [fact for fact in facts if "phone" in fact or "address" in fact] == []


def test_every_fact_beside_a_form_is_an_answer_that_a_case_can_have() -> None:
    forms = [read(path.read_bytes()) for path in diagrams.FORMS.glob("*/*.json")]
    by_systems = {each.field for handler in HANDLERS.values() for each in handler.writes}
    by_steps = {
        name
        for node in diagrams.found(".//spiffworkflow:property")
        if node.get("name") in {"instants", "counts", "assigns"}
        for name in str(node.get("value")).split()
    }
    by_people = {key for form in forms for key in form.classes}

    shown = {fact for form in forms for fact in form.facts}

    assert shown - by_systems - by_steps - by_people == AT_FILING


def test_the_courier_sees_what_is_on_the_label_only() -> None:
    form = read((diagrams.FORMS / "carry_card/confirm_delivery.json").read_bytes())

    assert set(form.facts) == {
        "waybill_no",
        "mail_recipient",
        "mail_phone",
        "mail_division",
        "mail_address",
        "mail_postcode",
    }


def test_every_clock_counts_as_the_law_says() -> None:
    drawn: dict[tuple[str, str], set[str]] = {}
    for event in diagrams.nodes("boundaryEvent").values():
        said = diagrams.properties(event)
        for timer in diagrams.found("bpmn:timerEventDefinition/bpmn:timeDate", event):
            drawn.setdefault((said["deadline"], said["kind"]), set()).add(str(timer.text))

    assert drawn == CLOCKS


def test_every_clock_names_its_legal_basis() -> None:
    timers = [
        event
        for event in diagrams.nodes("boundaryEvent").values()
        if diagrams.found("bpmn:timerEventDefinition", event)
    ]

    assert all(diagrams.properties(event)["legalBasis"] for event in timers)


def test_duties_are_kept_apart() -> None:
    apart = {
        name: set(diagrams.properties(task)["separateFrom"].split())
        for name, task in diagrams.nodes("userTask").items()
        if "separateFrom" in diagrams.properties(task)
    }

    assert apart == {
        "review_application_data": {"check_application"},
        "sign_off": {"check_application", "review_application_data"},
        "check_card_quality": {"produce_card"},
        "witness_destruction": {"destroy_the_card"},
        "witness_found_destruction": {"destroy_found_card"},
    }
