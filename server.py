"""The composition root: settings, the running engine, the web application, the command line.

Longer than other files: it is the one place that joins the parts, and may have no package.
Imports stand in the functions that need them, so that `due` and `feel` start at once.
"""
# Longer than 300 lines because: every subcommand's few lines of joining stand here, nothing else.

from __future__ import annotations

import argparse
import gc
import logging
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.commands import command_line, shipped_files
from engine.core.alarms import Limits
from engine.core.errors import DefinitionRejected, EngineError, InvalidInput, StoreUnusable
from engine.core.findings import Finding
from engine.core.people import Actor, Grant
from web import log_lines

if TYPE_CHECKING:
    from socket import socket

    from flask import Flask

    from engine.commands.engine import Engine
    from engine.commands.history import Verified
    from engine.commands.questions import Reply, Setting
    from engine.core.ports import Mail
    from engine.store.database import Store
    from web.clockwork import Clockwork
    from web.serving import Serving

    Subcommand = Callable[[argparse.Namespace, "Settings"], int]

ROOT = Path(__file__).resolve().parent
PROCESSES = ROOT / "processes"
PROVINCE = "520000"
REAL_DATABASE = "sqlite:///var/ventanilla.db"
EMBEDDED, CLUSTER = "embedded", "cluster"
DEMO_DATABASE = "sqlite:///var/demo.db"
KEY_FILE = "var/ventanilla.key"
# so many made-up citizens has the demo register
MOST_APPLICATIONS = 560
# allocations, young and middle collections after which the garbage collector runs
COLLECT_AFTER = (50_000, 20, 50)
REFUSED, MISUSED = 1, command_line.MISUSED
# whoever can run commands on this machine acts under this name
COMMAND_LINE = Actor(
    id="command_line",
    name="Command line",
    unit=PROVINCE,
    grants=tuple(Grant(role, PROVINCE) for role in ("administrator", "analyst", "approver")),
)


# -- settings --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says; `VARIABLES` explains each one."""

    host: str = "127.0.0.1"
    port: int = 8000
    demo: bool = False
    database_url: str = ""
    threads: int = 8
    workers: str = EMBEDDED
    processes: int = 3
    trusted_hosts: str = ""
    trusted_proxy: str = ""
    smtp_url: str = ""
    mail_from: str = "ventanilla@localhost"
    register_url: str = ""
    register_token: str = ""
    courier_token: str = ""
    real_name_url: str = ""
    real_name_token: str = ""
    secret_file: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = ""
    disk_free_mb: int = 1000
    disk_folder: str = ""
    backup_days: int = 2
    backup_folder: str = "var/backups"
    verify_days: int = 0
    metrics_token: str = ""
    log_format: str = "text"
    ventanilla_failpoint: str = ""


