"""The engine does what stock SpiffWorkflow does, a saved instance what a kept one does."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bpmn import codec
from engine.bpmn.definitions import Definition
from engine.bpmn.runs import Run
from tests.bpmn.blocks import PLANS, diagram
from tests.bpmn.offices import compiled, surroundings
from tests.bpmn.stock import Stock
from tests.bpmn.walking import Walk

STEPS = 14


class Kept:
    """An instance that stays in memory and is never saved between steps."""

    def __init__(self, walk: Walk) -> None:
        self.top = codec.load(walk.definition, walk.state, None)

    def step(self, name: str, answers: dict[str, Any]) -> None:
        self.top.run = Run(surroundings(**answers))
        token = self.top.find(int(name.rpartition("-")[2]))
        kind = token.task_spec.waits_for
        if kind == "person":
            token.run()
        elif kind == "service":
            token.complete()
        else:
            token.task_spec.fire(token)
        self.top.run_on()

    def state(self) -> bytes:
        return codec.dump(self.top)


def names(definition: Definition) -> list[str]:
    """Name the variables that the conditions ask for."""
    return [flow.condition for flow in definition.flows.values() if flow.condition]


@settings(max_examples=120)
@given(plan=PLANS, data=st.data())
def test_it_does_what_stock_does(plan: list[Any], data: st.DataObject) -> None:
    xml = diagram(plan)
    definition = compiled(xml)
    answers = {name: data.draw(st.booleans()) for name in names(definition)}
    walk = Walk(definition, **answers)
    stock = Stock(xml, "p", walk.answers)
    path = Counter(walk.path)
    # ours lets the events wait, stock the gateway in front of them
    races = {e.id for e in definition.elements.values() if e.kind == "eventBasedGateway"}
    gateways = {e.id for e in definition.elements.values() if e.kind.endswith("Gateway")}

    for _ in range(STEPS):
        assert walk.waits() == stock.waits()
        assert without(path, gateways) == without(stock.completed(), gateways)
        assert set(path) - races == set(stock.completed()) - races
        if not walk.open:
            break
        element = data.draw(st.sampled_from(walk.waits()))
        walk.answers.update({name: data.draw(st.booleans()) for name in names(definition)})
        move(walk, element)
        stock.step(element)
        path = Counter(walk.path)

    assert (walk.outcome is not None) == stock.workflow.is_completed()


@settings(max_examples=120)
@given(plan=PLANS, data=st.data())
def test_a_saved_instance_does_what_a_kept_one_does(plan: list[Any], data: st.DataObject) -> None:
    definition = compiled(diagram(plan))
    answers = {name: data.draw(st.booleans()) for name in names(definition)}
    walk = Walk(definition, **answers)
    kept = Kept(walk)

    for _ in range(STEPS):
        assert kept.state() == walk.state
        if not walk.open:
            break
        element = data.draw(st.sampled_from(walk.waits()))
        walk.answers.update({name: data.draw(st.booleans()) for name in names(definition)})
        kept.step(name_of(walk, element), walk.answers)
        move(walk, element)


def name_of(walk: Walk, element: str) -> str:
    return next(name for name, each in walk.open.items() if each[1] == element)


def move(walk: Walk, element: str) -> None:
    kind = walk.open[name_of(walk, element)][0]
    moves = {
        "person": walk.complete,
        "service": walk.finish,
        "timer": walk.fire,
        "message": walk.send,
    }
    moves[kind](element)


def without(path: Counter[str], gateways: set[str]) -> dict[str, int]:
    return {name: count for name, count in path.items() if name not in gateways}
