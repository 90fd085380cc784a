"""Work in bulk: batches, tables, groups and scanners, only where the diagram allows it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from engine.commands import process_definitions
from engine.commands.engine import Engine
from engine.core import csv_tables
from engine.core.people import SYSTEM
from tests.web.browsers import Browser, Clock
from tests.web.parcels import FILES

Visitor = Callable[..., Browser]
PACK = "/bulk/parcel/pack"


@pytest.fixture
def window(engine: Engine, visitor: Visitor, clock: Clock) -> Browser:
    """The window's browser, with three parcels to pack."""
    process_definitions.deploy(engine, FILES, SYSTEM)
    clerk = visitor("clerk")
    for serial, name in (("A1", "田秋月"), ("A2", "𠮷田"), ("=A3", "欧阳春")):
        fields = {"serial": serial, "name": name, "waybill_no": f"EV{serial}"}
        answer = clerk.post("/apply/parcel", accepting_station="520102001", **fields)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        clock.advance(minutes=1)
    return visitor("window")


def upload(browser: Browser, text: str | bytes) -> TestResponse:
    body = text if isinstance(text, bytes) else text.encode()
    return browser.post(f"{PACK}/table", page=PACK, file=(io.BytesIO(body), "t.csv"))


def test_only_steps_that_are_marked_are_offered(window: Browser, visitor: Visitor) -> None:
    visitor("applicant").apply()

    assert "/bulk/parcel/pack" in window.read("/bulk")
    assert "/bulk/permit/check" not in visitor("clerk").read("/bulk")
    assert visitor("clerk").get("/bulk/permit/check").status_code == 404


def test_nobody_sees_the_pile_of_another_lane(window: Browser, visitor: Visitor) -> None:
    assert visitor("clerk").get(PACK).status_code == 404
    assert visitor("maker").get(f"{PACK}/table.csv").status_code == 404


def test_a_batch_takes_the_first_tasks_into_ones_hands(window: Browser) -> None:
    answer = window.post(f"{PACK}/pull", page=PACK, number="2")

    page = window.read(answer.headers["Location"])

    assert "B-260316-001" in page
    assert "A1" in page
    assert "=A3" not in page


def test_a_second_batch_takes_the_rest_and_a_third_finds_none(window: Browser) -> None:
    window.post(f"{PACK}/pull", page=PACK, number="2")

    second = window.post(f"{PACK}/pull", page=PACK, number="5")
    third = window.post(f"{PACK}/pull", page=PACK, number="5")

    assert second.headers["Location"].endswith("B-260316-002")
    assert third.status_code == 409
    assert "nothing left to pull" in third.get_data(as_text=True)


@pytest.mark.parametrize("number", ["", "0", "501", "-1", "two", "99999"])
def test_a_senseless_size_is_refused(window: Browser, number: str) -> None:
    answer = window.post(f"{PACK}/pull", page=PACK, number=number)

    assert answer.status_code == 422
    assert "Give a number from 1 to 500" in answer.get_data(as_text=True)


def test_a_table_holds_what_is_in_ones_hands_byte_for_byte(window: Browser) -> None:
    window.post(f"{PACK}/pull", page=PACK, number="3")

    body = window.get(f"{PACK}/table.csv").data
    table = csv_tables.read(body)

    assert table.columns == (
        "case_no", "serial", "accepting_station", "name", "shelf_no", "checked",
    )  # fmt: skip
    assert [line.cells["serial"] for line in table.lines] == ["A1", "A2", "=A3"]
    assert [line.cells["name"] for line in table.lines] == ["田秋月", "𠮷田", "欧阳春"]
    # a spreadsheet must not take it for a formula
    assert b"'=A3" in body


def test_a_table_without_a_batch_is_empty_of_people(window: Browser) -> None:
    assert "田秋月" not in window.get(f"{PACK}/table.csv").get_data(as_text=True)


def test_an_export_is_in_the_history_of_each_case(window: Browser, visitor: Visitor) -> None:
    window.post(f"{PACK}/pull", page=PACK, number="1")
    window.get(f"{PACK}/table.csv")

    listed = visitor("auditor").read("/instances")
    cases = re.findall(r'href="(/instances/[^"]+)"', listed)

    told = [visitor("auditor").read(case) for case in cases]

    assert sum("Exported" in each for each in told) == 1


def test_a_table_completes_a_task_for_each_line(window: Browser) -> None:
    page = upload(window, "serial,shelf_no,checked\nA1,S-1,是\nA2,S-2,no\n").get_data(as_text=True)

    assert "2 tasks are done." in page
    assert "1 open task" in window.read(PACK)


def test_the_same_table_again_changes_nothing(window: Browser) -> None:
    upload(window, "serial,shelf_no\nA1,S-1\n")

    page = upload(window, "serial,shelf_no\nA1,S-9\n").get_data(as_text=True)

    assert "0 tasks are done." in page
    assert "A1 is not expected here" in page


def test_a_refused_line_names_its_place_and_leaves_the_others_done(window: Browser) -> None:
    page = upload(window, "serial,shelf_no\nA1,\nA2,S-2\n").get_data(as_text=True)

    assert "1 task is done." in page
    assert "Line 2" in page
    assert "shelf_no" in page


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"\x00\x01\x02\xff\xfe", "not a text file"),
        ("", "no lines below its head"),
        ("serial,shelf_no\n", "no lines below its head"),
        ("serial,shelf_no\nA1\n", "Line 2 has 1 cells, the head has 2."),
        ('serial,shelf_no\n"A1,S\n', "cannot be read"),
        ("serial,serial\nA1,S\n", "Two columns are named serial."),
        ("shelf_no\nS\n", "The column serial (or case_no) is missing"),
        ("serial,shelf_no,colour\nA1,S,red\n", "The column colour is not known here."),
        ("serial,shelf_no\n" + "A1,S\n" * 501, "more than 500 lines"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(
    window: Browser, text: str | bytes, told: str
) -> None:
    answer = upload(window, text)

    assert answer.status_code == 422
    assert told in answer.get_data(as_text=True)
    assert "3 open tasks" in window.read(PACK)


def test_a_table_as_chinese_spreadsheets_write_it_is_read(window: Browser) -> None:
    answer = upload(window, "serial;shelf_no\nA1;一号架\n".encode("gb18030"))

    assert "1 task is done." in answer.get_data(as_text=True)


def test_a_bag_completes_all_of_a_station(window: Browser) -> None:
    fields = {"group": "520102001", "shelf_no": "BAG-7"}
    page = window.post(f"{PACK}/group", page=PACK, **fields).get_data(as_text=True)

    assert "3 tasks are done." in page
    assert window.get(PACK).status_code == 404


def test_a_scanned_code_completes_one_task(window: Browser) -> None:
    answer = window.post(f"{PACK}/scan", page=PACK, key="A2", shelf_no="S-2")

    assert answer.status_code == 303
    assert "Done: case" in window.read(answer.headers["Location"])


def test_an_unexpected_code_is_told_and_the_form_is_kept(window: Browser) -> None:
    answer = window.post(f"{PACK}/scan", page=PACK, key="Z9", shelf_no="S-2")

    assert answer.status_code == 404
    assert "Z9 is not expected here" in answer.get_data(as_text=True)
    assert "S-2" in answer.get_data(as_text=True)


def test_a_scanned_code_without_its_answers_is_asked_again(window: Browser) -> None:
    answer = window.post(f"{PACK}/scan", page=PACK, key="A2")

    assert answer.status_code == 422
    assert 'value="A2"' in answer.get_data(as_text=True)
