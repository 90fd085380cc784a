"""The shipped procedure, case after case: ours, the naive way, and a bare driver."""

from __future__ import annotations

import shutil
import sqlite3
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.util.task import TaskState

import server
from benchmarks import stock_flagship
from benchmarks.completions import replay, timed
from benchmarks.office import Office, Recorder
from engine.commands import process_instances, service_tasks, user_tasks
from engine.commands.engine import Engine
from engine.core.people import Actor
from engine.store import database
from engine.store.queries import accounts
from forms.posted import Posted

CASES = 8
ROUNDS = 3
APPLICATION = {
    "id_number": "52019919850704202X",
    "phone": "13812345678",
    "reason": "LOSS",
    "loss_date": "2026-01-02",
    "loss_place": "贵阳北站",
    "photo_source": "REUSE_STORED",
    "accepting_station": "520102001",
    "delivery_method": "PICKUP",
    "declaration": "true",
    "privacy_ack": "true",
}
# user task -> (who, what they enter); `signed_at` … are what stock needs and we set ourselves
STEPS: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {
    "check_application": ("clerk", {"pre_decision": "PASS"}, {}),
    "review_application_data": ("reviewer", {"rev_decision": "SIGN"}, {"signed_at": "now"}),
    "sign_off": ("signer", {"sign_decision": "SIGN"}, {"signed_at": "now"}),
    "receive_production_data": ("maker", {"data_complete": "true", "batch_no": "B-0310"}, {}),
    "produce_card": ("maker", {"card_serial": "GZ{case:04}"}, {}),
    "check_card_quality": ("inspector", {"qc_result": "PASS"}, {}),
    "dispatch_card": ("dispatcher", {"handed_to_courier": "true"}, {}),
    "register_arrival": ("window", {"shelf_no": "A-12"}, {"arrived_at": "now"}),
    "hand_over_card": (
        "window",
        {
            "collector": "APPLICANT",
            "identity_verified": "true",
            "finger_match": "PASS",
            "card_checked": "true",
            "fee_receipt_no": "SJ-2026-0310",
            "old_card_result": "LOST",
        },
        {"handed_over_at": "now", "settled_at": "now"},
    ),
}
# a deed, and whether it is a completion
Deed = tuple[Callable[[], object], bool]


@dataclass(frozen=True, slots=True)
class Result:
    """Microseconds per completed user task of the shipped procedure (median)."""

    ours: float
    naive: float
    bare: float
    statements: float
    most_statements: int
    state_bytes: int
    naive_bytes: int
    # microseconds of everything in a case, its filing and its service tasks too
    our_case: float
    naive_case: float


def measure(folder: Path) -> Result:
    """Take cases from application to the card in hand, one way after the other, a few times."""
    start = folder / "flagship.db"
    settings = server.Settings(demo=True, database_url=f"sqlite:///{start}")
    database.close(server.office(settings).store)
    recorded = _record(_copy(start, folder / "recorded.db"))
    sizes: list[int] = []
    naive_sizes: list[int] = []
    taken: dict[str, list[float]] = {"ours": [], "naive": [], "bare": []}
    cases: dict[str, list[float]] = {"ours": [], "naive": [], "bare": []}
    for turn in range(ROUNDS):
        for way, deeds in (
            ("ours", _ours(_copy(start, folder / f"ours{turn}.db"), sizes)),
            ("naive", _naive(folder / f"naive{turn}.db", naive_sizes)),
            ("bare", _bare(_copy(start, folder / f"bare{turn}.db"), recorded)),
        ):
            completions, case = _clock(deeds)
            taken[way] += completions
            cases[way].append(case)
    counts = [len(statements) for statements, completing in recorded if completing]
    return Result(
        **{way: statistics.median(each) for way, each in taken.items()},
        statements=statistics.mean(counts),
        most_statements=max(counts),
        state_bytes=max(sizes),
        naive_bytes=max(naive_sizes),
        our_case=statistics.median(cases["ours"]),
        naive_case=statistics.median(cases["naive"]),
    )


