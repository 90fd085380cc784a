"""Decrees on holidays: proposed and approved."""

from __future__ import annotations

import argparse
import re

from engine.command_line import offices, output, places
from engine.command_line.machine import COMMAND_LINE, Machine


def import_calendar(asked: argparse.Namespace, machine: Machine) -> int:
    """Propose a decree (CSV or TOML), and print the deadlines that it would move."""
    from engine.commands import calendars, decree_tables
    from engine.core import decrees
    from engine.core.decrees import DecreeRefused, DecreeText

    body, engine = places.read(asked.file), offices.opened(machine)
    year = int(asked.year) if re.fullmatch(r"[0-9]{4}", asked.year) else 0
    try:
        text = decrees.decoded(body)
        given = DecreeText(asked.calendar, year, asked.decree, asked.source or asked.file, text)
        proposal = calendars.propose(engine, given, COMMAND_LINE)
    except DecreeRefused as refused:
        return output.refused(refused.findings, {"-": asked.file}, machine.sentence)
    for line in decree_tables.lines(calendars.preview(engine, proposal, COMMAND_LINE)):
        print(line)
    return 0


def approve_calendar(asked: argparse.Namespace, machine: Machine) -> int:
    """Put a proposed decree in force, and count the open deadlines again."""
    from engine.commands import calendars, recounts
    from engine.commands.offices import refreshed

    engine = offices.opened(machine)
    calendars.approve(engine, asked.id, engine.clocks.version, COMMAND_LINE)
    engine = refreshed(engine)
    total = recounts.left(engine)
    while recounts.run(engine):
        print(f"{total - recounts.left(engine)} of {total} open deadlines counted again")
    print(f"calendar files version {engine.clocks.version} in force")
    return 0