VARIABLES: Mapping[str, str] = {
    "HOST": "address to listen on",
    "PORT": "port to listen on",
    "DEMO": "1 for the demo office: made-up people, nothing is sent outward",
    "DATABASE_URL": f"{REAL_DATABASE}, in a demo {DEMO_DATABASE}; or postgresql://…",
    "THREADS": "requests answered at once",
    "WORKERS": "embedded: clocks tick in `serve`; cluster: in `worker`, woken by PostgreSQL",
    "PROCESSES": "processes that answer requests (WORKERS=cluster)",
    "TRUSTED_HOSTS": "host names that may be asked for, with spaces between; empty for any",
    "TRUSTED_PROXY": "address of the proxy that ends TLS in front of this server",
    "SMTP_URL": "mail server (smtps://user:password@host); empty for no mail",
    "MAIL_FROM": "sender of mails",
    "REGISTER_URL": "population register (https://…); empty for the embedded demo register",
    "REGISTER_TOKEN": "bearer token for the population register",
    "REAL_NAME_URL": "real-name check of citizens (https://…); empty: only officers bind accounts",
    "REAL_NAME_TOKEN": "bearer token for the real-name check",
    "COURIER_TOKEN": "bearer token with which the courier tells its scans; empty for none",
    "SECRET_FILE": "key of what is encrypted; empty for a .key file beside an SQLite database",
    "OIDC_ISSUER": "OpenID Connect provider (https://…); empty for sign-in here only",
    "OIDC_CLIENT_ID": "our name at the provider",
    "OIDC_CLIENT_SECRET": "our secret at the provider; empty for none",
    "OIDC_NAME": "what the button to the provider says; empty for its host name",
    "DISK_FREE_MB": "megabytes that must be free on the disk of the database, else an alarm rings",
    "DISK_FOLDER": "folder whose disk is watched; empty for that of an SQLite database",
    "BACKUP_FOLDER": "where a backup is kept before a database is brought to a new release",
    "BACKUP_DAYS": "days after which a missing backup is an alarm; 0 for never",
    "VERIFY_DAYS": "days after which an unverified history is an alarm; 0 for never",
    "METRICS_TOKEN": "bearer token for /metrics; empty for this machine only",
    "LOG_FORMAT": "text or json",
    "VENTANILLA_FAILPOINT": "name:kill|raise:n, for tests of crashes only",
}


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Read the settings from environment variables; raise InvalidInput for an unusable one."""
    given: dict[str, Any] = {}
    for variable in fields(Settings):
        name = variable.name.upper()
        if text := environment.get(name, "").strip():
            given[variable.name] = _converted(name, text, type(variable.default))
    given.setdefault("database_url", DEMO_DATABASE if given.get("demo") else REAL_DATABASE)
    if given.get("log_format", "text") not in log_lines.FORMATS:
        raise InvalidInput("setting_unusable", setting="LOG_FORMAT", value=given["log_format"])
    return Settings(**given)


def _converted(name: str, text: str, kind: type) -> object:
    if kind is bool and text in {"0", "1"}:
        return text == "1"
    if kind is int and text.isascii() and text.isdecimal() and int(text) < 2**16:
        return int(text)
    if kind is str:
        return text
    raise InvalidInput("setting_unusable", setting=name, value=text)


# -- joining the parts -----------------------------------------------------------------------


def now() -> datetime:
    """Read the one clock."""
    return datetime.now(UTC)


def assemble(settings: Settings, *, lasting: bool = True) -> Engine:
    """Join store, calendars, organisation, handlers and ports to a running engine.

    A database that is thrown away unless it is completed need not be `lasting`.
    """
    from engine.commands import offices
    from engine.commands.engine import Engine
    from engine.store import backups, database, failpoints, preparation

    _make_place(settings.database_url)
    armed = failpoints.armed(settings.ventanilla_failpoint)
    store = database.open_store(settings.database_url, armed, lasting=lasting)
    backups.before_upgrade(store, Path(settings.backup_folder))
    preparation.prepare(store)
    store = _joined(store, settings)
    from tasks.handlers import HANDLERS

    clocks = shipped_files.clocks(PROCESSES)
    engine = Engine(
        store=store,
        clock=now,
        clocks=clocks,
        handlers=HANDLERS,
        ports=_ports(settings, store),
        limits=limits_of(settings),
        key_file=_key_file(settings),
    )
    return offices.opened(engine, shipped_files.calendar_texts(PROCESSES))


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

    hosts = tuple(settings.trusted_hosts.split())
    documents = shipped_files.documents(PROCESSES)
    pages = WebSettings(
        demo=settings.demo,
        trusted_hosts=hosts,
        documents=documents,
        metrics_token=settings.metrics_token,
        courier_token=settings.courier_token,
    )
    return create_app(engine, pages, clockwork)


def limits_of(settings: Settings) -> Limits:
    """Say from where on operators are alarmed."""

    def days(number: int) -> timedelta | None:
        return timedelta(days=number) if number else None

    return Limits(
        disk_free=settings.disk_free_mb * 1_000_000,
        disk_folder=settings.disk_folder,
        # nobody needs a demo office back
        backup_age=None if settings.demo else days(settings.backup_days),
        verified_age=days(settings.verify_days),
    )


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
    from tasks import demo_register
    from tasks.alarm_letters import AlarmLetters
    from tasks.http_client import Endpoint
    from tasks.http_register import HttpRegister
    from tasks.smtp import Silence, Smtp

    # a demo sends nothing outward, whatever else is set
    outward = not settings.demo
    register: object = demo_register.read(
        shipped_files.text(PROCESSES / "demo-register.toml"),
        shipped_files.text(PROCESSES / "demo-people.csv"),
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


def _key_file(settings: Settings) -> Path:
    """Say where the key of what is encrypted is: never in the database that it protects."""
    if settings.secret_file:
        return Path(settings.secret_file)
    database = _sqlite_file(settings.database_url)
    return database.with_suffix(".key") if database else Path(KEY_FILE)


def _make_place(database_url: str) -> None:
    if (path := _sqlite_file(database_url)) is not None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise StoreUnusable("database_unreachable", reason=str(problem)) from problem


def _sqlite_file(database_url: str) -> Path | None:
    kind, _, path = database_url.partition(":///")
    return Path(path) if kind.startswith("sqlite") and path else None


# -- the demo office -------------------------------------------------------------------------


def office(settings: Settings) -> Engine:
    """Open the office of the settings; the demo is founded where its database is missing."""
    path = _sqlite_file(settings.database_url)
    if settings.demo and path is not None and not path.exists():
        found_demo(settings, path)
    return assemble(settings)


def found_demo(
    settings: Settings, path: Path, furnish: Callable[[Engine], None] | None = None
) -> None:
    """Found a demo office in a new file, which takes its place when it is complete."""
    from engine.store import backups, database

    half = path.with_name(f"{path.name}.half")
    half.unlink(missing_ok=True)
    engine = assemble(replace(settings, database_url=f"sqlite:///{half}"), lasting=False)
    (furnish or furnish_demo)(engine)
    database.close(engine.store)
    with half.open("rb+") as complete:
        os.fsync(complete.fileno())
    backups.put_in_place(half, path)


def furnish_weeks(
    engine: Engine, applications: int, told: Callable[[int, int], None]
) -> Mapping[str, int]:
    """Give an empty database the demo office with the weeks that it has behind it.

    Gives the elements on which nobody knew what to do, with how often: none, if all is drawn.
    """
    from engine.commands import demo_founding

    written = shipped_files.text(PROCESSES / "demo-office.toml")
    plot = demo_founding.Plot(
        weeks=shipped_files.text(PROCESSES / "demo-weeks.toml"),
        people=shipped_files.text(PROCESSES / "demo-people.csv"),
        office=written,
        photo=(PROCESSES / "demo-photo.jpg").read_bytes(),
        resources=shipped_files.resources(ROOT),
        analyst=COMMAND_LINE,
    )
    return demo_founding.found(engine, plot, applications, told)


def furnish_demo(engine: Engine) -> None:
    """Give an empty database the units, people, procedures and cases of the demo office."""
    from engine.commands import demo_cases, demo_office, organisation, process_definitions

    written = shipped_files.text(PROCESSES / "demo-office.toml")
    organisation.load_units(engine)
    demo_office.found(engine, demo_office.personas(written))
    process_definitions.deploy(engine, shipped_files.resources(ROOT), COMMAND_LINE)
    demo_cases.play(engine, demo_office.cases(written))


# -- serving ---------------------------------------------------------------------------------


def serve(_: argparse.Namespace, settings: Settings) -> int:
    """Serve pages and clocks until SIGTERM, then let running requests end."""
    from engine.store import database
    from web import serving

    place = serving.Serving(settings.host, settings.port, settings.threads, settings.trusted_proxy)
    listener = serving.listen(place)
    engine = office(settings)
    _refuse_mixture(engine.store, settings)
    host, port = listener.getsockname()[:2]
    settle()
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


def worker(_: argparse.Namespace, settings: Settings) -> int:
    """Work on timers and service tasks that are due, until SIGTERM (WORKERS=cluster)."""
    from engine import cluster
    from engine.store import database

    if settings.workers != CLUSTER:
        raise InvalidInput("setting_unusable", setting="WORKERS", value=settings.workers)
    engine = cluster.patiently(lambda: assemble(settings))
    _refuse_mixture(engine.store, settings)
    settle()
    print("Ventanilla works", flush=True)
    cluster.work(engine, settings.threads)
    database.close(engine.store)
    return 0


def settle() -> None:
    """Keep the garbage collector from walking again and again through what lives for ever.

    Definitions, expressions, calendars and modules are many objects that never die; collecting
    among them took a third of the time of a completed user task.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def _refuse_mixture(store: Store, settings: Settings) -> None:
    from engine.store.queries import accounts
    from engine.store.queries import settings as office_settings

    demo = office_settings.is_demo(store)
    if settings.demo and not demo:
        raise StoreUnusable("not_a_demo", database=settings.database_url)
    if not settings.demo and (demo or accounts.has_demo_accounts(store)):
        raise StoreUnusable("demo_database", database=settings.database_url)


