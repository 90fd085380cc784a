"""Every sentence of the notice, clock, escalation and exception is answered, or said why not."""

from __future__ import annotations

import re

from tests.processes import traceability

CLOCKS = {
    "CLK-PRE",
    "CLK-REV",
    "CLK-PROD",
    "CLK-DISP",
    "CLK-CARRY",
    "CLK-NOTIFY",
    "CLK-PICKUP",
    "CLK-TOTAL",
    "CLK-STAT",
    "CLK-STAT-INT",
    "CLK-SUPP",
    "CLK-TEMP",
    "CLK-VERIFY",
}
# the numbered parts of the notice and the articles that it quotes
PARTS = {"1", "2", "3", "4.1", "4.2", "5.1", "5.2", "Art. 11", "Art. 12", "Art. 13"}


def ids(kind: str) -> list[str]:
    return [each.id for each in traceability.demands() if each.kind == kind]


def test_every_clock_is_mapped() -> None:
    assert sorted(ids("clock")) == sorted(CLOCKS)


def test_every_step_of_reminding_and_escalating_is_mapped() -> None:
    assert ids("escalation") == ["1", "2", "3", "4", "5", "6"]


def test_every_exception_is_mapped() -> None:
    assert ids("exception") == [f"E{number}" for number in range(1, 23)]


def test_every_part_of_the_notice_is_mapped_once_for_each_sentence() -> None:
    found = ids("notice")

    assert {re.sub(r"[a-g]$", "", each) for each in found} == PARTS
    assert len(found) == len(set(found))


def test_whatever_is_asked_is_answered_and_shown_or_left_out_for_a_reason() -> None:
    unanswered = [
        each.id
        for each in traceability.demands()
        if bool(each.elements and each.tests) == bool(each.reason)
    ]

    assert unanswered == []


def test_every_named_element_is_drawn() -> None:
    drawn = {element.id for element in traceability.drawn()}

    lost = {name for each in traceability.demands() for name in each.elements} - drawn

    assert lost == set()


def test_every_named_test_is_there() -> None:
    known = traceability.tests()

    lost = {name for each in traceability.demands() for name in each.tests} - known.keys()

    assert lost == set()


def test_every_clock_that_is_drawn_is_mapped_by_its_element() -> None:
    mapped = {name for each in traceability.demands() for name in each.elements}

    drawn = {
        element.id: element.properties["deadline"]
        for element in traceability.drawn()
        if element.properties.get("deadline") in CLOCKS
    }

    assert {id_ for id_ in drawn if id_ not in mapped} == set()


def test_the_place_of_the_work_stands_on_the_tasks_that_the_notice_names() -> None:
    places = {each.id: each.properties.get("menuPath", "") for each in traceability.drawn()}

    told = [places[id_] for id_ in ("check_application", "review_application_data", "sign_off")]

    review = "Provincial population system > Identity cards > Review and sign-off"
    online = "Provincial population system > Identity cards > Online acceptance"
    assert told == [f"{online} > Online applications", review, review]


def test_the_page_is_what_its_source_says() -> None:
    assert traceability.PAGE.read_text("utf-8") == traceability.page()
