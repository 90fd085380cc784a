"""The courier's system tells its scans: authenticated, once each, in any order."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import server
from engine.commands import courier_scans, process_definitions
from engine.commands.engine import Engine
from engine.core.people import SYSTEM
from tests.web.browsers import Clock, Visitor
from tests.web.parcels import FILES, pack, send
from web.app import create_app
from web.settings import WebSettings

TOKEN = "a-long-secret"
SCAN = {
    "id": "s-1",
    "waybill_no": "EV1",
    "event": "DELIVERED",
    "scanned_at": "2026-03-16T10:00:00+08:00",
    "signer": "田秋月",
}


@dataclass(frozen=True)
class Courier:
    """The courier's system."""

    client: FlaskClient

    def tell(self, *scans: dict[str, str], token: str = TOKEN, **more: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {token}"}
        body = {"json": {"scans": list(scans)}} | more
        return self.client.post("/api/courier/scans", headers=headers, **body)


@pytest.fixture
def courier(engine: Engine) -> Courier:
    process_definitions.deploy(engine, FILES, SYSTEM)
    return Courier(create_app(engine, WebSettings(demo=True, courier_token=TOKEN)).test_client())


@pytest.fixture
def packed(courier: Courier, visitor: Visitor) -> str:
    """The address of a parcel that the courier has."""
    case = send(visitor)
    pack(visitor)
    return case


def ended(visitor: Visitor, case: str) -> bool:
    return "Closed" in visitor("clerk").read(case)


def test_a_delivery_ends_the_case(courier: Courier, packed: str, visitor: Visitor) -> None:
    answer = courier.tell(SCAN)

    assert (answer.status_code, answer.get_json()) == (202, {"received": 1, "new": 1})
    assert ended(visitor, packed)


def test_the_same_scan_again_changes_nothing(courier: Courier, packed: str) -> None:
    courier.tell(SCAN)

    again = courier.tell(SCAN, SCAN)

    assert again.get_json() == {"received": 2, "new": 0}


def test_a_scan_that_comes_too_early_waits_for_its_parcel(
    courier: Courier, engine: Engine, visitor: Visitor
) -> None:
    courier.tell(SCAN)
    case = send(visitor)
    pack(visitor)
    assert not ended(visitor, case)

    assert courier_scans.apply_waiting(engine) == 1

    assert ended(visitor, case)


def test_a_scan_of_a_waybill_that_nobody_knows_is_given_up_after_a_month(
    courier: Courier, engine: Engine, clock: Clock
) -> None:
    courier.tell({**SCAN, "waybill_no": "EV404"})
    assert courier_scans.apply_waiting(engine) == 0

    clock.advance(days=31)

    assert courier_scans.apply_waiting(engine) == 1
    assert courier_scans.apply_waiting(engine) == 0


def test_a_scan_of_a_waybill_that_two_parcels_have_ends_neither(
    courier: Courier, packed: str, engine: Engine, visitor: Visitor
) -> None:
    other = send(visitor, serial="S2")
    pack(visitor, "S2")

    courier.tell(SCAN)

    assert not ended(visitor, packed)
    assert not ended(visitor, other)
    assert courier_scans.apply_waiting(engine) == 0


def test_a_pick_up_is_noted_and_completes_nothing(
    courier: Courier, packed: str, visitor: Visitor
) -> None:
    answer = courier.tell({**SCAN, "event": "PICKED_UP"})

    assert answer.status_code == 202
    assert not ended(visitor, packed)


def test_a_table_of_scans_is_taken_too(courier: Courier, packed: str, visitor: Visitor) -> None:
    head = "id,waybill_no,event,scanned_at,signer"
    body = f"{head}\ns-1,EV1,DELIVERED,2026-03-16T10:00:00+08:00,田秋月\n".encode()

    answer = courier.tell(json=None, data=body, content_type="text/csv")

    assert answer.status_code == 202
    assert ended(visitor, packed)


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], TOKEN + "x"])
def test_without_the_token_nothing_is_taken(courier: Courier, packed: str, token: str) -> None:
    assert courier.tell(SCAN, token=token).status_code == 401
    assert courier.tell(SCAN).get_json()["new"] == 1


def test_an_office_without_a_courier_takes_no_scans(engine: Engine) -> None:
    client = create_app(engine, WebSettings(demo=True)).test_client()

    assert Courier(client).tell(SCAN, token="").status_code == 401


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"event": "VANISHED"}, "the event VANISHED is not known"),
        ({"id": ""}, "is missing or too long"),
        ({"waybill_no": "E" * 101}, "is missing or too long"),
        ({"scanned_at": "yesterday"}, "the time is not ISO 8601"),
        ({"scanned_at": "2026-03-16T10:00:00"}, "the time is not ISO 8601"),
    ],
)
def test_a_senseless_scan_refuses_all_of_the_request(
    courier: Courier, packed: str, change: dict[str, str], told: str
) -> None:
    answer = courier.tell(SCAN, {**SCAN, "id": "s-2", **change})

    assert answer.status_code == 422
    assert told in answer.get_json()["message"]
    assert courier.tell(SCAN).get_json()["new"] == 1


@pytest.mark.parametrize("body", ["", "[]", "{}", "null", '{"scans": 3}', '{"scans": [1]}'])
def test_what_is_no_list_of_scans_is_refused(courier: Courier, body: str) -> None:
    answer = courier.tell(json=None, data=body, content_type="application/json")

    assert answer.status_code == 422


def test_who_signed_is_forgotten_once_it_is_an_answer(
    courier: Courier, packed: str, engine: Engine
) -> None:
    courier.tell(SCAN)

    with closing(sqlite3.connect(str(engine.store.url.database))) as connection:
        rows = connection.execute("SELECT state, details FROM courier_scan").fetchall()

    assert rows == [("applied", None)]


def test_the_token_of_the_environment_opens_the_address(engine: Engine) -> None:
    process_definitions.deploy(engine, FILES, SYSTEM)
    settings = server.settings_from({"DEMO": "1", "COURIER_TOKEN": TOKEN})
    courier = Courier(server.app(settings, engine).test_client())

    answer = courier.tell(SCAN)

    assert answer.status_code == 202