# -- the command line ------------------------------------------------------------------------


def due(asked: argparse.Namespace, _: Settings) -> int:
    """Print the end of a legal deadline."""
    from engine.core import deadlines

    try:
        calendar = shipped_files.calendars(PROCESSES).calendar(asked.calendar)
        print(deadlines.due_line(asked.start, asked.days, calendar, asked.unit))
    except ValueError as error:
        return _fail(str(error), MISUSED)
    return 0


def feel(asked: argparse.Namespace, _: Settings) -> int:
    """Print the value of a FEEL expression as JSON."""
    from engine.commands import questions

    return _reply(questions.evaluate(asked.expression, _setting(asked)))


def decide(asked: argparse.Namespace, _: Settings) -> int:
    """Print the result of a decision as JSON."""
    from engine.commands import questions

    document = _read(asked.file)
    try:
        beside = _beside(Path(asked.file)) if b"import" in document else {}
        reply = questions.decide(document, asked.decision, _setting(asked), beside)
    except DefinitionRejected as refused:
        return _refusals(refused.findings, {"-": asked.file})
    return _reply(reply)


def deploy(asked: argparse.Namespace, settings: Settings) -> int:
    """Deploy files together, whole or not at all."""
    from engine.commands import process_definitions

    given = {shipped_files.resource_name(Path(name)): name for name in asked.file}
    twice = [name for name in asked.file if name not in given.values()]
    if twice:
        return _refusals([Finding("file_given_twice", name) for name in twice], given)
    files = {name: _read(path) for name, path in given.items()}
    shipped = shipped_files.resources(ROOT)
    try:
        done = process_definitions.deploy(office(settings), files, COMMAND_LINE, shipped)
    except DefinitionRejected as refused:
        return _refusals(refused.findings, given)
    for one in done:
        print(f"{one.process_id} version {one.version} {one.sha256}")
    return 0


