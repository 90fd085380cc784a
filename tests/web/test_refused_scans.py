"""Scans of the courier that completed nothing are shown to who can put it right by hand."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest

from engine.commands import courier_scans, process_definitions, refused_scans
from engine.commands.courier_scans import Scan
from engine.commands.engine import Engine
from engine.core.errors import NotPermitted
from engine.core.people import SYSTEM, Actor, Grant
from engine.store.transaction import transaction
from engine.store.writes import courier_scans as writes
from tests.statements import noted
from tests.web.browsers import Clock, Visitor
from tests.web.parcels import FILES, pack, send

DISPATCHER = Actor("dispatcher", "Dispatch", "520000", (Grant("dispatcher", "520000"),))
TITLE = "Scans of the courier that did nothing"


@pytest.fixture(autouse=True)
def _parcels(engine: Engine) -> None:
    process_definitions.deploy(engine, FILES, SYSTEM)


def tell(engine: Engine, waybill: str, number: int = 1, event: str = "DELIVERED") -> None:
    """Let the courier tell a scan, as an earlier one where the number is small."""
    at = engine.clock() - timedelta(hours=1)
    courier_scans.receive(engine, [Scan(f"s-{number:03}", waybill, event, at)])
    courier_scans.apply_waiting(engine)


def read(visitor: Visitor, username: str) -> str:
    return unescape(visitor(username).read("/bulk"))


@pytest.mark.parametrize("username", ["dispatcher", "courier"])
def test_where_every_scan_found_its_case_the_page_says_so(visitor: Visitor, username: str) -> None:
    page = read(visitor, username)

    assert TITLE in page
    assert "Every scan of the last 90 days has found its case." in page


def test_a_scan_of_two_parcels_names_both_cases(engine: Engine, visitor: Visitor) -> None:
    for serial in ("S1", "S2"):
        send(visitor, "EV1", serial)
        pack(visitor, serial)

    tell(engine, "EV1")

    page = read(visitor, "courier")
    assert "More than one case has this waybill" in page
    assert "Find out from the label which parcel was scanned" in page
    assert "Mon 16 Mar, 08:00" in page
    assert page.count('class="code" href="/tasks/') == 2


def test_a_scan_that_says_what_cannot_be_chosen_is_done_by_hand(
    engine: Engine, visitor: Visitor
) -> None:
    send(visitor)
    pack(visitor)

    tell(engine, "EV1", event="LOST")

    page = read(visitor, "dispatcher")
    assert "or said what cannot be chosen there" in page
    assert "who works for the courier then completes the step by hand" in page
    # dispatch asks the courier and does not act on the step
    assert 'href="/tasks/' not in page


def test_a_scan_that_was_done_by_hand_meanwhile_asks_for_nothing(
    engine: Engine, visitor: Visitor
) -> None:
    send(visitor)
    pack(visitor)
    tell(engine, "EV1", event="LOST")
    pile = "/bulk/parcel/carry"

    visitor("courier").post(f"{pile}/scan", page=pile, key="EV1", delivery_result="RETURNED")

    assert "no step waits for this waybill any more" in read(visitor, "dispatcher")


def test_a_waybill_of_nobody_is_to_be_compared_with_its_label(
    engine: Engine, visitor: Visitor, clock: Clock
) -> None:
    tell(engine, "EV404")
    clock.advance(days=31)

    courier_scans.apply_waiting(engine)

    page = read(visitor, "dispatcher")
    assert "No case waited for this waybill for 30 days." in page
    assert "Compare the number with the label" in page


def test_a_refusal_without_words_of_its_own_is_told_too(engine: Engine, visitor: Visitor) -> None:
    tell(engine, "EV404")

    with transaction(engine.store) as tx:
        writes.settle(tx, "s-001", "refused", "constraint_violated")

    assert "could not be completed by a scan" in read(visitor, "dispatcher")


def test_the_newest_are_listed_first_and_not_without_end(
    engine: Engine, visitor: Visitor, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(refused_scans.MOST + 1):
        tell(engine, f"EV{number:03}", number)
        clock.advance(minutes=1)
    clock.advance(days=30)
    courier_scans.apply_waiting(engine)

    ran = noted(monkeypatch)
    found = refused_scans.listed(engine, DISPATCHER)

    assert found.scans[0].told.waybill_no == f"EV{refused_scans.MOST:03}"
    assert (len(found.scans), found.cut) == (refused_scans.MOST, True)
    assert ran == ["refused_courier_scans", "tasks_by_answer"]
    assert "Only the newest 50 are shown." in read(visitor, "dispatcher")


def test_an_old_scan_leaves_the_list(engine: Engine, visitor: Visitor, clock: Clock) -> None:
    tell(engine, "EV404")
    clock.advance(days=31)
    courier_scans.apply_waiting(engine)
    before = read(visitor, "dispatcher")

    clock.advance(days=60)

    assert "EV404" in before
    assert "EV404" not in read(visitor, "dispatcher")


def test_nobody_else_is_told(engine: Engine, visitor: Visitor) -> None:
    window = Actor("window", "Window", "520102001", (Grant("window", "520102001"),))

    with pytest.raises(NotPermitted):
        refused_scans.listed(engine, window)

    assert TITLE not in read(visitor, "window")


def test_operators_count_them(engine: Engine, visitor: Visitor) -> None:
    send(visitor)
    pack(visitor)
    before = unescape(visitor("operator").read("/operations"))

    tell(engine, "EV1", event="LOST")

    after = unescape(visitor("operator").read("/operations"))
    assert "1 in 90 days" not in before
    assert "1 in 90 days; dispatch sees it under “In bulk”" in after
