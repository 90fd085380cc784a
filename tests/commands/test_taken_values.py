"""A number that no two cases may have is taken once, by whoever comes first, and for good."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from engine.commands import (
    bulk_completions,
    entered_results,
    incidents,
    offices,
    process_instances,
    service_tasks,
    user_tasks,
)
from engine.commands.compiled_definitions import CompiledDefinitions
from engine.commands.entered_results import Evidence
from engine.core import csv_tables
from engine.core.errors import InvalidAnswers, InvalidInput
from engine.core.services import ByHand, Handler, ServiceCall, ServiceResult, Written
from engine.store.queries import answers
from engine.store.queries import incidents as open_incidents
from tests.bpmn.drawing import end, lane, path, process, start, user
from tests.commands.failed_steps import REASON, refuses
from tests.commands.numbered import START, deploy, make, number, refusal, task_of
from tests.commands.offices import CLERK, HEAD, Office, person, posted
from tests.commands.procedures import form, text

PROVINCE = person("pia", ("province", "520000"))
EVIDENCE = Evidence(REASON, "read out by the officer of the register")


@pytest.fixture
def cards(office: Office) -> Office:
    """An office that makes cards."""
    office.handlers["register.report"] = Handler(refuses, reads=("serial",))
    deploy(office, number())
    return office


def read_out(call: ServiceCall, given: Mapping[str, Any]) -> ServiceResult:
    """Give the number that somebody read out on the telephone."""
    return ServiceResult(answers={"serial": (given["serial"], "P1")})


def test_a_number_of_another_case_is_refused_at_its_field(cards: Office) -> None:
    make(cards, "A1")

    assert refusal(cards, "A1") == "value_taken"
    make(cards, "A2")


@pytest.mark.parametrize("written", ["a1", " A1 ", "A 1", "\uff21\uff11"])
def test_another_way_of_writing_is_the_same_number(cards: Office, written: str) -> None:
    make(cards, "A1")

    assert refusal(cards, written) == "value_taken"


def test_another_answer_of_the_same_case_is_refused_too(cards: Office) -> None:
    assert refusal(cards, "OLD1", old="old1") == "value_taken_here"
    make(cards, "OLD1", old="OLD2")


def test_a_refused_number_leaves_nothing_behind(cards: Office) -> None:
    make(cards, "A1")
    task = task_of(cards)

    with pytest.raises(InvalidAnswers):
        user_tasks.complete(cards.engine, task, CLERK, posted(serial="A1"))
    user_tasks.complete(cards.engine, task, CLERK, posted(serial="A2"))

    assert [row.element for row in cards.inbox()] == []


def test_a_number_of_another_case_is_refused_where_it_is_entered_by_hand(office: Office) -> None:
    office.handlers["register.report"] = Handler(
        refuses, writes=(Written("serial"),), by_hand=ByHand(("serial",), read_out)
    )
    deploy(office, number())
    for serial in ("AB-1", "AB-2"):
        make(office, serial)
        office.clock.advance(minutes=1)
    service_tasks.run_due(office.engine)
    _, second = open_incidents.open_incidents(office.engine.store)

    with pytest.raises(InvalidAnswers) as refused:
        entered_results.enter(office.engine, second.task_id, posted(serial="AB-1"), EVIDENCE, HEAD)

    assert [each.code for each in refused.value.problems] == ["value_taken"]


def test_of_two_at_the_same_time_one_has_the_number(cards: Office) -> None:
    tasks = [task_of(cards) for _ in range(4)]

    def complete(task: str) -> str:
        try:
            user_tasks.complete(cards.engine, task, CLERK, posted(serial="A1"))
        except InvalidAnswers as refused:
            return refused.problems[0].code
        return "done"

    with ThreadPoolExecutor(4) as at_once:
        results = sorted(at_once.map(complete, tasks))

    assert results == ["done", "value_taken", "value_taken", "value_taken"]


def test_a_number_stays_taken_when_its_answer_is_erased(office: Office) -> None:
    office.deploy(
        process(
            "p",
            lane("desk", "start", "make", "end", jurisdiction="station"),
            start(),
            user("make"),
            end(),
            path("start", "make", "end"),
        ),
        files={"p/start.json": START, "p/make.json": form(number())},
    )
    instance = office.start()
    user_tasks.complete(office.engine, office.task(), CLERK, posted(serial="A1"))
    process_instances.erase_answer(office.engine, instance, "serial", "asked for", PROVINCE)

    assert refusal(office, "A1") == "value_taken"


def test_a_correction_takes_its_number_too(cards: Office) -> None:
    make(cards, "A1")
    make(cards, "A2")
    service_tasks.run_due(cards.engine)
    store = cards.engine.store
    task = {
        {row.field: row.value for row in answers.current(store, each.instance_id)}["serial"]: (
            each.task_id
        )
        for each in open_incidents.open_incidents(store)
    }["A2"]

    with pytest.raises(InvalidAnswers) as refused:
        incidents.correct(cards.engine, task, posted(serial="A1"), REASON, HEAD)
    incidents.correct(cards.engine, task, posted(serial="A3"), REASON, HEAD)

    assert refused.value.problems[0].code == "value_taken"
    assert refusal(cards, "A3") == "value_taken"


def test_a_table_with_one_number_twice_is_refused_with_the_line(cards: Office) -> None:
    for name in ("Mei", "Bo", "Li"):
        cards.start(name=name)
    table = csv_tables.read(b"name,serial\nMei,A1\nBo,A2\nLi,a1\n")

    with pytest.raises(InvalidInput) as refused:
        list(bulk_completions.from_table(cards.engine, ("p", "make"), table, CLERK))

    assert refused.value.code == "csv_value_twice"
    assert (refused.value.parameters["line"], refused.value.parameters["first"]) == (4, 2)
    assert len(cards.inbox()) == 3


def test_a_line_with_a_number_of_another_case_is_refused_and_the_others_are_done(
    cards: Office,
) -> None:
    make(cards, "A1")
    for name in ("Mei", "Bo"):
        cards.start(name=name)
    table = csv_tables.read(b"name,serial\nMei,A1\nBo,A2\n")

    results = list(bulk_completions.from_table(cards.engine, ("p", "make"), table, CLERK))

    assert [(each.line, each.problem is None) for each in results] == [(2, False), (3, True)]


def test_a_rule_that_comes_later_knows_the_cases_before_it(office: Office) -> None:
    office.handlers["register.report"] = Handler(refuses, reads=("serial",))
    deploy(office, text("serial", "P1"))
    for serial in ("A1", "A1", "A2"):
        make(office, serial)

    deploy(office, number())

    assert [refusal(office, each) for each in ("A1", "A2")] == ["value_taken", "value_taken"]
    make(office, "A3")


def test_a_case_of_before_the_rule_is_held_to_it(office: Office) -> None:
    office.handlers["register.report"] = Handler(refuses, reads=("serial",))
    deploy(office, text("serial", "P1"))
    first, second = task_of(office), task_of(office)

    deploy(office, number())
    user_tasks.complete(office.engine, first, CLERK, posted(serial="A1"))

    with pytest.raises(InvalidAnswers):
        user_tasks.complete(office.engine, second, CLERK, posted(serial="A1"))
    assert refusal(office, "A1") == "value_taken"


def test_a_server_that_starts_knows_the_rule(office: Office) -> None:
    office.handlers["register.report"] = Handler(refuses, reads=("serial",))
    deploy(office, number())

    started = offices.opened(replace(office.engine, definitions=CompiledDefinitions()), {})

    assert started.definitions.once == {"serial"}


def test_a_server_learns_the_rule_that_another_process_deploys(cards: Office) -> None:
    other = replace(cards.engine, definitions=CompiledDefinitions())
    other = offices.refreshed(other)
    deploy(cards, number(), number("shelf_no", "shelf_no"))

    known = offices.refreshed(other)

    assert known is other
    assert known.definitions.once == {"serial", "shelf_no"}


def test_a_rule_that_is_taken_back_holds_nobody(cards: Office) -> None:
    make(cards, "A1")

    deploy(cards, text("serial", "P1"))
    for serial in ("A1", "A2"):
        make(cards, serial)

    deploy(cards, number())
    assert refusal(cards, "A2") == "value_taken"