def search_for_faults(asked: argparse.Namespace, _: Settings) -> int:
    """Search all states of the processes of diagrams, with forms given beside or shipped."""
    from engine.commands import soundness

    given = {shipped_files.resource_name(Path(name)): name for name in asked.file}
    shipped = shipped_files.resources(ROOT)
    forms = {name: body for name, body in shipped.items() if "/" in name}
    try:
        files = {**forms, **{name: _read(path) for name, path in given.items()}}
        found = soundness.search(files, shipped_files.clocks(PROCESSES))
    except DefinitionRejected as refused:
        return _refusals(refused.findings, given)
    for line in soundness.lines(found):
        print(line)
    return 0 if soundness.is_sound(found) else REFUSED


def verify_history(_: argparse.Namespace, settings: Settings) -> int:
    """Check every chain of the history."""
    from engine.commands import alarms, history
    from engine.store.queries import alarms as queries

    engine = office(settings)
    found = history.verify(engine)
    if not found.broken:
        alarms.note_done(engine.store, queries.VERIFIED, now())
    return _told(found)


def _told(verified: Verified) -> int:
    for bad in verified.broken:
        print(f"{bad.kind} {bad.name} entry {bad.seq}: {bad.what}")
    if verified.broken:
        return REFUSED
    print(f"OK {verified.entries} entries, {verified.instances} instances")
    return 0


def setup(asked: argparse.Namespace, settings: Settings) -> int:
    """Set up an empty database with its first administrator."""
    from engine.commands import accounts, organisation

    engine = office(settings)
    new = accounts.NewAccount(asked.user, asked.user, PROVINCE, _password())
    accounts.set_up(engine, new)
    organisation.load_divisions(engine)
    print(f"{asked.user} is the first administrator of {settings.database_url}")
    return 0


def add_user(asked: argparse.Namespace, settings: Settings) -> int:
    """Add an account, and ask for its role."""
    from engine.commands import accounts
    from engine.store.queries import accounts as queries

    engine = office(settings)
    new = accounts.NewAccount(asked.user, asked.name, asked.unit, _password(), role=asked.role)
    accounts.add(engine, new, COMMAND_LINE)
    waits = any(one.account_id == asked.user for one in queries.waiting_grants(engine.store))
    print(f"{asked.user} added" + (f"; {asked.role} waits for an administrator" if waits else ""))
    return 0


def disable_user(asked: argparse.Namespace, settings: Settings) -> int:
    """Disable an account and end its sessions."""
    from engine.commands import accounts

    accounts.disable(office(settings), asked.user, COMMAND_LINE)
    print(f"{asked.user} disabled")
    return 0


