"""Each alarm of the running work rings by its cause, is told once, and clears with its cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from engine.commands import accounts, alarms, history, notices, service_tasks, timers
from engine.commands import incidents as incidents_of
from engine.commands.accounts import NewAccount
from engine.core import instants
from engine.core.alarms import Limits
from engine.core.errors import Conflict, NotFound, NotPermitted, ServiceTaskFailed
from engine.core.people import Actor
from engine.core.ports import Addressee
from engine.core.services import Handler, ServiceCall, ServiceResult
from engine.store.queries import accounts as account_queries
from engine.store.queries import alarms as queries
from engine.store.queries import incidents
from engine.store.queries.alarms import AlarmRow
from tests.commands import test_timers
from tests.commands.offices import CLERK, OPERATOR, Office
from tests.commands.test_service_tasks import ASKING, FILES
from tests.commands.test_timers import CLOCKED, DUE

SECRET = "correct horse battery"
# no decree is among the files of the small office
CALENDAR = "calendar_year_missing"


@dataclass(slots=True)
class Post:
    """Keeps what operators are told; a closed one takes nothing."""

    told: list[tuple[str, str]] = field(default_factory=list)
    closed: bool = False

    def tell(self, kind: str, facts: Mapping[str, Any], addressee: Addressee, key: str) -> None:
        if self.closed:
            raise ServiceTaskFailed("mail_unreachable", host="mail.example")
        if kind != CALENDAR and addressee.email:
            self.told.append((kind, addressee.account_id))


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture(name="office")
def _office(office: Office, post: Post) -> Office:
    """The small office, with an administrator who has an address and a post."""
    first = NewAccount("first", "First Person", "520000", SECRET, email="first@example.org")
    accounts.set_up(office.engine, first)
    engine = replace(office.engine, ports={"alarms": post}, limits=Limits(backup_age=None))
    return replace(office, engine=engine)


def ringing(office: Office) -> list[AlarmRow]:
    alarms.watch(office.engine)
    return [one for one in queries.ringing(office.engine.store) if one.kind != CALENDAR]


def kinds(office: Office) -> list[str]:
    return [one.kind for one in ringing(office)]


def asking(office: Office, reply: ServiceResult | Exception, cases: int = 1) -> None:
    """Start cases that ask another system, which answers so."""

    def answer(_: ServiceCall) -> ServiceResult:
        if isinstance(reply, Exception):
            raise reply
        return reply

    office.handlers["register.ask"] = Handler(run=answer, retries=(5, 30, 3600))
    if not office.inbox():
        office.deploy(
            ASKING, files=FILES, messages=("withdrawal",), errors=("given_up", "not_there")
        )
    for number in range(cases):
        office.start(name=f"Mei {number}")


def late(office: Office) -> None:
    """Let a deadline come, and nobody fire it."""
    office.deploy(CLOCKED, files=test_timers.FILES)
    office.start()
    office.clock.now = DUE
    office.clock.advance(minutes=5)


def test_a_quiet_office_rings_no_alarm(office: Office) -> None:
    assert kinds(office) == []


def test_a_deadline_that_nobody_fires_rings(office: Office) -> None:
    late(office)

    (alarm,) = ringing(office)

    assert (alarm.kind, alarm.facts["due"]) == ("timer_late", instants.text(DUE))


def test_a_deadline_that_is_fired_after_all_clears_its_alarm(office: Office) -> None:
    late(office)
    alarms.watch(office.engine)

    timers.fire_due(office.engine)

    assert kinds(office) == []
    assert [one.kind for one in queries.cleared(office.engine.store)] == ["timer_late"]


def test_steps_that_pile_up_ring(office: Office) -> None:
    asking(office, ServiceTaskFailed("register_unreachable"), cases=20)
    for wait in (0, 5, 30, 600):
        office.clock.advance(seconds=wait)
        service_tasks.run_due(office.engine)

    (alarm,) = ringing(office)

    assert (alarm.kind, alarm.facts["number"]) == ("outbox_grows", 20)


def test_a_step_that_nobody_takes_up_rings(office: Office) -> None:
    asking(office, ServiceResult())
    office.clock.advance(minutes=10)

    assert kinds(office) == ["outbox_grows"]


def test_steps_that_are_answered_clear_their_alarm(office: Office) -> None:
    asking(office, ServiceResult())
    office.clock.advance(minutes=10)
    alarms.watch(office.engine)

    service_tasks.run_due(office.engine)

    assert kinds(office) == []


def test_an_incident_that_stays_open_rings(office: Office) -> None:
    asking(office, ServiceTaskFailed("no_such_person", permanent=True))
    service_tasks.run_due(office.engine)
    assert kinds(office) == []

    office.clock.advance(hours=4)

    assert kinds(office) == ["incident_open"]


def test_an_incident_that_is_settled_clears_its_alarm(office: Office) -> None:
    asking(office, ServiceTaskFailed("no_such_person", permanent=True))
    service_tasks.run_due(office.engine)
    office.clock.advance(hours=4)
    alarms.watch(office.engine)

    (incident,) = incidents.open_incidents(office.engine.store)
    incidents_of.give_up(office.engine, incident.task_id, "the register is closed", OPERATOR)

    assert kinds(office) == []


def test_an_alarm_is_mailed_once_a_day_while_nobody_looks_after_it(
    office: Office, post: Post
) -> None:
    late(office)
    for minutes in (0, 1, 60):
        office.clock.advance(minutes=minutes)
        alarms.watch(office.engine)
    assert post.told == [("timer_late", "first")]

    office.clock.advance(days=1)
    alarms.watch(office.engine)

    assert post.told == [("timer_late", "first")] * 2


def test_an_alarm_that_is_looked_after_is_mailed_no_more(office: Office, post: Post) -> None:
    late(office)
    (alarm,) = ringing(office)

    alarms.acknowledge(office.engine, alarm.id, _first(office))
    office.clock.advance(days=3)

    (still,) = ringing(office)
    assert (still.acknowledged_by, still.acknowledger) == ("first", "First Person")
    assert post.told == [("timer_late", "first")]
    assert history.verify(office.engine).broken == ()


def test_what_the_post_does_not_take_is_mailed_at_the_next_look(
    office: Office, post: Post
) -> None:
    late(office)
    post.closed = True
    alarms.watch(office.engine)
    post.closed = False

    office.clock.advance(minutes=1)
    alarms.watch(office.engine)

    assert post.told == [("timer_late", "first")]


def test_an_alarm_is_among_the_notices_of_who_administers(office: Office) -> None:
    late(office)
    alarms.watch(office.engine)
    alarms.watch(office.engine)

    told = [one.parameters for one in notices.opened(office.engine, _first(office))]

    assert [one for one in told if one["alarm"] != CALENDAR] == [
        {"alarm": "timer_late", "due": instants.text(DUE)}
    ]


def test_two_servers_that_look_ring_and_tell_once(office: Office, post: Post) -> None:
    late(office)
    other = replace(office.engine, definitions=office.engine.definitions)

    alarms.watch(office.engine)
    alarms.watch(other)

    assert len(ringing(office)) == 1
    assert post.told == [("timer_late", "first")]


def test_limits_are_those_of_the_office(office: Office) -> None:
    late(office)
    patient = replace(
        office.engine, limits=Limits(timer_late=Limits().incident_open, backup_age=None)
    )

    assert kinds(replace(office, engine=patient)) == []


def test_a_clerk_may_not_acknowledge(office: Office) -> None:
    late(office)
    (alarm,) = ringing(office)

    with pytest.raises(NotPermitted):
        alarms.acknowledge(office.engine, alarm.id, CLERK)


def test_an_alarm_is_acknowledged_once(office: Office) -> None:
    late(office)
    (alarm,) = ringing(office)
    alarms.acknowledge(office.engine, alarm.id, OPERATOR)

    with pytest.raises(Conflict):
        alarms.acknowledge(office.engine, alarm.id, OPERATOR)
    with pytest.raises(NotFound):
        alarms.acknowledge(office.engine, "unknown", OPERATOR)


def _first(office: Office) -> Actor:
    found = account_queries.actor(office.engine.store, "first")
    assert found is not None
    return found
