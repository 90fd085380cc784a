"""Whoever counts on a date is told once when a decree moves it, and of nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.commands import calendars, notice_mail, recounts, user_tasks
from engine.commands.engine import Engine
from engine.core import instants, public_dates
from engine.core.errors import ServiceTaskFailed
from engine.core.people import Actor
from engine.core.ports import Letter
from engine.store.queries import notices as queries
from engine.store.queries.notices import NoticeRow
from engine.store.transaction import transaction
from engine.store.writes import accounts
from tasks.news_letters import NewsLetters
from tests.bpmn.drawing import end, lane, path, process, start, timer_on, user
from tests.commands.decrees import APPROVER, WINTER, broken_off, decree, opened, propose
from tests.commands.offices import APPLICANT, CLERK, NEIGHBOUR, Office, employ, posted
from tests.commands.procedures import form, text

FILES = {"p/receive.json": form(text("note")), "p/begin.json": form(text("wish"))}
# an inner clock, the legal limit and the day to collect by; their counts differ
CLOCKS = (
    ("inner", "working days after(begun_at, 4)", "CLK-REV", "breach"),
    ("near", "working days after(begun_at, 5)", "CLK-PICKUP", "reminder"),
    ("collect", "working days after(begun_at, 9)", "CLK-PICKUP", "breach"),
    ("legal", "calendar days after(begun_at, 7)", "CLK-STAT", "breach"),
)


def drawn(*clocks: tuple[str, str, str, str]) -> str:
    """Draw a procedure that a citizen starts and that waits for a clerk, by these clocks."""
    late = [f"after_{name}" for name, *_rest in clocks]
    return process(
        "p",
        lane("public", "begin", role="applicant", jurisdiction="own_case"),
        lane("desk", "receive", "end", jurisdiction="station"),
        lane("heads", *late, role="head", jurisdiction="station"),
        start("begin", instants="begun_at"),
        user("receive"),
        *[
            timer_on(
                "receive",
                name,
                counted,
                deadline=clock,
                kind=kind,
                legalBasis="Art. 12",
                interrupting=False,
            )
            for name, counted, clock, kind in clocks
        ],
        end(),
        *[end(name) for name in late],
        path("begin", "receive", "end"),
        *[path(name, f"after_{name}") for name, *_rest in clocks],
    )


@dataclass(slots=True)
class Post:
    """A mail server that keeps what it gets, or refuses it."""

    letters: list[Letter] = field(default_factory=list)
    refusal: ServiceTaskFailed | None = None

    def send(self, letter: Letter) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.letters.append(letter)


@pytest.fixture(name="office")
def _office(office: Office) -> Office:
    ready = opened(office)
    employ(ready, APPLICANT, email="mei@example.org")
    employ(ready, NEIGHBOUR)
    ready.deploy(drawn(*CLOCKS), files=FILES)
    return ready


def foreseen(office: Office) -> int:
    return calendars.preview(office.engine, propose(office), APPROVER).told


def told(engine: Engine, actor: Actor = APPLICANT) -> list[NoticeRow]:
    with transaction(engine.store) as tx:
        return [each for each in queries.latest(tx, actor.id) if each.kind == "tell_date_moved"]


def mailed(office: Office, post: Post) -> int:
    engine = replace(office.engine, ports={"news": NewsLetters(post)})
    return notice_mail.send_due(engine)


def test_a_citizen_is_told_once_with_the_old_and_the_new_date(office: Office) -> None:
    instance = office.start(APPLICANT)
    number = foreseen(office)

    ready = decree(office)
    recounts.run(ready.engine)
    recounts.run(ready.engine)

    (notice,) = told(ready.engine)
    # of the two dates that move the first one
    assert (notice.instance_id, notice.parameters["clock"]) == (instance, "CLK-STAT")
    assert notice.parameters["old"] == "2027-01-04T08:30:00.000000Z"
    assert notice.parameters["new"] == "2027-01-05T08:30:00.000000Z"
    assert notice.parameters["decree"] == "国办发明电〔2026〕9号"
    assert set(notice.parameters) == {"case_no", "clock", "old", "new", "decree"}
    assert number == 1


def test_nobody_is_told_where_only_clocks_between_offices_move(office: Office) -> None:
    inner = [each for each in CLOCKS if each[0] in {"inner", "near"}]
    office.deploy(drawn(*inner), files=FILES)
    office.start(APPLICANT)
    number = foreseen(office)

    ready = decree(office)
    moved = recounts.run(ready.engine)

    assert moved == 2
    assert (told(ready.engine), number) == ([], 0)


def test_nobody_is_told_of_a_date_that_stays(office: Office) -> None:
    office.clock.now = WINTER - timedelta(days=20)
    office.start(APPLICANT)
    number = foreseen(office)

    ready = decree(office)
    recounts.run(ready.engine)

    assert (told(ready.engine), number) == ([], 0)


def test_nobody_is_told_of_a_case_that_has_ended(office: Office) -> None:
    office.start(APPLICANT)
    user_tasks.complete(office.engine, office.task(CLERK), CLERK, posted())
    number = foreseen(office)

    ready = decree(office)
    recounts.run(ready.engine)

    assert (told(ready.engine), number) == ([], 0)


def test_a_closed_account_is_told_nothing(office: Office) -> None:
    office.start(APPLICANT)
    with transaction(office.engine.store) as tx:
        accounts.disable(tx, APPLICANT.id, instants.text(WINTER))
    number = foreseen(office)

    ready = decree(office)
    recounts.run(ready.engine)

    assert (told(ready.engine), number) == ([], 0)


def test_the_preview_counts_people_and_each_of_their_cases_is_told(office: Office) -> None:
    cases = [office.start(APPLICANT), office.start(APPLICANT), office.start(NEIGHBOUR)]
    number = foreseen(office)

    ready = decree(office)
    while recounts.run(ready.engine, 3):
        pass

    assert number == 2
    notices = [*told(ready.engine), *told(ready.engine, NEIGHBOUR)]
    assert sorted(str(each.instance_id) for each in notices) == sorted(cases)


@pytest.mark.parametrize("statement", range(1, 30, 2))
def test_a_crash_anywhere_tells_neither_twice_nor_never(office: Office, statement: int) -> None:
    cases = [office.start(APPLICANT), office.start(APPLICANT)]
    ready = decree(office)

    broken_off(ready, statement)
    recounts.run(ready.engine)

    assert sorted(str(each.instance_id) for each in told(ready.engine)) == sorted(cases)


def test_who_has_an_address_gets_one_mail_by_day(office: Office) -> None:
    office.start(APPLICANT)
    office.start(NEIGHBOUR)
    ready = decree(office)
    office.clock.now = datetime(2026, 12, 28, 13, tzinfo=UTC)
    recounts.run(ready.engine)
    post = Post()

    at_night = mailed(ready, post)
    office.clock.now = datetime(2026, 12, 29, 0, tzinfo=UTC)
    by_day = (mailed(ready, post), mailed(ready, post))

    assert (at_night, by_day) == (0, (1, 0))
    (letter,) = post.letters
    assert letter.to == "mei@example.org"
    assert "Mei" not in letter.body


def test_a_mail_that_failed_is_tried_again_and_one_that_is_refused_is_not(office: Office) -> None:
    office.start(APPLICANT)
    ready = decree(office)
    recounts.run(ready.engine)
    post = Post(refusal=ServiceTaskFailed("mail_failed"))

    first = mailed(ready, post)
    at_once = mailed(ready, Post())
    office.clock.advance(minutes=10)
    post.refusal = ServiceTaskFailed("mail_refused", permanent=True)
    later = mailed(ready, post)
    office.clock.advance(days=1)
    last = mailed(ready, Post())

    assert (first, at_once, later, last) == (0, 0, 0, 0)


def test_a_mail_that_failed_goes_ten_minutes_later(office: Office) -> None:
    office.start(APPLICANT)
    ready = decree(office)
    recounts.run(ready.engine)
    mailed(ready, Post(refusal=ServiceTaskFailed("mail_failed")))
    office.clock.advance(minutes=10)

    assert mailed(ready, Post()) == 1


def test_while_the_post_takes_nothing_one_mail_is_tried_and_the_others_wait(
    office: Office,
) -> None:
    for _ in range(3):
        office.start(APPLICANT)
    ready = decree(office)
    recounts.run(ready.engine)
    mailed(ready, Post(refusal=ServiceTaskFailed("mail_failed")))

    assert mailed(ready, Post()) == 2


def test_an_account_closed_since_gets_no_mail(office: Office) -> None:
    office.start(APPLICANT)
    ready = decree(office)
    recounts.run(ready.engine)
    with transaction(ready.engine.store) as tx:
        accounts.disable(tx, APPLICANT.id, instants.text(WINTER))
    post = Post()

    assert (mailed(ready, post), post.letters) == (0, [])


@pytest.mark.parametrize(
    ("at", "told_at"),
    [
        ("2026-12-28T02:00", "2026-12-28T02:00"),
        ("2026-12-27T23:59", "2026-12-28T00:00"),
        ("2026-12-28T12:00", "2026-12-29T00:00"),
        ("2026-12-28T17:00", "2026-12-29T00:00"),
    ],
)
def test_mail_goes_between_eight_and_twenty(at: str, told_at: str) -> None:
    found = public_dates.by_day(datetime.fromisoformat(at).replace(tzinfo=UTC))

    assert found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") == told_at
