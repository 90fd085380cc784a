"""Microseconds of one completed user task without a database: ours beside stock SpiffWorkflow.

Run `python -m benchmarks.bench_interpreter`. All figures are the least of several rounds, taken
in turns in one run; ratios count, microseconds do not.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.util.task import TaskState

from benchmarks import drawings
from engine.bpmn import definitions, interpreter
from engine.bpmn.resources import Resources
from tests.bpmn.offices import surroundings

ROUNDS = 15
RUNS = 20
ITERATIONS = 1_000


def main() -> None:
    """Measure and print."""
    ours, naive, kept = _ours(), _naive(), _kept()
    best = _best({"ours": ours, "naive": naive, "stock in memory": kept})
    print(f"{'one completed user task':34}{'us':>8}{'of naive':>10}")
    for name, seconds in best.items():
        print(f"{name:34}{seconds * 1e6:8.0f}{seconds / best['naive']:10.3f}")
    print(f"state half-way: {_state_bytes()} bytes")
    early, late, size = _loop()
    print(f"loop, iteration 10: {early * 1e6:.0f} us; iteration {ITERATIONS}: {late * 1e6:.0f} us")
    print(f"ratio {late / early:.2f}; state then {size} bytes")


def _best(ways: dict[str, Callable[[], int]]) -> dict[str, float]:
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(ROUNDS):
        for name, way in ways.items():
            begun = time.perf_counter()
            steps = sum(way() for _ in range(RUNS))
            best[name] = min(best[name], (time.perf_counter() - begun) / steps)
    return best


def _compiled(diagram: bytes, process_id: str) -> Any:
    return definitions.compile(Resources({"drawing.bpmn": diagram}), process_id)


def _ours() -> Callable[[], int]:
    definition = _compiled(drawings.ours(), "card")

    def run() -> int:
        progress = interpreter.start(definition, surroundings())
        answers = {"filed_at": progress.instants["filed_at"]}
        for task in drawings.USER_TASKS:
            answers.update(drawings.answers(task))
            progress = interpreter.complete_user_task(
                definition, progress.state, progress.opened[0].id, surroundings(**answers)
            )
        assert progress.outcome == "card_in_hand"
        return len(drawings.USER_TASKS)

    return run


def _stock_spec() -> Any:
    parser = SpiffBpmnParser()
    parser.add_bpmn_xml(etree.parse(BytesIO(drawings.stock())))
    return parser.get_spec("card")


def _naive() -> Callable[[], int]:
    spec = _stock_spec()
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))

    def run() -> int:
        workflow = BpmnWorkflow(spec)
        workflow.do_engine_steps()
        text = serializer.serialize_json(workflow)
        for _ in drawings.USER_TASKS:
            workflow = serializer.deserialize_json(text)
            _step(workflow)
            text = serializer.serialize_json(workflow)
        assert workflow.completed
        return len(drawings.USER_TASKS)

    return run


def _kept() -> Callable[[], int]:
    spec = _stock_spec()

    def run() -> int:
        workflow = BpmnWorkflow(spec)
        workflow.do_engine_steps()
        for _ in drawings.USER_TASKS:
            _step(workflow)
        assert workflow.completed
        return len(drawings.USER_TASKS)

    return run


def _step(workflow: Any) -> None:
    workflow.refresh_timers()
    task = workflow.get_next_task(state=TaskState.READY, manual=True)
    task.data.update(drawings.answers(task.task_spec.name))
    task.run()
    workflow.do_engine_steps()


def _state_bytes() -> int:
    definition = _compiled(drawings.ours(), "card")
    progress = interpreter.start(definition, surroundings())
    answers = {"filed_at": progress.instants["filed_at"]}
    for task in list(drawings.USER_TASKS)[:3]:
        answers.update(drawings.answers(task))
        progress = interpreter.complete_user_task(
            definition, progress.state, progress.opened[0].id, surroundings(**answers)
        )
    return len(progress.state)


def _loop() -> tuple[float, float, int]:
    definition = _compiled(drawings.loop(), "loop")
    world = surroundings(stop=False)
    times: list[float] = []
    progress = interpreter.start(definition, world)
    for _ in range(ITERATIONS + 10):
        begun = time.perf_counter()
        progress = interpreter.complete_user_task(
            definition, progress.state, progress.opened[0].id, world
        )
        times.append(time.perf_counter() - begun)
    return min(times[5:15]), min(times[ITERATIONS - 5 : ITERATIONS + 5]), len(progress.state)


if __name__ == "__main__":
    main()
