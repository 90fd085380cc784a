"""What a subcommand is handed: the machine that it runs on."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from engine.command_line.output import Sentence
from engine.command_line.settings import Settings
from engine.core.people import Actor, Grant

if TYPE_CHECKING:
    from engine.commands.engine import Engine

PROVINCE = "520000"
# whoever can run commands on this machine acts under this name
COMMAND_LINE = Actor(
    id="command_line",
    name="Command line",
    unit=PROVINCE,
    grants=tuple(Grant(role, PROVINCE) for role in ("administrator", "analyst", "approver")),
)


class Assemble(Protocol):
    """Joins the parts to a running engine."""

    def __call__(self, settings: Settings, *, lasting: bool = True) -> Engine:
        """Give the engine; a database that may be lost need not be `lasting`."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine with its settings, its clock and the files that come with the program."""

    settings: Settings
    # folder of the program: processes, forms
    root: Path
    clock: Callable[[], datetime]
    assemble: Assemble
    sentence: Sentence

    @property
    def processes(self) -> Path:
        """Give the folder of what the organisation runs."""
        return self.root / "processes"


# gives the exit code of the process
Subcommand = Callable[[argparse.Namespace, Machine], int]