def _clock(deeds: Iterator[Deed]) -> tuple[list[float], float]:
    """Give the microseconds of completions, without the first cases, and of a whole case."""
    costs = [(timed(deed), completing) for deed, completing in deeds]
    taken = [cost.clock for cost, completing in costs if completing]
    return taken[len(taken) // 4 :], sum(cost.clock for cost, _ in costs) / CASES


def _copy(source: Path, target: Path) -> Path:
    shutil.copyfile(source, target)
    return target


def _deeds(path: Path, sizes: list[int]) -> Iterator[Deed]:
    settings = server.Settings(demo=True, database_url=f"sqlite:///{path}")
    office = Office(server.assemble(settings), [])
    people = {who: _person(office, who) for who in {who for who, *_ in STEPS.values()}}
    applicant, started = _person(office, "applicant"), list[str]()
    filing = Posted({key: (value,) for key, value in APPLICATION.items()})
    engine = office.engine
    for _ in range(CASES):
        yield (
            lambda: started.append(process_instances.start(engine, "reissue", applicant, filing)),
            False,
        )
        yield (lambda: _serve(engine), False)
        while tasks := _open(office, started[-1]):
            task_id, element = tasks[0]
            who, answers, _stock = STEPS[element]
            facts = {"case": len(started)}
            filled = {key: (value.format_map(facts),) for key, value in answers.items()}
            posted = Posted(filled)
            yield (
                lambda task_id=task_id, who=who, posted=posted: user_tasks.complete(
                    engine, task_id, people[who], posted
                ),
                True,
            )
            sizes.append(office.state_bytes(started[-1]))
            yield (lambda: _serve(engine), False)
    database.close(engine.store)


def _serve(engine: Engine) -> None:
    """Run service tasks until none is due: one may follow another."""
    while service_tasks.run_due(engine):
        pass


def _person(office: Office, account_id: str) -> Actor:
    found = accounts.actor(office.engine.store, account_id)
    assert found is not None
    return found


def _open(office: Office, instance_id: str) -> list[tuple[str, str]]:
    sql = "SELECT id, element FROM user_task WHERE instance_id = ? AND ended_at IS NULL"
    return office.rows(sql, (instance_id,))


def _ours(path: Path, sizes: list[int]) -> Iterator[Deed]:
    return _deeds(path, sizes)


def _record(path: Path) -> list[tuple[list[tuple[str, Any, bool]], bool]]:
    kept = []
    for deed, completing in _deeds(path, []):
        with Recorder() as recorder:
            deed()
        if completing:
            kept.append(([one for each in recorder.transactions for one in each], True))
        else:
            kept += [(each, False) for each in recorder.transactions]
    return kept


def _bare(path: Path, recorded: list[tuple[list[tuple[str, Any, bool]], bool]]) -> Iterator[Deed]:
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in database.SQLITE_SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    cursor = connection.cursor()
    for statements, completing in recorded:
        yield (lambda statements=statements: replay(cursor, statements), completing)
    connection.close()


class _Naive:
    """The shipped procedure in stock SpiffWorkflow, one row of JSON a case."""

    def __init__(self, path: Path, sizes: list[int]) -> None:
        self.sizes = sizes
        self.specs = stock_flagship.specs()
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=FULL")
        self.connection.execute("CREATE TABLE instance (id INTEGER PRIMARY KEY, state TEXT)")

    def start(self, key: int) -> None:
        self._save(key, stock_flagship.begun(*self.specs))

    def complete(self, key: int) -> None:
        sql = "SELECT state FROM instance WHERE id = ?"
        (text,) = self.connection.execute(sql, (key,)).fetchone()
        self.sizes.append(len(text.encode()))
        workflow = self.serializer.deserialize_json(text)
        workflow.script_engine = stock_flagship.engine()
        workflow.refresh_timers()
        task = workflow.get_next_task(state=TaskState.READY, manual=True)
        _who, answers, stock = STEPS[task.task_spec.name]
        task.data.update(answers | stock)
        task.run()
        workflow.do_engine_steps()
        self._save(key, workflow)

    def _save(self, key: int, workflow: BpmnWorkflow) -> None:
        self.connection.execute("BEGIN IMMEDIATE")
        row = (key, self.serializer.serialize_json(workflow))
        self.connection.execute("INSERT OR REPLACE INTO instance VALUES (?, ?)", row)
        self.connection.execute("COMMIT")


def _naive(path: Path, sizes: list[int]) -> Iterator[Deed]:
    naive = _Naive(path, sizes)
    for key in range(CASES):
        yield (lambda key=key: naive.start(key), False)
        for _ in range(len(STEPS) - 1):
            yield (lambda key=key: naive.complete(key), True)
    naive.connection.close()


def report(result: Result) -> list[tuple[str, str, str]]:
    """Give lines of (what, figure, goal)."""
    return [
        ("the shipped procedure: completed user task", f"{result.ours:.0f} µs", ""),
        ("… the naive way", f"{result.naive:.0f} µs", ""),
        ("… bare transaction, same statements", f"{result.bare:.0f} µs", ""),
        ("… naive / ours", f"{result.naive / result.ours:.1f} ×", "≥ 6 (10)"),
        ("… ours / bare", f"{result.ours / result.bare:.1f} ×", "≤ 4 (2.5)"),
        (
            "… a whole case with filing and service tasks, naive / ours",
            f"{result.naive_case / result.our_case:.1f} ×",
            "",
        ),
        (
            "… statements, commits",
            f"{result.statements:.1f} (most {result.most_statements}), 1",
            "≤ 10, 1",
        ),
        ("… state", f"{result.state_bytes} B (naive {result.naive_bytes} B)", "≤ 4096 B"),
    ]
