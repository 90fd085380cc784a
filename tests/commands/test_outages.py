"""An outage explains the deadlines that fell due in it, and leaves one true reminder behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.commands import accounts, history, notices, outages, service_tasks, timers, user_tasks
from engine.commands.accounts import NewAccount
from engine.commands.outages import NewOutage
from engine.core import instants
from engine.core.errors import Conflict, InvalidInput, NotFound, NotPermitted
from engine.core.people import Actor
from engine.core.ports import Letter
from engine.core.services import Handler
from engine.store.addressees import StoredAddressees
from engine.store.deadlines import StoredDeadlines
from engine.store.queries import accounts as account_queries
from engine.store.queries import history as entries
from engine.store.queries import outages as queries
from engine.store.queries import timers as timer_queries
from tasks import notices as notice_tasks
from tests.bpmn.drawing import end, lane, path, process, service, start, timer_on, user
from tests.bpmn.offices import OTHER_STATION, STATION
from tests.commands import test_timers
from tests.commands.offices import CLERK, HEAD, OPERATOR, Office, posted
from tests.commands.procedures import form, text
from tests.commands.test_timers import CLOCKED, DUE

NOTE = "the province's line was cut"
SECRET = "correct horse battery"


def outage(**changes: object) -> NewOutage:
    usual = NewOutage(
        system="network",
        unit="520000",
        note=NOTE,
        begun=DUE - timedelta(hours=1),
        ended=DUE + timedelta(hours=1),
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def missed(office: Office) -> str:
    """A case whose deadline passes while nothing works; all is well again a day later."""
    office.deploy(CLOCKED, files=test_timers.FILES)
    instance = office.start()
    office.clock.now = DUE + timedelta(days=1)
    timers.fire_due(office.engine)
    return instance


def explained(office: Office, instance: str) -> list[str]:
    found = timer_queries.of(office.engine.store, instance)
    return [one.note for one in outages.explaining(office.engine, found)]


def test_a_deadline_that_fell_due_in_an_outage_is_explained_by_it(office: Office) -> None:
    instance = missed(office)
    assert explained(office, instance) == []

    outages.record(office.engine, outage(), OPERATOR)

    assert explained(office, instance) == [NOTE]


def test_an_outage_of_the_station_itself_explains_too(office: Office) -> None:
    instance = missed(office)

    outages.record(office.engine, outage(unit=STATION, system="power"), OPERATOR)

    assert explained(office, instance) == [NOTE]


@pytest.mark.parametrize(
    "changes",
    [
        {"unit": OTHER_STATION},
        {"ended": DUE - timedelta(minutes=1)},
        {"begun": DUE + timedelta(minutes=1)},
    ],
)
def test_an_outage_elsewhere_or_at_another_time_explains_nothing(
    office: Office, changes: dict[str, object]
) -> None:
    instance = missed(office)

    outages.record(office.engine, outage(**changes), OPERATOR)

    assert explained(office, instance) == []


def test_an_outage_that_lasts_is_ended_once(office: Office) -> None:
    instance = missed(office)
    made = outages.record(office.engine, outage(ended=None), OPERATOR)
    assert explained(office, instance) == [NOTE]

    outages.end(office.engine, made, DUE + timedelta(hours=2), OPERATOR)

    (row,) = queries.latest(office.engine.store)
    assert row.ended == DUE + timedelta(hours=2)
    with pytest.raises(Conflict):
        outages.end(office.engine, made, DUE + timedelta(hours=3), OPERATOR)
    assert history.verify(office.engine).broken == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"system": "weather"},
        {"note": "no"},
        {"note": "it was 52019919850704202X"},
        {"ended": DUE - timedelta(days=9)},
        {"ended": DUE + timedelta(days=9)},
        {"begun": DUE + timedelta(days=9), "ended": None},
    ],
)
def test_an_outage_is_told_in_full(office: Office, changes: dict[str, object]) -> None:
    missed(office)

    with pytest.raises(InvalidInput):
        outages.record(office.engine, outage(**changes), OPERATOR)


def test_only_an_operator_records_outages(office: Office) -> None:
    missed(office)

    with pytest.raises(NotPermitted):
        outages.record(office.engine, outage(), HEAD)
    with pytest.raises(NotFound):
        outages.end(office.engine, "unknown", DUE, OPERATOR)
    with pytest.raises(NotFound):
        outages.record(office.engine, outage(unit="999999"), OPERATOR)


def test_a_late_firing_carries_when_it_was_due_and_when_it_fired(office: Office) -> None:
    instance = missed(office)

    (fired,) = [
        entry
        for entry in entries.timeline(office.engine.store, instance)
        if entry.kind == "timer_fired"
    ]

    assert fired.body["due"] == instants.text(DUE)
    assert fired.at == instants.text(DUE + timedelta(days=1))


REMINDED = process(
    "p",
    lane("desk", "start", "receive", "end", jurisdiction="station"),
    lane("heads", "explain", "explained", role="head", jurisdiction="station"),
    lane("machine", "remind_one", "reminded_one", "remind_two", "reminded_two", role="platform"),
    start(instants="begun_at"),
    user("receive"),
    *[
        timer_on(
            "receive",
            name,
            f"working days after(begun_at, {days})",
            deadline="CLK-PRE",
            kind=kind,
            legalBasis="Art. 12",
            interrupting=kind == "breach",
        )
        for name, days, kind in (
            ("day_one", 1, "reminder"),
            ("day_two", 2, "reminder"),
            ("overdue", 3, "breach"),
        )
    ],
    service("remind_one", "notices.tell"),
    end("reminded_one"),
    service("remind_two", "notices.tell"),
    end("reminded_two"),
    user("explain"),
    end(),
    end("explained"),
    path("start", "receive", "end"),
    path("day_one", "remind_one", "reminded_one"),
    path("day_two", "remind_two", "reminded_two"),
    path("overdue", "explain", "explained"),
)
# Tuesday evening, after both reminders were due, and the end of the deadline on Wednesday
TUESDAY = datetime(2026, 3, 17, 12, tzinfo=UTC)


class Mailbox:
    """Keeps letters."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def send(self, letter: Letter) -> None:
        self.letters.append(letter)


