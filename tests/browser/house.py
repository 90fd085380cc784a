"""One real server for the whole session; each test brings an office of its own into it."""

from __future__ import annotations

import secrets
import shutil
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any

import waitress

import server
from engine.commands import demo_office, organisation, process_definitions, service_tasks, timers
from engine.commands.compiled_definitions import CompiledDefinitions
from engine.commands.engine import Engine
from engine.core import instants, office_settings
from engine.core.instants import ZONE
from engine.core.people import SYSTEM
from engine.store import database
from engine.store.queries import timers as timer_queries
from engine.store.transaction import transaction
from engine.store.writes.sessions import SessionRow, open_session
from web.app import create_app
from web.settings import WebSettings

MORNING = datetime(2026, 3, 10, 9, 30, tzinfo=ZONE)
PEOPLE = server.PROCESSES / "demo-office.toml"
ROOT = Path(server.__file__).parent

# one case in so many is signed off by a second officer
ONE_IN = int(str(office_settings.DECLARED["sample_one_in"].default))


@dataclass(slots=True)
class Clock:
    """Stands still until it is moved."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now


@dataclass(slots=True)
class Draw:
    """Draws case numbers one after the other, all of them in the sample or none."""

    clock: Clock
    sampled: bool = False
    last: int = 0

    def __call__(self, limit: int) -> int:
        while True:
            self.last = (self.last + 1) % limit
            if self._is_sampled(f"{self.last:010}") is self.sampled:
                return self.last

    def _is_sampled(self, drawn: str) -> bool:
        day = self.clock.now.astimezone(ZONE).strftime("%y%m%d")
        number = f"{day}-{drawn[:5]}-{drawn[5:]}".encode()
        return int.from_bytes(sha256(number).digest()[:8], "big") % ONE_IN == 0


@dataclass(slots=True)
class Office:
    """A running demo office behind the server."""

    engine: Engine
    clock: Clock
    draw: Draw

    def let_in(self, username: str) -> str:
        """Open a session without the cost of a password, and give its token."""
        token, at = secrets.token_urlsafe(), instants.text(self.clock.now)
        digest = sha256(token.encode()).hexdigest()
        row = SessionRow(digest, username, secrets.token_urlsafe(), at, at)
        with transaction(self.engine.store) as tx:
            open_session(tx, row, "")
        return token

    def work(self) -> None:
        """Do what the tick of the server does: fire what is due, run the outbox."""
        while timers.fire_due(self.engine) + service_tasks.run_due(self.engine):
            pass

    def travel(self, to: datetime) -> None:
        """Let time pass; every timer fires at the instant it is due."""
        while (due := self._next_due()) is not None and due <= to:
            self.clock.now = due
            self.work()
        self.clock.now = to

    def _next_due(self) -> datetime | None:
        due = timer_queries.oldest_due(self.engine.store, "9")
        return None if due is None else instants.parse(due)


@dataclass(slots=True)
class House:
    """The server: answers for the office that is in it."""

    founded: Path
    # the shipped procedure, compiled once for all offices
    shipped: CompiledDefinitions = field(default_factory=CompiledDefinitions)
    address: str = ""
    pages: Any = None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        answer: Iterable[bytes] = self.pages(environ, start_response)
        return answer

    @contextmanager
    def open_office(self, path: Path) -> Iterator[Office]:
        """Let a fresh office in until the test is over."""
        shutil.copy(self.founded, path)
        clock = Clock()
        compiled = CompiledDefinitions(OrderedDict(self.shipped.by_id))
        engine = replace(_assembled(path), clock=clock, definitions=compiled)
        draw, real = Draw(clock), secrets.randbelow
        self.pages = create_app(engine, WebSettings(demo=True))
        secrets.randbelow = draw
        yield Office(engine, clock, draw)
        secrets.randbelow = real
        self.pages = None
        database.close(engine.store)


def found(path: Path) -> CompiledDefinitions:
    """Found a demo office with everybody and the shipped procedure in it, and no case yet."""
    engine = replace(_assembled(path), clock=Clock())
    organisation.load_units(engine)
    demo_office.found(engine, demo_office.personas(PEOPLE.read_text("utf-8")))
    process_definitions.deploy(engine, server.shipped_files.resources(ROOT), SYSTEM)
    process_definitions.compiled(engine, "reissue:1")
    database.close(engine.store)
    return engine.definitions


@contextmanager
def serve(house: House) -> Iterator[House]:
    """Listen on a free port of this machine."""
    listener = waitress.create_server(house, host="127.0.0.1", port=0, threads=8, ident=None)
    house.address = f"http://127.0.0.1:{listener.effective_port}"
    Thread(target=listener.run, name="house", daemon=True).start()
    yield house
    listener.task_dispatcher.shutdown()


def _assembled(path: Path) -> Engine:
    return server.assemble(server.Settings(demo=True, database_url=f"sqlite:///{path}"))
