"""Random walks: whatever people do and however long they wait, nothing is lost or doubled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.commands import history
from engine.commands.compiled_definitions import CompiledDefinitions
from engine.core.instants import ZONE
from engine.store import database
from tests.processes.conftest import MORNING
from tests.processes.office import MAIL, Case, Clock, Office, copy, open_engine
from tests.processes.scenarios import EXPLANATION, HAND_OVER, MEASURE

REASON = "请到窗口说明情况。"
# what a person may answer, by user task; the first is the way forward
ANSWERS: dict[str, tuple[dict[str, str], ...]] = {
    "check_application": (
        {"pre_decision": "PASS"},
        {"pre_decision": "SUPPLEMENT", "pre_reason_code": "PRE-08", "pre_reason_text": REASON},
        {"pre_decision": "UNQUALIFIED", "pre_reason_code": "PRE-99", "pre_reason_text": REASON},
    ),
    "supplement_application": ({"supplement_note": "已补充。"},),
    "review_application_data": (
        {"rev_decision": "SIGN"},
        {"rev_decision": "FLAG", "rev_reason_text": REASON},
        {"rev_decision": "UNQUALIFIED", "rev_reason_code": "REV-99", "rev_reason_text": REASON},
    ),
    "sign_off": (
        {"sign_decision": "SIGN"},
        {"sign_decision": "RETURN", "sign_reason_text": REASON},
        {"sign_decision": "UNQUALIFIED", "sign_reason_code": "REV-99", "sign_reason_text": REASON},
    ),
    "receive_production_data": ({"data_complete": "true", "batch_no": "B-1"},),
    "produce_card": ({"card_serial": "GZ0001"},),
    "check_card_quality": ({"qc_result": "PASS"}, {"qc_result": "FAIL", "qc_code": "QC-01"}),
    "dispatch_card": ({"handed_to_courier": "true"},),
    "register_arrival": ({"shelf_no": "A-1"},),
    "hand_over_card": (HAND_OVER,),
    "confirm_delivery": ({"signer": "田秋月"},),
    "verify_card": ({"card_correct": "true", "old_card_result": "LOST"},),
    "keep_uncollected_card": ({"storage_place": "保险柜3"},),
    "explain_breach_station": (EXPLANATION,),
    "explain_breach_county": (EXPLANATION,),
    "explain_breach_centre": (EXPLANATION,),
    "escalate_prefecture": ({"prefecture_measure": MEASURE},),
    "escalate_province": ({"province_measure": MEASURE},),
}
# what a person does next is drawn by number; high numbers let time pass
DRAWS = st.lists(st.integers(0, 99), min_size=8, max_size=30)


@given(draws=DRAWS, mail=st.booleans())
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_forgetting_everything_after_every_step_changes_nothing(
    furnished: Path, tmp_path_factory: pytest.TempPathFactory, draws: list[int], mail: bool
) -> None:
    folder = tmp_path_factory.mktemp("walk")

    kept = walk(opened(furnished, folder / "kept.db"), draws, mail=mail)
    forgotten = walk(opened(furnished, folder / "forgotten.db"), draws, mail=mail, forget=True)

    assert kept == forgotten


@given(draws=DRAWS, mail=st.booleans())
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_case_always_waits_for_something_or_has_ended(
    furnished: Path, tmp_path_factory: pytest.TempPathFactory, draws: list[int], mail: bool
) -> None:
    folder = tmp_path_factory.mktemp("walk")

    steps = walk(opened(furnished, folder / "case.db"), draws, mail=mail)

    assert all(step.ended != step.waits for step in steps)


@given(draws=DRAWS, mail=st.booleans())
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_history_of_any_walk_verifies(
    furnished: Path, tmp_path_factory: pytest.TempPathFactory, draws: list[int], mail: bool
) -> None:
    office = opened(furnished, tmp_path_factory.mktemp("walk") / "case.db")

    walk(office, draws, mail=mail)

    assert history.verify(office.engine).broken == ()
    database.close(office.engine.store)


@pytest.mark.long
@given(draws=st.lists(st.integers(0, 99), min_size=20, max_size=60), mail=st.booleans())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
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

    @property
    def ended(self) -> bool:
        return self.outcome is not None

    @property
    def waits(self) -> bool:
        return bool(self.tasks or self.awaited or self.armed)


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
    """Complete a task, send a message, or let time pass until the next clock rings."""
    tasks, awaited = sorted(case.open_tasks), sorted(case.awaited)
    if draw < 75 and tasks:
        element = tasks[draw % len(tasks)]
        ways = ANSWERS[element]
        case.complete(element, **ways[draw // 7 % len(ways)])
    elif draw < 78 and awaited:
        case.send(awaited[draw % len(awaited)])
    elif case.armed:
        case.office.travel(min(instant(text) for text in case.armed.values()))


def seen(case: Case) -> Seen:
    return Seen(
        status=case.status,
        outcome=case.outcome,
        tasks=tuple(sorted(case.open_tasks)),
        awaited=tuple(sorted(case.awaited)),
        armed=tuple(sorted(case.armed.items())),
        path=tuple(case.path),
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
