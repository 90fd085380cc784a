"""What the courier tells of its waybills: kept once, done as soon as the case waits for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from engine.commands import process_definitions, user_tasks
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import EngineError, InvalidInput
from engine.core.people import Actor, Grant
from engine.store.queries import courier_scans as queries
from engine.store.queries import piles
from engine.store.queries.courier_scans import StoredScan
from engine.store.queries.piles import KeyedTask
from engine.store.refusals import TryAgain
from engine.store.transaction import Transaction, reading, retried, transaction
from engine.store.writes import courier_scans as writes
from forms.posted import Posted

# who acts where the courier's system tells something
COURIER = Actor("courier_api", "Courier", "520000", (Grant("courier", "520000"),))
WAYBILL = "waybill_no"
PICKED_UP = "PICKED_UP"
EVENTS = frozenset([PICKED_UP, "DELIVERED", "RETURNED", "LOST", "DAMAGED"])
MOST = 500
# a scan whose waybill nobody waits for is given up after so long
_PATIENCE = timedelta(days=30)
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Scan:
    """One event of the courier."""

    # the courier's own number of the event
    id: str
    waybill_no: str
    # one of EVENTS
    event: str
    # aware
    at: datetime
    signer: str = ""
    # DLV-01 … why it was not delivered
    code: str = ""


@retried
def receive(engine: Engine, scans: Iterable[Scan]) -> int:
    """Keep scans and give how many are new; the same number again changes nothing.

    They may come in any order, also before the parcel was handed over. Raises InvalidInput.
    """
    listed = tuple(scans)
    if len(listed) > MOST:
        raise InvalidInput("too_many_scans", most=MOST)
    now = instants.text(engine.clock())
    rows = [_row(scan, now) for scan in listed]
    with transaction(engine.store) as tx:
        return sum(writes.add(tx, row) for row in rows)


def apply_waiting(engine: Engine, most: int = MOST) -> int:
    """Complete the tasks that waiting scans are about, and give how many are settled."""
    settled, last = 0, None
    while True:
        with reading(engine.store) as tx:
            scans = queries.waiting(tx, last, most)
        if not scans:
            return settled
        named = [scan.waybill_no for scan in scans]
        tasks = piles.keyed(engine.store, COURIER, WAYBILL, named)
        settled += sum(_apply(engine, scan, tasks.get(scan.waybill_no, ())) for scan in scans)
        last = scans[-1]


def _row(scan: Scan, now: str) -> dict[str, Any]:
    if scan.event not in EVENTS:
        raise InvalidInput("scan_event_unknown", event=scan.event, id=scan.id)
    for text in (scan.id, scan.waybill_no):
        if not 1 <= len(text) <= _LONGEST:
            raise InvalidInput("scan_incomplete", id=scan.id[:_LONGEST])
    # picking up is known from the hand-over of the bag: it is only noted
    state = "noted" if scan.event == PICKED_UP else queries.WAITING
    details = {"delivery_result": scan.event, "signer": scan.signer, "dlv_code": scan.code}
    return {
        "id": scan.id,
        "waybill_no": scan.waybill_no,
        "event": scan.event,
        "scanned_at": instants.text(scan.at),
        "received_at": now,
        "details": json.dumps(details, ensure_ascii=False) if state == queries.WAITING else None,
        "state": state,
        "reason": None,
    }


def _apply(engine: Engine, scan: StoredScan, tasks: tuple[KeyedTask, ...]) -> bool:
    if not tasks:
        return _given_up(engine, scan)
    if len(tasks) > 1:
        # typed by hand twice: a guess could end the case of somebody else
        _end(engine, scan.id, queries.REFUSED, "waybill_of_several")
        return True
    beside = partial(_settle, scan_id=scan.id, state="applied")
    try:
        posted = _posted(engine, tasks[0], json.loads(scan.details))
        user_tasks.complete(engine, tasks[0].task_id, COURIER, posted, beside)
    except TryAgain:
        return False
    except EngineError as problem:
        _end(engine, scan.id, queries.REFUSED, problem.code)
    return True


def _given_up(engine: Engine, scan: StoredScan) -> bool:
    if engine.clock() - instants.parse(scan.received_at) < _PATIENCE:
        return False
    _end(engine, scan.id, queries.REFUSED, "no_such_waybill")
    return True


@retried
def _end(engine: Engine, scan_id: str, state: str, reason: str) -> None:
    with transaction(engine.store) as tx:
        writes.settle(tx, scan_id, state, reason)


def _settle(tx: Transaction, scan_id: str, state: str) -> None:
    writes.settle(tx, scan_id, state)


def _posted(engine: Engine, task: KeyedTask, details: Mapping[str, str]) -> Posted:
    """Give what the form of the task asks of what the courier told."""
    compiled = process_definitions.compiled(engine, task.definition_id)
    form = compiled.form(task.process_id, task.element)
    asked = {field.key for field in form.questions} if form else set()
    told = {name: text for name, text in details.items() if name in asked and text}
    return Posted({name: (text,) for name, text in told.items()}, {})