def set_password(asked: argparse.Namespace, settings: Settings) -> int:
    """Give an account a new password and end its sessions."""
    from engine.commands import accounts

    accounts.reset_password(office(settings), asked.user, _password(), COMMAND_LINE)
    print(f"{asked.user} has a new password")
    return 0


def reset_second_factor(asked: argparse.Namespace, settings: Settings) -> int:
    """Forget the second factor of an account, for one who has lost it."""
    from engine.commands import account_requests
    from engine.store.queries import account_requests as queries

    engine = office(settings)
    account_requests.ask_reset(engine, asked.user, COMMAND_LINE)
    waits = any(one.account_id == asked.user for one in queries.waiting(engine.store))
    told = "waits for an administrator" if waits else "is forgotten"
    print(f"the second factor of {asked.user} {told}")
    return 0


def import_calendar(asked: argparse.Namespace, settings: Settings) -> int:
    """Propose a decree (CSV or TOML), and print the deadlines that it would move."""
    from engine.commands import calendars, decree_tables
    from engine.core import decrees
    from engine.core.decrees import DecreeRefused, DecreeText

    body, engine = _read(asked.file), office(settings)
    year = int(asked.year) if re.fullmatch(r"[0-9]{4}", asked.year) else 0
    try:
        text = decrees.decoded(body)
        given = DecreeText(asked.calendar, year, asked.decree, asked.source or asked.file, text)
        proposal = calendars.propose(engine, given, COMMAND_LINE)
    except DecreeRefused as refused:
        return _refusals(refused.findings, {"-": asked.file})
    for line in decree_tables.lines(calendars.preview(engine, proposal, COMMAND_LINE)):
        print(line)
    return 0


def approve_calendar(asked: argparse.Namespace, settings: Settings) -> int:
    """Put a proposed decree in force, and count the open deadlines again."""
    from engine.commands import calendars, offices, recounts

    engine = office(settings)
    calendars.approve(engine, asked.id, engine.clocks.version, COMMAND_LINE)
    engine = offices.refreshed(engine)
    total = recounts.left(engine)
    while recounts.run(engine):
        print(f"{total - recounts.left(engine)} of {total} open deadlines counted again")
    print(f"calendar files version {engine.clocks.version} in force")
    return 0


def backup(asked: argparse.Namespace, settings: Settings) -> int:
    """Copy the live database to a new file."""
    from engine.commands import alarms
    from engine.store import backups, database
    from engine.store.queries import alarms as queries

    path = _sqlite_file(settings.database_url)
    if path is not None and not path.is_file():
        raise StoreUnusable("file_missing", file=str(path))
    store = database.open_store(settings.database_url)
    backups.write(store, Path(asked.file), command_line.progress_bar(sys.stderr))
    alarms.note_done(store, queries.BACKED_UP, now())
    print(f"{_shown(settings.database_url)} copied to {asked.file}")
    print(f"the key {_key_file(settings)} is not in it: keep it apart")
    return 0


def restore(asked: argparse.Namespace, settings: Settings) -> int:
    """Copy a backup to where there is no database yet, and verify its history."""
    from engine.commands import history
    from engine.store import backups, database

    _make_place(settings.database_url)
    store = database.open_store(settings.database_url)
    backups.restore(Path(asked.file), store, command_line.progress_bar(sys.stderr))
    database.close(store)
    verified = history.verify(assemble(settings))
    print(f"{asked.file} restored to {_shown(settings.database_url)}")
    return _told(verified)


def copy_to(asked: argparse.Namespace, settings: Settings) -> int:
    """Copy the office to an empty database, SQLite or PostgreSQL, and verify it there."""
    from engine.commands import copies
    from engine.store import database

    path = _sqlite_file(settings.database_url)
    if path is not None and not path.is_file():
        raise StoreUnusable("file_missing", file=str(path))
    _make_place(asked.database_url)
    target = database.open_store(asked.database_url)
    bar = command_line.progress_bar(sys.stderr)
    verified = copies.copy_office(assemble(settings), target, bar)
    database.close(target)
    print(f"{_shown(settings.database_url)} copied to {_shown(asked.database_url)}")
    return _told(verified)


def migrate(_: argparse.Namespace, settings: Settings) -> int:
    """Bring the database to this release; a backup is kept first."""
    assemble(settings)
    print(f"{_shown(settings.database_url)} is ready for this release")
    return 0


