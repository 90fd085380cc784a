"""Questions that need no office: a deadline, an expression, a decision."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from engine.command_line import output, places
from engine.command_line.machine import Machine
from engine.commands import shipped_files
from engine.core.errors import DefinitionRejected

if TYPE_CHECKING:
    from engine.commands.questions import Setting


def due(asked: argparse.Namespace, machine: Machine) -> int:
    """Print the end of a legal deadline."""
    from engine.core import deadlines

    try:
        calendar = shipped_files.calendars(machine.processes).calendar(asked.calendar)
        print(deadlines.due_line(asked.start, asked.days, calendar, asked.unit))
    except ValueError as error:
        return output.failed(str(error), output.MISUSED)
    return 0


def feel(asked: argparse.Namespace, machine: Machine) -> int:
    """Print the value of a FEEL expression as JSON."""
    from engine.commands import questions

    return output.answered(questions.evaluate(asked.expression, _setting(asked, machine)))


def decide(asked: argparse.Namespace, machine: Machine) -> int:
    """Print the result of a decision as JSON."""
    from engine.commands import questions

    document = places.read(asked.file)
    try:
        beside = places.beside(Path(asked.file)) if b"import" in document else {}
        reply = questions.decide(document, asked.decision, _setting(asked, machine), beside)
    except DefinitionRejected as refused:
        return output.refused(refused.findings, {"-": asked.file}, machine.sentence)
    return output.answered(reply)


def _setting(asked: argparse.Namespace, machine: Machine) -> Setting:
    from engine.commands.questions import Setting

    return Setting(asked.variables, shipped_files.clocks(machine.processes), machine.clock())