@pytest.fixture
def box() -> Mailbox:
    return Mailbox()


@pytest.fixture
def reminded(office: Office, box: Mailbox) -> Office:
    """An office with a clerk who has an address, and a case with two reminders."""
    store = office.engine.store
    first = NewAccount("first", "First Person", "520000", SECRET)
    accounts.set_up(office.engine, first)
    new = NewAccount("ana", "Ana", STATION, SECRET, email="ana@example.org", role="clerk")
    accounts.add(office.engine, new, _actor(office, "first"))
    ports = {
        "addressees": StoredAddressees(store),
        "deadlines": StoredDeadlines(store),
        "mail": box,
    }
    office.handlers["notices.tell"] = Handler(notice_tasks.tell, ports=tuple(ports))
    made = replace(office, engine=replace(office.engine, ports=ports))
    made.deploy(
        REMINDED, files={"p/receive.json": form(text("note")), "p/explain.json": form(text("why"))}
    )
    made.start()
    return made


def _actor(office: Office, account_id: str) -> Actor:
    found = account_queries.actor(office.engine.store, account_id)
    assert found is not None
    return found


def catch_up(office: Office) -> None:
    """Do everything that is due."""
    timers.fire_due(office.engine)
    service_tasks.run_due(office.engine)


def told(office: Office) -> list[dict[str, object]]:
    return [dict(one.parameters) for one in notices.opened(office.engine, CLERK)]


def test_after_an_outage_two_reminders_of_a_deadline_are_one(
    reminded: Office, box: Mailbox
) -> None:
    reminded.clock.now = TUESDAY

    catch_up(reminded)

    assert len(told(reminded)) == len(box.letters) == 1


def test_the_one_reminder_says_when_the_deadline_really_ends(
    reminded: Office, box: Mailbox
) -> None:
    reminded.clock.now = TUESDAY

    catch_up(reminded)

    assert told(reminded)[0]["due"] == instants.text(DUE)
    assert "Wednesday 18 March 2026, 16:30" in box.letters[0].subject


def test_both_reminders_stand_in_the_history_with_due_and_fired_instants(
    reminded: Office,
) -> None:
    reminded.clock.now = TUESDAY

    catch_up(reminded)

    (instance,) = {row.instance_id for row in reminded.inbox()}
    timeline = entries.timeline(reminded.engine.store, instance)
    fired = [entry for entry in timeline if entry.kind == "timer_fired"]
    assert [entry.body["due"] < entry.at for entry in fired] == [True, True]
    notes = [entry.body.get("note") for entry in timeline if entry.element == "remind_one"]
    assert notes == ["overtaken"]


def test_when_the_deadline_has_passed_too_no_reminder_is_true(
    reminded: Office, box: Mailbox
) -> None:
    reminded.clock.now = DUE + timedelta(hours=1)

    catch_up(reminded)

    assert (told(reminded), box.letters) == ([], [])
    assert reminded.inbox(HEAD)[0].element == "explain"


def test_a_reminder_of_what_is_done_meanwhile_is_not_told(reminded: Office, box: Mailbox) -> None:
    reminded.clock.now = TUESDAY
    timers.fire_due(reminded.engine)
    user_tasks.complete(reminded.engine, reminded.task(CLERK), CLERK, posted())

    service_tasks.run_due(reminded.engine)

    assert (told(reminded), box.letters) == ([], [])


def test_reminders_in_time_are_both_told(reminded: Office, box: Mailbox) -> None:
    for day in (16, 17):
        reminded.clock.now = datetime(2026, 3, day, 12, tzinfo=UTC)
        catch_up(reminded)

    assert len(told(reminded)) == len(box.letters) == 2
