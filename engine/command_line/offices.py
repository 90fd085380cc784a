"""Opening the office of the settings; a demo office is founded where there is none yet."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine.command_line import places
from engine.command_line.machine import COMMAND_LINE, Machine
from engine.command_line.settings import Settings
from engine.commands import shipped_files
from engine.core.errors import StoreUnusable

if TYPE_CHECKING:
    from engine.commands.engine import Engine
    from engine.store.database import Store


def opened(machine: Machine) -> Engine:
    """Open the office of the settings; the demo is founded where its database is missing."""
    path = places.sqlite_file(machine.settings.database_url)
    if machine.settings.demo and path is not None and not path.exists():
        found_demo(machine, path, lambda engine: furnish_demo(engine, machine.root))
    return machine.assemble(machine.settings)


def found_demo(machine: Machine, path: Path, furnish: Callable[[Engine], None]) -> None:
    """Found a demo office in a new file, which takes its place when it is complete."""
    from engine.store import backups, database

    half = path.with_name(f"{path.name}.half")
    half.unlink(missing_ok=True)
    aside = replace(machine.settings, database_url=f"sqlite:///{half}")
    engine = machine.assemble(aside, lasting=False)
    furnish(engine)
    database.close(engine.store)
    with half.open("rb+") as complete:
        os.fsync(complete.fileno())
    backups.put_in_place(half, path)


def furnish_demo(engine: Engine, root: Path) -> None:
    """Give an empty database the units, people, procedures and cases of the demo office."""
    from engine.commands import demo_cases, demo_office, organisation, process_definitions

    written = shipped_files.text(root / "processes" / "demo-office.toml")
    organisation.load_units(engine)
    demo_office.found(engine, demo_office.personas(written))
    process_definitions.deploy(engine, shipped_files.resources(root), COMMAND_LINE)
    demo_cases.play(engine, demo_office.cases(written))


def refuse_mixture(store: Store, settings: Settings) -> None:
    """Raise StoreUnusable where a demo would be served as a real office, or the other way."""
    from engine.store.queries import accounts
    from engine.store.queries import settings as office_settings

    demo = office_settings.is_demo(store)
    if settings.demo and not demo:
        raise StoreUnusable("not_a_demo", database=places.shown(settings.database_url))
    if not settings.demo and (demo or accounts.has_demo_accounts(store)):
        raise StoreUnusable("demo_database", database=places.shown(settings.database_url))
