"""Diagrams, decisions and forms: deployed, and searched for faults."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path

from engine.command_line import offices, output, places
from engine.command_line.machine import COMMAND_LINE, Machine
from engine.commands import shipped_files
from engine.core import instants
from engine.core.errors import DefinitionRejected, InvalidInput
from engine.core.findings import Finding


def deploy(asked: argparse.Namespace, machine: Machine) -> int:
    """Deploy files together, whole or not at all: at once, or from a day and time in China."""
    from engine.commands import deployments, process_definitions

    given = {shipped_files.resource_name(Path(name)): name for name in asked.file}
    twice = [name for name in asked.file if name not in given.values()]
    if twice:
        findings = [Finding("file_given_twice", name) for name in twice]
        return output.refused(findings, given, machine.sentence)
    files = {name: places.read(path) for name, path in given.items()}
    shipped, engine = shipped_files.resources(machine.root), offices.opened(machine)
    begins = _beginning(getattr(asked, "from"))
    try:
        done = process_definitions.deploy(engine, files, COMMAND_LINE, shipped, begins)
    except DefinitionRejected as refused:
        return output.refused(refused.findings, given, machine.sentence)
    awaited = begins is not None and deployments.is_awaited(engine, begins)
    since = f" from {instants.civil(begins)}" if begins and awaited else ""
    for one in done:
        print(f"{one.process_id} version {one.version} {one.sha256}{since}")
    for row in deployments.overruling(engine, done):
        at = instants.civil(instants.parse(row.effective_at))
        told = {"process": row.process_id, "version": row.version, "begins": at}
        print(machine.sentence("another_version_waits", told), file=sys.stderr)
    return 0


def _beginning(written: str) -> datetime | None:
    """Read the instant from which a deployment is to be in force, None for at once."""
    begins = instants.read(written)
    if written and begins is None:
        raise InvalidInput("deployment_instant_unreadable", written=written)
    return begins


def search_for_faults(asked: argparse.Namespace, machine: Machine) -> int:
    """Search all states of the processes of diagrams, with forms given beside or shipped."""
    from engine.commands import soundness

    given = {shipped_files.resource_name(Path(name)): name for name in asked.file}
    shipped = shipped_files.resources(machine.root)
    forms = {name: body for name, body in shipped.items() if "/" in name}
    try:
        files = {**forms, **{name: places.read(path) for name, path in given.items()}}
        found = soundness.search(files, shipped_files.clocks(machine.processes))
    except DefinitionRejected as refused:
        return output.refused(refused.findings, given, machine.sentence)
    for line in soundness.lines(found):
        print(line)
    return 0 if soundness.is_sound(found) else output.REFUSED
