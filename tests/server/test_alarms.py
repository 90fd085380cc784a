"""Alarms about what surrounds the work: calendar, disk, backup, history; and their letters."""

from __future__ import annotations

import contextlib
import os
import shutil
import tomllib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import server
from engine.command_line.machine import COMMAND_LINE
from engine.commands import accounts, alarms, calendars, offices, process_instances
from engine.commands.accounts import NewAccount
from engine.commands.engine import Engine
from engine.core.alarms import AlarmKind
from engine.core.errors import ServiceTaskFailed
from engine.core.people import Actor
from engine.core.ports import Addressee, Letter
from engine.store.counted_mail import CountedMail
from engine.store.queries import alarms as queries
from engine.store.queries import sent_mail
from engine.store.queries.sent_mail import SentMail
from forms.posted import Posted
from tasks import alarm_letters
from tasks.alarm_letters import AlarmLetters
from tests.bpmn.drawing import draw
from tests.commands.decrees import CLOCKED, FILES, given
from tests.server.conftest import SECRET, Clock, Run
from tests.server.conftest import person as account
from web import words

MEGABYTE = 1_000_000
SEPTEMBER = datetime(2026, 9, 30, 2, tzinfo=UTC)
_AT = "2026-10-01T00:30:00.000000Z"
_NUMBERS = {"number": 3, "year": 2027, "free": 1, "limit": 2}
FACTS = {"due": _AT, "since": _AT, "never": False, **_NUMBERS}


@dataclass(slots=True)
class Mailbox:
    """Keeps letters; some addresses are refused."""

    letters: list[Letter] = field(default_factory=list)
    refused: bool | None = None

    def send(self, letter: Letter) -> None:
        if self.refused is not None:
            raise ServiceTaskFailed("mail_refused", permanent=self.refused)
        self.letters.append(letter)


def kinds(engine: Engine) -> list[str]:
    alarms.watch(engine)
    return [one.kind for one in queries.ringing(engine.store)]


@pytest.fixture
def box() -> Mailbox:
    return Mailbox()


@pytest.fixture
def posted(engine: Engine, first: Actor, box: Mailbox) -> Engine:
    """An office with an operator who has an address."""
    new = NewAccount("ops", "Olga", "520000", SECRET, email="ops@example.org", role="operator")
    accounts.add(engine, new, first)
    return replace(engine, ports={"alarms": AlarmLetters(box)})


def test_a_missing_year_rings_from_october_on(engine: Engine, clock: Clock) -> None:
    clock.now = SEPTEMBER
    assert kinds(engine) == []

    clock.advance(days=1)

    assert kinds(engine) == ["calendar_year_missing"]
    assert queries.ringing(engine.store)[0].subject == "2027"


def test_the_decree_of_the_missing_year_clears_its_alarm(
    engine: Engine, clock: Clock, first: Actor
) -> None:
    clock.now = SEPTEMBER + timedelta(days=1)
    alarms.watch(engine)

    proposal = calendars.propose(engine, given(), first)
    calendars.approve(engine, proposal, engine.clocks.version, first)

    assert kinds(offices.refreshed(engine)) == []


def test_a_missing_year_is_mailed_daily_from_december_on(
    posted: Engine, clock: Clock, box: Mailbox
) -> None:
    clock.now = SEPTEMBER + timedelta(days=1)
    for _ in range(60):
        alarms.watch(posted)
        clock.advance(days=1)
    assert (clock.now.month, clock.now.day, len(box.letters)) == (11, 30, 1)

    for _ in range(3):
        clock.advance(days=1)
        alarms.watch(posted)

    assert len(box.letters) == 4


def test_a_disk_that_runs_full_rings_until_there_is_room(engine: Engine, tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    limits = replace(engine.limits, disk_free=free - 200 * MEGABYTE, backup_age=None)
    watched = replace(engine, limits=limits)
    assert kinds(watched) == []

    filler = tmp_path / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, 400 * MEGABYTE)
    rang = kinds(watched)
    filler.unlink()

    assert rang == ["disk_full"]
    assert kinds(watched) == []


