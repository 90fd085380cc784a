"""The composition root: the one clock, the running engine, the web application, the command line.

The one place that joins the parts; `engine/command_line` has the subcommands.
Imports stand in the functions that need them, so that `due` and `feel` start at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.command_line import arguments, memory, offices, output, places, subcommands
from engine.command_line.machine import Machine, Subcommand
from engine.command_line.settings import (
    CLUSTER,
    EMBEDDED,
    Settings,
    explained,
    limits_of,
    settings_from,
)
from engine.commands import shipped_files
from engine.core.errors import EngineError, InvalidInput
from web import log_lines

if TYPE_CHECKING:
    from socket import socket

    from flask import Flask

    from engine.commands.engine import Engine
    from engine.core.ports import Mail
    from engine.store.database import Store
    from web.clockwork import Clockwork
    from web.serving import Serving

ROOT = Path(__file__).resolve().parent
PROCESSES = ROOT / "processes"


# -- joining the parts -----------------------------------------------------------------------


def now() -> datetime:
    """Read the one clock."""
    return datetime.now(UTC)


def assemble(settings: Settings, *, lasting: bool = True) -> Engine:
    """Join store, calendars, organisation, handlers and ports to a running engine.

    A database that is thrown away unless it is completed need not be `lasting`.
    """
    from engine.commands import document_templates, offices
    from engine.commands.engine import Engine
    from engine.store import backups, database, failpoints, preparation

    places.make_place(settings.database_url)
    armed = failpoints.armed(settings.ventanilla_failpoint)
    store = database.open_store(settings.database_url, armed, lasting=lasting)
    backups.before_upgrade(store, Path(settings.backup_folder))
    preparation.prepare(store)
    store = _joined(store, settings)
    from tasks.handlers import HANDLERS

    engine = Engine(
        store=store,
        clock=now,
        clocks=shipped_files.clocks(PROCESSES),
        handlers=HANDLERS,
        ports=_ports(settings, store),
        limits=limits_of(settings),
        key_file=places.key_file(settings),
    )
    engine = offices.opened(engine, shipped_files.calendar_texts(PROCESSES))
    document_templates.keep(engine, shipped_files.documents(PROCESSES))
    return engine


def _joined(store: Store, settings: Settings) -> Store:
    if settings.workers == EMBEDDED:
        return store
    if settings.workers != CLUSTER:
        raise InvalidInput("setting_unusable", setting="WORKERS", value=settings.workers)
    from engine import cluster

    return cluster.joined(store)


def app(settings: Settings, engine: Engine, clockwork: Clockwork | None = None) -> Flask:
    """Build the web application over a running engine, and the tick where one runs here."""
    from web.app import create_app
    from web.settings import WebSettings

    pages = WebSettings(
        demo=settings.demo,
        trusted_hosts=tuple(settings.trusted_hosts.split()),
        metrics_token=settings.metrics_token,
        courier_token=settings.courier_token,
    )
    return create_app(engine, pages, clockwork)


def _real_name(settings: Settings, register: Any) -> object:
    from tasks.http_client import Endpoint
    from tasks.real_name import DemoRealName, HttpRealName

    if settings.demo:
        return DemoRealName(register)
    if not settings.real_name_url:
        return None
    return HttpRealName(Endpoint(settings.real_name_url, settings.real_name_token))


def _ports(settings: Settings, store: Store) -> Mapping[str, object]:
    from engine.store.addressees import StoredAddressees
    from engine.store.counted_mail import CountedMail
    from engine.store.deadlines import StoredDeadlines
    from engine.store.issuing_organs import StoredIssuingOrgans
    from engine.store.office_cards import StoredOfficeCards
    from tasks import demo_register
    from tasks.alarm_letters import AlarmLetters
    from tasks.http_client import Endpoint
    from tasks.http_register import HttpRegister
    from tasks.news_letters import NewsLetters
    from tasks.smtp import Silence, Smtp

    # a demo sends nothing outward, whatever else is set
    outward = not settings.demo
    register: object = demo_register.read(
        shipped_files.text(PROCESSES / "demo-register.toml"),
        shipped_files.text(PROCESSES / "demo-people.csv"),
        StoredOfficeCards(store),
    )
    if outward and settings.register_url:
        register = HttpRegister(Endpoint(settings.register_url, settings.register_token))
    mail: Mail = Silence()
    if outward and settings.smtp_url:
        mail = CountedMail(Smtp.at(settings.smtp_url, settings.mail_from), store, now)
    return {
        "register": register,
        "mail": mail,
        "addressees": StoredAddressees(store),
        "issuing_organs": StoredIssuingOrgans(store),
        "deadlines": StoredDeadlines(store),
        "alarms": AlarmLetters(mail),
        "news": NewsLetters(mail),
        "real_name": _real_name(settings, register),
        "identity_provider": _identity_provider(settings) if outward else None,
    }


def _identity_provider(settings: Settings) -> object:
    if not settings.oidc_issuer:
        return None
    from urllib.parse import urlsplit

    from tasks.oidc import OidcProvider

    return OidcProvider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        name=settings.oidc_name or urlsplit(settings.oidc_issuer).netloc,
    )


def machine(settings: Settings) -> Machine:
    """Give what subcommands are handed."""
    return Machine(settings, ROOT, now, assemble, _sentence)


def _sentence(code: str, parameters: Mapping[str, object]) -> str:
    from web import words

    return words.sentence(code, parameters)


def office(settings: Settings) -> Engine:
    """Open the office of the settings; the demo is founded where its database is missing."""
    return offices.opened(machine(settings))


# -- serving ---------------------------------------------------------------------------------


def serve(_: argparse.Namespace, on: Machine) -> int:
    """Serve pages and clocks until SIGTERM, then let running requests end."""
    from engine.store import database
    from web import serving

    settings = on.settings
    place = serving.Serving(settings.host, settings.port, settings.threads, settings.trusted_proxy)
    listener = serving.listen(place)
    engine = offices.opened(on)
    offices.refuse_mixture(engine.store, settings)
    host, port = listener.getsockname()[:2]
    memory.settle()
    print(f"Ventanilla serves at http://{host}:{port}", flush=True)
    if settings.workers == CLUSTER:
        # what a process opens it opens after the fork
        database.close(engine.store)
        _serve_cluster(settings, listener, place)
    else:
        _serve_embedded(settings, engine, listener, place)
    return 0


def _serve_embedded(settings: Settings, engine: Engine, listener: socket, place: Serving) -> None:
    from engine import scheduler
    from engine.store import database
    from web import serving

    clockwork = scheduler.start(engine)
    serving.run(app(settings, engine, clockwork), listener, place)
    clockwork.stop()
    database.close(engine.store)


def _serve_cluster(settings: Settings, listener: socket, place: Serving) -> None:
    from engine import cluster
    from web import processes

    def pages() -> Flask:
        engine = cluster.patiently(lambda: assemble(settings))
        return app(settings, engine, cluster.Workers(engine.store))

    processes.run(pages, listener, place, settings.processes)


def worker(_: argparse.Namespace, on: Machine) -> int:
    """Work on timers and service tasks that are due, until SIGTERM (WORKERS=cluster)."""
    from engine import cluster
    from engine.store import database
    from web import worker_pages

    settings = on.settings
    if settings.workers != CLUSTER:
        raise InvalidInput("setting_unusable", setting="WORKERS", value=settings.workers)
    listener = _worker_listener(settings)
    engine = cluster.patiently(lambda: assemble(settings))
    offices.refuse_mixture(engine.store, settings)
    memory.settle()
    print("Ventanilla works", flush=True)
    working = cluster.worker(engine)
    with worker_pages.served(working, settings.metrics_token, listener):
        cluster.work(working, settings.threads)
    database.close(engine.store)
    return 0


def _worker_listener(settings: Settings) -> socket | None:
    from web import serving

    if not settings.worker_metrics_port:
        return None
    return serving.listen(serving.Serving(settings.host, settings.worker_metrics_port, 1))


# -- the command line ------------------------------------------------------------------------

RUNS: Mapping[str, Subcommand] = {"serve": serve, "worker": worker, **subcommands.RUNS}


def main(given: list[str]) -> int:
    """Run one subcommand; the result is the exit code of the process."""
    asked = arguments.read(given, RUNS, f"environment variables:\n{explained()}")
    try:
        code: int = asked.run(asked, machine(settings_from(os.environ)))
    except EngineError as refused:
        return output.failed(_sentence(refused.code, refused.parameters), output.REFUSED)
    return code


if __name__ == "__main__":
    log_lines.write_to_stderr(os.environ.get("LOG_FORMAT", ""))
    sys.exit(main(sys.argv[1:]))
