"""The database of the office: verified, backed up, restored, copied, brought to a release."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from engine.command_line import offices, output, places
from engine.command_line.machine import Machine


def verify_history(_: argparse.Namespace, machine: Machine) -> int:
    """Check every chain of the history."""
    from engine.commands import alarms, history
    from engine.store.queries import alarms as queries

    engine = offices.opened(machine)
    found = history.verify(engine)
    if not found.broken:
        alarms.note_done(engine.store, queries.VERIFIED, machine.clock())
    return output.told(found)


def backup(asked: argparse.Namespace, machine: Machine) -> int:
    """Copy the live database to a new file."""
    from engine.commands import alarms
    from engine.store import backups, database
    from engine.store.queries import alarms as queries

    places.refuse_missing(machine.settings)
    store = database.open_store(machine.settings.database_url)
    backups.write(store, Path(asked.file), output.progress_bar(sys.stderr))
    alarms.note_done(store, queries.BACKED_UP, machine.clock())
    print(f"{places.shown(machine.settings.database_url)} copied to {asked.file}")
    print(f"the key {places.key_file(machine.settings)} is not in it: keep it apart")
    return 0


def restore(asked: argparse.Namespace, machine: Machine) -> int:
    """Copy a backup to where there is no database yet, and verify its history."""
    from engine.commands import history
    from engine.store import backups, database

    places.make_place(machine.settings.database_url)
    store = database.open_store(machine.settings.database_url)
    backups.restore(Path(asked.file), store, output.progress_bar(sys.stderr))
    database.close(store)
    verified = history.verify(machine.assemble(machine.settings))
    print(f"{asked.file} restored to {places.shown(machine.settings.database_url)}")
    return output.told(verified)


def copy_to(asked: argparse.Namespace, machine: Machine) -> int:
    """Copy the office to an empty database, SQLite or PostgreSQL, and verify it there."""
    from engine.commands import copies
    from engine.store import database

    places.refuse_missing(machine.settings)
    places.make_place(asked.database_url)
    target = database.open_store(asked.database_url)
    bar = output.progress_bar(sys.stderr)
    verified = copies.copy_office(machine.assemble(machine.settings), target, bar)
    database.close(target)
    source = places.shown(machine.settings.database_url)
    print(f"{source} copied to {places.shown(asked.database_url)}")
    return output.told(verified)


def migrate(_: argparse.Namespace, machine: Machine) -> int:
    """Bring the database to this release; a backup is kept first."""
    machine.assemble(machine.settings)
    print(f"{places.shown(machine.settings.database_url)} is ready for this release")
    return 0