def test_a_folder_that_is_gone_has_no_room(engine: Engine, tmp_path: Path) -> None:
    limits = replace(engine.limits, disk_folder=str(tmp_path / "gone"))

    assert kinds(replace(engine, limits=limits)) == ["disk_full"]


@pytest.fixture
def at_work(engine: Engine, clock: Clock, first: Actor) -> Engine:
    """An office that had its first case two days ago."""
    from engine.commands import process_definitions

    clock.now = server.now() - timedelta(days=2, minutes=1)
    accounts.add(engine, NewAccount("cleo", "Cleo", "520102001", SECRET, role="clerk"), first)
    process_definitions.deploy(engine, {"p.bpmn": draw(CLOCKED), **FILES}, COMMAND_LINE)
    process_instances.start(engine, "p", account(engine, "cleo"), Posted({}))
    clock.now = server.now()
    limits = replace(engine.limits, timer_late=timedelta(days=99))
    return replace(engine, limits=limits)


def test_an_office_without_a_backup_rings_until_there_is_one(
    at_work: Engine, run: Run, tmp_path: Path
) -> None:
    assert "backup_old" in kinds(at_work)

    run("backup", str(tmp_path / "copy.db"))

    assert "backup_old" not in kinds(at_work)


def test_a_backup_grows_old(at_work: Engine, run: Run, tmp_path: Path, clock: Clock) -> None:
    run("backup", str(tmp_path / "copy.db"))

    clock.advance(days=2, minutes=1)

    assert "backup_old" in kinds(at_work)


def test_a_history_that_nobody_verifies_rings_where_the_office_wants_it(
    at_work: Engine, run: Run
) -> None:
    assert "history_unverified" not in kinds(at_work)
    limits = replace(at_work.limits, verified_age=timedelta(days=1))
    wanted = replace(at_work, limits=limits)
    assert "history_unverified" in kinds(wanted)

    run("verify-history")

    assert "history_unverified" not in kinds(wanted)


def test_settings_say_from_where_on_an_alarm_rings() -> None:
    said = {"DISK_FREE_MB": "50", "BACKUP_DAYS": "0", "VERIFY_DAYS": "7"}

    limits = server.limits_of(server.settings_from(said))

    assert (limits.disk_free, limits.backup_age) == (50 * MEGABYTE, None)
    assert limits.verified_age == timedelta(days=7)


@pytest.mark.parametrize("language", ["en", "zh-Hans", "es"])
@pytest.mark.parametrize("kind", list(AlarmKind))
def test_each_alarm_has_a_letter(kind: AlarmKind, language: str) -> None:
    reader = Addressee("ops", "ops@example.org", language)

    letter = alarm_letters.letter(kind, FACTS, reader, "key")

    assert letter.to == "ops@example.org"
    assert "$" not in letter.subject + letter.body


def test_the_letters_say_the_same_in_each_language() -> None:
    path = Path(alarm_letters.__file__).parent / "mail" / "alarms.toml"
    texts = tomllib.loads(path.read_text("utf-8"))

    assert texts["en"].keys() == texts["zh-Hans"].keys() == texts["es"].keys()


@pytest.mark.parametrize(
    ("refused", "counted"),
    [
        (None, SentMail(1, 0, 0)),
        (False, SentMail(0, 1, 0)),
        (True, SentMail(0, 0, 1)),
    ],
)
def test_letters_are_counted(
    engine: Engine, clock: Clock, refused: bool | None, counted: SentMail
) -> None:
    mail = CountedMail(Mailbox(refused=refused), engine.store, clock)
    letter = Letter("ana@example.org", "News", "There is news.", "key")

    with contextlib.suppress(ServiceTaskFailed):
        mail.send(letter)

    assert sent_mail.of_days(engine.store, clock.now) == counted


@pytest.mark.parametrize("kind", list(AlarmKind))
def test_each_alarm_is_in_the_runbook_and_on_the_page(kind: AlarmKind) -> None:
    runbook = (server.ROOT / "docs" / "runbook.md").read_text("utf-8")

    assert f"(`{kind}`)" in runbook
    assert all(words.known(f"alarm.{kind}", language) for language in words.LANGUAGES)
