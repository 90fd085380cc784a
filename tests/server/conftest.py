"""An office in a scratch database, on a clock that the test moves."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Table, select

import server
from engine.commands import account_requests, accounts, key_files, second_factors, sessions
from engine.commands.accounts import NewAccount
from engine.commands.engine import Engine
from engine.commands.second_factors import Shown
from engine.commands.sessions import Attempt, Stage
from engine.core.people import Actor
from engine.store import database
from engine.store.queries import accounts as account_queries
from engine.store.queries import identities
from engine.store.queries import second_factors as factors
from engine.store.statements import Statement
from engine.store.tables import METADATA, day_entry
from engine.store.transaction import reading
from tests.databases import Databases
from tests.server import provider as providers
from tests.server.outside import STATION, come_back
from tests.server.provider import Provider
from web.app import create_app
from web.settings import WebSettings

MORNING = datetime(2026, 3, 16, 1, tzinfo=UTC)
Run = Callable[..., tuple[int, str, str]]
SECRET = "correct horse battery"


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'office.db'}"


@pytest.fixture
def run(url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a subcommand in this process on a scratch database."""
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.delenv("DEMO", raising=False)

    def once(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        try:
            code = server.main([*arguments])
        except SystemExit as left:
            code = int(left.code or 0)
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return once


@pytest.fixture
def office_url(url: str, fresh_databases: Databases) -> str:
    """The database of `engine`, with our tables; a module may choose both kinds of store."""
    fresh_databases.copy_to(Path(url.removeprefix("sqlite:///")))
    return url


@pytest.fixture
def engine(office_url: str, clock: Clock) -> Iterator[Engine]:
    assembled = server.assemble(server.Settings(database_url=office_url))
    yield replace(assembled, clock=clock)
    database.close(assembled.store)


@pytest.fixture
def first(engine: Engine) -> Actor:
    """The first administrator, who still acts alone."""
    accounts.set_up(engine, NewAccount("first", "First Person", "520000", SECRET))
    return person(engine, "first")


@pytest.fixture
def second(engine: Engine, first: Actor) -> Actor:
    """The second administrator; from now on two people are needed."""
    new = NewAccount("second", "Second Person", "520000", SECRET, role="administrator")
    accounts.add(engine, new, first)
    return person(engine, "second")


@pytest.fixture
def provider(clock: Clock) -> Iterator[Provider]:
    with providers.serve(clock) as serving:
        yield serving


@pytest.fixture
def outside(engine: Engine, provider: Provider) -> Engine:
    """The office, with the provider."""
    from tasks.oidc import OidcProvider

    port = OidcProvider(provider.issuer, providers.CLIENT, providers.SECRET, "Staff Portal")
    return replace(engine, ports={**engine.ports, "identity_provider": port})


@pytest.fixture
def wei(engine: Engine, first: Actor) -> Actor:
    """A clerk of a station, whom nobody has linked yet."""
    accounts.add(engine, NewAccount("wei", "Wei Clerk", STATION, SECRET, role="clerk"), first)
    return person(engine, "wei")


@pytest.fixture
def linked(outside: Engine, first: Actor, wei: Actor, browser: FlaskClient) -> Actor:
    """The clerk, linked by the only administrator."""
    come_back(browser)
    [stranger] = identities.strangers(outside.store)
    account_requests.ask_link(outside, stranger.id, "wei", first)
    return wei


@pytest.fixture
def browser(outside: Engine) -> FlaskClient:
    return create_app(outside, WebSettings()).test_client()


def person(engine: Engine, account_id: str) -> Actor:
    found = account_queries.actor(engine.store, account_id)
    assert found is not None
    return found


def enter(engine: Engine, account_id: str, password: str = SECRET) -> str:
    """Sign in and pass whatever second factor the account has, or enrol the one that it needs."""
    token = sessions.sign_in(engine, Attempt(account_id, password, "192.0.2.1"))
    waiting = sessions.pending(engine, token)
    if waiting is None:
        return token
    who = waiting.session.actor
    if waiting.stage is Stage.ENROLMENT:
        offer = second_factors.begin(engine, who)
        code = pyotp.TOTP(offer.secret).at(engine.clock())
        return second_factors.enrol(engine, who, Shown(token, code))[0]
    # the code of this very moment enrolled it, and a code works once
    return second_factors.verify(engine, who, Shown(token, code_of(engine, account_id, steps=1)))


def code_of(engine: Engine, account_id: str, *, steps: int = 0) -> str:
    """Read what the authenticator of an account shows, so many steps of 30 seconds from now."""
    known = factors.of(engine.store, account_id)
    assert known is not None
    about = f"second_factor {account_id}"
    shared = key_files.opened(engine.key_file, known.sealed, about).decode()
    return pyotp.TOTP(shared).at(engine.clock(), counter_offset=steps)


def rows(engine: Engine, table: Table) -> list[tuple[object, ...]]:
    """All rows of a table, in the order of its primary key."""
    everything = Statement(f"all_{table.name}", select(table).order_by(*table.primary_key))
    with reading(engine.store) as tx:
        return [tuple(row) for row in tx.all(everything)]


def deeds(engine: Engine) -> list[str]:
    """The kinds of the day's deeds, in order."""
    kind = list(day_entry.c).index(day_entry.c.kind)
    return [str(row[kind]) for row in rows(engine, day_entry)]


def everything(engine: Engine) -> str:
    """All that the database holds, as one text."""
    return "\n".join(repr(rows(engine, table)) for table in METADATA.sorted_tables)
