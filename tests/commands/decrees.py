"""A made-up decree for 2027, and an office whose deadlines reach into that year."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from engine.commands import calendars, offices, recounts
from engine.core.decrees import DecreeText
from engine.store.failpoints import FailpointReached, Failpoints
from tests.bpmn.drawing import end, lane, path, process, start, timer_on, user
from tests.commands.offices import Office, employ, person
from tests.commands.procedures import form, text

DECREE = """date,kind,name
2027-01-01,holiday,New Year's Day
2027-01-02,holiday,New Year's Day
2027-01-03,holiday,New Year's Day
2027-01-04,holiday,New Year's Day
2027-01-09,working
2027-02-05,holiday,Spring Festival
2027-02-08,holiday,Spring Festival
2027-02-09,holiday,Spring Festival
2027-04-05,holiday,Qingming
2027-05-01,holiday,Labour Day
2027-05-03,holiday,Labour Day
2027-06-09,holiday,Dragon Boat Festival
2027-10-01,holiday,National Day
"""
HOLIDAYS = [
    "2027-01-01",
    "2027-01-02",
    "2027-01-03",
    "2027-01-04",
    "2027-02-05",
    "2027-02-08",
    "2027-02-09",
    "2027-04-05",
    "2027-05-01",
    "2027-05-03",
    "2027-06-09",
    "2027-10-01",
]
WORKED = ["2027-01-09"]
# Monday 28 December 2026, 10:00 in China
WINTER = datetime(2026, 12, 28, 2, tzinfo=UTC)
ADMINISTRATOR = person("adela", ("administrator", "520000"))
SECOND = person("bruno", ("administrator", "520000"))
APPROVER = person("ivo", ("approver", "520000"))
# one clock of each number of days, in working and in calendar days
CLOCKED = process(
    "p",
    lane("desk", "start", "receive", "end", jurisdiction="station"),
    lane("heads", "late_2", "late_4", "late_9", "late_c", role="head", jurisdiction="station"),
    start(instants="begun_at"),
    user("receive"),
    *[
        timer_on(
            "receive",
            name,
            text_,
            deadline=clock,
            kind="breach",
            legalBasis="Art. 12",
            interrupting=False,
        )
        for name, text_, clock in (
            ("in_2", "working days after(begun_at, 2)", "CLK-A"),
            ("in_4", "working days after(begun_at, 4)", "CLK-B"),
            ("in_9", "working days after(begun_at, 9)", "CLK-C"),
            ("in_c", "calendar days after(begun_at, 7)", "CLK-D"),
        )
    ],
    end(),
    *[end(name) for name in ("late_2", "late_4", "late_9", "late_c")],
    path("start", "receive", "end"),
    path("in_2", "late_2"),
    path("in_4", "late_4"),
    path("in_9", "late_9"),
    path("in_c", "late_c"),
)
FILES = {"p/receive.json": form(text("note"))}


def given(text_: str = DECREE, calendar: str = "CN", year: int = 2027) -> DecreeText:
    """Hand in a decree."""
    return DecreeText(calendar, year, "国办发明电〔2026〕9号", "read by hand", text_)


def opened(office: Office) -> Office:
    """Let the office have calendar files of its own, two administrators, and the procedure."""
    office.clock.now = WINTER
    for administrator in (ADMINISTRATOR, SECOND):
        employ(office, administrator)
    ready = Office(offices.opened(office.engine, {}), office.clock, office.handlers)
    ready.deploy(CLOCKED, files=FILES)
    return ready


def propose(office: Office) -> str:
    """Propose the decree of 2027."""
    return calendars.propose(office.engine, given(), ADMINISTRATOR)


def decree(office: Office) -> Office:
    """Put the decree of 2027 in force; its deadlines are not counted again yet."""
    calendars.approve(office.engine, propose(office), office.engine.clocks.version, APPROVER)
    return again(office)


def again(office: Office) -> Office:
    """Notice what was approved, as each request and each tick does."""
    return Office(offices.refreshed(office.engine), office.clock, office.handlers)


def broken_off(office: Office, statement: int) -> None:
    """Recount deadlines until the server dies at that statement, or to the end before it."""
    breaking = Failpoints("statement", passage=statement)
    store = replace(office.engine.store, failpoints=breaking)
    with suppress(FailpointReached):
        recounts.run(replace(office.engine, store=store))
