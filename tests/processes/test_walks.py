"""Random walks: whatever people do and however long they wait, nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.commands import history
from engine.commands.compiled_definitions import CompiledDefinitions
from engine.core.errors import Conflict
from engine.core.instants import ZONE
from engine.store import database
from tests.processes import invariants
from tests.processes.filling import fill, form_of
from tests.processes.office import LOSS, MAIL, Case, Clock, Office, copy, open_engine
from tests.processes.people import somebody_for
from tests.shipped import MORNING

KINDS = ("DATA_CHANGED", "CORRECTED", "DECEASED")
# what a person does next is drawn by number; high numbers let time pass
DRAWS = st.lists(st.integers(0, 99), min_size=8, max_size=30)


@given(draws=DRAWS, mail=st.booleans())
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_forgetting_everything_after_every_step_changes_nothing(
    furnished: Path, tmp_path_factory: pytest.TempPathFactory, draws: list[int], mail: bool
) -> None:
    folder = tmp_path_factory.mktemp("walk")

    kept = walk(opened(furnished, folder / "kept.db"), draws, mail=mail)
    forgotten = walk(opened(furnished, folder / "forgotten.db"), draws, mail=mail, forget=True)

    assert kept == forgotten


@given(draws=DRAWS, mail=st.booleans())
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_must_hold_holds_after_every_step(
    furnished: Path, tmp_path_factory: pytest.TempPathFactory, draws: list[int], mail: bool
) -> None:
    folder = tmp_path_factory.mktemp("walk")

    steps = walk(opened(furnished, folder / "case.db"), draws, mail=mail)

    assert [step.broken for step in steps if step.broken] == []


@given(draws=DRAWS, mail=st.booleans())
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_history_of_any_walk_verifies(
    furnished: Path, tmp_path_factory: pytest.TempPathFactory, draws: list[int], mail: bool
) -> None:
    office = opened(furnished, tmp_path_factory.mktemp("walk") / "case.db")

    walk(office, draws, mail=mail)

    assert history.verify(office.engine).broken == ()
    database.close(office.engine.store)


@pytest.mark.long
@given(draws=st.lists(st.integers(0, 99), min_size=20, max_size=60), mail=st.booleans())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_long_walks_survive_forgetting_too(
    furnished: Path, tmp_path_factory: pytest.TempPathFactory, draws: list[int], mail: bool
) -> None:
    folder = tmp_path_factory.mktemp("walk")

    kept = walk(opened(furnished, folder / "kept.db"), draws, mail=mail)
    forgotten = walk(opened(furnished, folder / "forgotten.db"), draws, mail=mail, forget=True)

    assert kept == forgotten


@dataclass(frozen=True, slots=True)
class Seen:
    """All that people see of a case after a step, and all that ran so far."""

    status: str
    outcome: str | None
    tasks: tuple[str, ...]
    awaited: tuple[str, ...]
    armed: tuple[tuple[str, str], ...]
    path: tuple[tuple[str, str | None], ...]
    # what does not hold after this step
    broken: tuple[str, ...]


def walk(office: Office, draws: list[int], *, mail: bool, forget: bool = False) -> list[Seen]:
    """Let people act as drawn, and look after every step; perhaps forget all in between."""
    case = office.apply(**(MAIL if mail else {}))
    steps = [seen(case)]
    for draw in draws:
        if case.outcome is not None:
            break
        if forget:
            case = Case(reopened(case.office), case.id)
        act(case, draw)
        steps.append(seen(case))
    return steps


def act(case: Case, draw: int) -> None:
    """Complete a task, send a message, change the register, or let the next clock ring."""
    tasks, messages = sorted(case.open_tasks), sorted(case.open_messages)
    if draw < 75 and tasks:
        task = case.open_tasks[tasks[draw % len(tasks)]]
        case.complete(task["element"], by=somebody_for(task), **drawn(case, task, draw))
    elif draw < 80 and messages:
        send(case, case.open_messages[messages[draw % len(messages)]], draw)
    elif draw < 82:
        told = {"id_number": LOSS["id_number"], "change_kind": KINDS[draw % len(KINDS)]}
        case.office.begin("register_change", "reviewer", **told, change_ground="户籍科来文。")
    elif case.armed:
        case.office.travel(min(instant(text) for text in case.armed.values()))


def send(case: Case, message: Mapping[str, str], draw: int) -> None:
    """Let somebody send what is awaited from people, now or not."""
    if message["role"] == "platform":
        return
    try:
        case.send(message["element"], by=somebody_for(message), **drawn(case, message, draw))
    except Conflict as refused:
        # it is awaited, but not now
        if refused.code != "message_not_now":
            raise


def drawn(case: Case, asked: Mapping[str, str], draw: int) -> dict[str, str]:
    form = form_of(asked["process_id"], asked["element"])
    return fill(form, choices(draw), case.answers)


def choices(draw: int) -> Iterator[int]:
    """Give the choices that follow from a draw: mostly the way forward, which stands first."""
    drawn = ((draw * 37 + place * 101) % 100 for place in count(1))
    yield from (max(each - 60, 0) for each in drawn)


def seen(case: Case) -> Seen:
    return Seen(
        status=case.status,
        outcome=case.outcome,
        tasks=tuple(sorted(case.open_tasks)),
        awaited=tuple(sorted(case.awaited)),
        armed=tuple(sorted(case.armed.items())),
        path=tuple(case.path),
        broken=tuple(invariants.broken(case)),
    )


def instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def opened(furnished: Path, path: Path) -> Office:
    clock = Clock(MORNING)
    return Office(open_engine(copy(furnished, path), clock), clock)


def reopened(office: Office) -> Office:
    """Close the office and open it again with nothing in memory."""
    path = Path(str(office.engine.store.url.database))
    database.close(office.engine.store)
    engine = replace(open_engine(path, office.clock), definitions=CompiledDefinitions())
    return Office(engine, office.clock)
