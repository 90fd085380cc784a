"""People: the first administrator, accounts, passwords, second factors."""

from __future__ import annotations

import argparse

from engine.command_line import offices, output, places
from engine.command_line.machine import COMMAND_LINE, PROVINCE, Machine


def setup(asked: argparse.Namespace, machine: Machine) -> int:
    """Set up an empty database with its first administrator."""
    from engine.commands import accounts, organisation

    engine = offices.opened(machine)
    new = accounts.NewAccount(asked.user, asked.user, PROVINCE, output.password())
    accounts.set_up(engine, new)
    organisation.load_divisions(engine)
    place = places.shown(machine.settings.database_url)
    print(f"{asked.user} is the first administrator of {place}")
    return 0


def add_user(asked: argparse.Namespace, machine: Machine) -> int:
    """Add an account, and ask for its role."""
    from engine.commands import accounts
    from engine.store.queries import accounts as queries

    engine = offices.opened(machine)
    password = output.password()
    new = accounts.NewAccount(asked.user, asked.name, asked.unit, password, role=asked.role)
    accounts.add(engine, new, COMMAND_LINE)
    waits = any(one.account_id == asked.user for one in queries.waiting_grants(engine.store))
    print(f"{asked.user} added" + (f"; {asked.role} waits for an administrator" if waits else ""))
    return 0


def disable_user(asked: argparse.Namespace, machine: Machine) -> int:
    """Disable an account and end its sessions."""
    from engine.commands import accounts

    accounts.disable(offices.opened(machine), asked.user, COMMAND_LINE)
    print(f"{asked.user} disabled")
    return 0


def set_password(asked: argparse.Namespace, machine: Machine) -> int:
    """Give an account a new password and end its sessions."""
    from engine.commands import accounts

    accounts.reset_password(offices.opened(machine), asked.user, output.password(), COMMAND_LINE)
    print(f"{asked.user} has a new password")
    return 0


def reset_second_factor(asked: argparse.Namespace, machine: Machine) -> int:
    """Forget the second factor of an account, for one who has lost it."""
    from engine.commands import account_requests
    from engine.store.queries import account_requests as queries

    engine = offices.opened(machine)
    account_requests.ask_reset(engine, asked.user, COMMAND_LINE)
    waits = any(one.account_id == asked.user for one in queries.waiting(engine.store))
    told = "waits for an administrator" if waits else "is forgotten"
    print(f"the second factor of {asked.user} {told}")
    return 0
