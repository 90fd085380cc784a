"""The demo office with the weeks that it has behind it."""

from __future__ import annotations

import argparse
import logging
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from engine.command_line import memory, offices, output, places
from engine.command_line.machine import COMMAND_LINE, Machine
from engine.commands import shipped_files
from engine.core.errors import InvalidInput, StoreUnusable

if TYPE_CHECKING:
    from engine.commands.engine import Engine

# so many made-up citizens has the demo register
MOST_APPLICATIONS = 560


def found_anew(asked: argparse.Namespace, machine: Machine) -> int:
    """Found the demo office anew, with the sixteen weeks before now."""
    settings = machine.settings
    path = places.sqlite_file(settings.database_url)
    if not settings.demo or path is None:
        raise StoreUnusable("demo_needs_demo", database=places.shown(settings.database_url))
    if path.exists():
        offices.refuse_mixture(machine.assemble(settings).store, settings)
    number = int(asked.applications) if re.fullmatch(r"[0-9]{1,3}", asked.applications) else 0
    if not 0 < number <= MOST_APPLICATIONS:
        raise InvalidInput("number_unusable", number=asked.applications)
    memory.settle()
    bar = output.progress_bar(sys.stderr)
    # the register of the weeks fails on purpose
    expected = logging.getLogger("engine.commands.service_tasks")
    expected.disabled = True
    offices.found_demo(
        machine,
        path,
        lambda engine: _tell_puzzled(furnish_weeks(engine, machine.root, number, bar)),
    )
    expected.disabled = False
    print(f"{settings.database_url} holds a new demo office with {number} applications")
    return 0


def _tell_puzzled(puzzled: Mapping[str, int]) -> None:
    for element, times in puzzled.items():
        print(f"{element}: nobody knew what to do, {times} times", file=sys.stderr)


def furnish_weeks(
    engine: Engine, root: Path, applications: int, told: Callable[[int, int], None]
) -> Mapping[str, int]:
    """Give an empty database the demo office with the weeks that it has behind it.

    Gives the elements on which nobody knew what to do, with how often: none, if all is drawn.
    """
    from engine.commands import demo_founding

    processes = root / "processes"
    written = shipped_files.text(processes / "demo-office.toml")
    plot = demo_founding.Plot(
        weeks=shipped_files.text(processes / "demo-weeks.toml"),
        people=shipped_files.text(processes / "demo-people.csv"),
        office=written,
        photo=(processes / "demo-photo.jpg").read_bytes(),
        resources=shipped_files.resources(root),
        analyst=COMMAND_LINE,
    )
    return demo_founding.found(engine, plot, applications, told)