def demo(asked: argparse.Namespace, settings: Settings) -> int:
    """Found the demo office anew, with the sixteen weeks before now."""
    path = _sqlite_file(settings.database_url)
    if not settings.demo or path is None:
        raise StoreUnusable("demo_needs_demo", database=settings.database_url)
    if path.exists():
        _refuse_mixture(assemble(settings).store, settings)
    number = int(asked.applications) if re.fullmatch(r"[0-9]{1,3}", asked.applications) else 0
    if not 0 < number <= MOST_APPLICATIONS:
        raise InvalidInput("number_unusable", number=asked.applications)
    settle()
    bar = command_line.progress_bar(sys.stderr)
    # the register of the weeks fails on purpose
    expected = logging.getLogger("engine.commands.service_tasks")
    expected.disabled = True
    found_demo(settings, path, lambda engine: _tell_puzzled(furnish_weeks(engine, number, bar)))
    expected.disabled = False
    print(f"{settings.database_url} holds a new demo office with {number} applications")
    return 0


def _tell_puzzled(puzzled: Mapping[str, int]) -> None:
    for element, times in puzzled.items():
        print(f"{element}: nobody knew what to do, {times} times", file=sys.stderr)


def _shown(database_url: str) -> str:
    """Give the address of a database without its password."""
    return re.sub(r"(?<=://)([^@/]*:)[^@/]*@", r"\1***@", database_url)


def _setting(asked: argparse.Namespace) -> Setting:
    from engine.commands.questions import Setting

    return Setting(asked.variables, shipped_files.clocks(PROCESSES), now())


def _reply(reply: Reply) -> int:
    for code, parameters in reply.warnings:
        told = "".join(f", {name} {value}" for name, value in parameters.items())
        print(code.replace("_", " ") + told, file=sys.stderr)
    print(reply.json)
    return 0


def _refusals(findings: Sequence[Finding], given: Mapping[str, str]) -> int:
    from web import words

    for one in findings:
        text = words.sentence(one.code, one.parameters)
        print(f"{given.get(one.file, one.file)}:{one.element or '-'}: {text}", file=sys.stderr)
    return REFUSED


def _read(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as problem:
        raise InvalidInput("file_unreadable", file=name, reason=problem.strerror) from problem


def _beside(path: Path) -> dict[str, bytes]:
    """Read the decision documents of the same folder: what the one asked for may import."""
    others = (each for each in sorted(path.parent.glob("*.dmn")) if each.name != path.name)
    return {each.name: _read(str(each)) for each in others}


def _password() -> str:
    if sys.stdin.isatty():
        from getpass import getpass

        return getpass()
    return sys.stdin.readline().rstrip("\r\n")


def _fail(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


RUNS: Mapping[str, Subcommand] = {
    "serve": serve,
    "worker": worker,
    "due": due,
    "feel": feel,
    "decide": decide,
    "deploy": deploy,
    "soundness": search_for_faults,
    "verify-history": verify_history,
    "setup": setup,
    "user add": add_user,
    "user disable": disable_user,
    "user password": set_password,
    "user second-factor": reset_second_factor,
    "calendar import": import_calendar,
    "calendar approve": approve_calendar,
    "backup": backup,
    "restore": restore,
    "copy-to": copy_to,
    "migrate": migrate,
    "demo": demo,
}


def main(arguments: list[str]) -> int:
    """Run one subcommand; the result is the exit code of the process."""
    variables = "".join(f"  {name:<20} {text}\n" for name, text in VARIABLES.items())
    asked = command_line.read(arguments, RUNS, f"environment variables:\n{variables}")
    try:
        settings = settings_from(os.environ)
        code: int = asked.run(asked, settings)
    except EngineError as refused:
        from web import words

        return _fail(words.sentence(refused.code, refused.parameters), REFUSED)
    return code


def log_to_stderr(form: str) -> None:
    """Send log messages to stderr as `text` or `json`; libraries speak only of trouble."""
    handler = logging.StreamHandler()
    handler.setFormatter(log_lines.FORMATS.get(form, log_lines.TextLines)())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    if form != "json":
        # who looks at a terminal looks for trouble; a collector takes each request
        logging.getLogger("web.requests").setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


if __name__ == "__main__":
    log_to_stderr(os.environ.get("LOG_FORMAT", ""))
    sys.exit(main(sys.argv[1:]))
