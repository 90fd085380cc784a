"""The command line tells what is unsound in a diagram."""

from __future__ import annotations

from pathlib import Path

from tests.bpmn.drawing import (
    call,
    draw,
    end,
    exclusive,
    flow,
    lane,
    parallel,
    path,
    process,
    start,
    user,
)
from tests.server.conftest import Run

SOUND = process(
    "p",
    lane("desk", "start", "act", "end"),
    start(),
    user("act"),
    end(),
    path("start", "act", "end"),
)


def written(folder: Path, *drawn: str) -> str:
    """Write a diagram of these processes and give its path."""
    file = folder / "p.bpmn"
    file.write_bytes(draw(*drawn))
    return str(file)


def test_a_sound_process_is_told_with_the_size_of_the_search(run: Run, tmp_path: Path) -> None:
    assert run("soundness", written(tmp_path, SOUND)) == (
        0,
        "p: 2 states, 2 steps, searched to the last state\n",
        "",
    )


def test_a_fault_is_told_with_the_run_to_it(run: Run, tmp_path: Path) -> None:
    nobody = SOUND.replace("clerk", "platform")

    code, told, _errors = run("soundness", written(tmp_path, nobody))

    assert code == 1
    assert "p: dead_element end\n" in told
    assert "p: no_way_out act\n    start\n" in told


def test_a_call_that_leads_nowhere_is_refused(run: Run, tmp_path: Path) -> None:
    calling = process("p", start(), call("c", "q"), end(), path("start", "c", "end"))

    code, told, errors = run("soundness", written(tmp_path, calling))

    assert (code, told) == (1, "")
    assert errors.startswith(f"{tmp_path / 'p.bpmn'}:p: ")


def test_what_may_run_twice_is_told_and_no_fault(run: Run, tmp_path: Path) -> None:
    asking = process(
        "p",
        lane("desk", "start", "decide", "which", "fork", "ask", "asked", "end"),
        start(),
        user("decide"),
        exclusive("which", default="end"),
        parallel("fork"),
        user("ask"),
        end("asked"),
        end(),
        path("start", "decide", "which", "end"),
        flow("which", "fork", 'decision = "AGAIN"'),
        path("fork", "decide"),
        path("fork", "ask", "asked"),
    )

    code, told, _errors = run("soundness", written(tmp_path, asking))

    assert code == 0
    assert "p: runs_twice ask\n" in told
