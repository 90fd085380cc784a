"""Diagrams, decisions and forms: deployed, and searched for faults."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.command_line import offices, output, places
from engine.command_line.machine import COMMAND_LINE, Machine
from engine.commands import shipped_files
from engine.core.errors import DefinitionRejected
from engine.core.findings import Finding


def deploy(asked: argparse.Namespace, machine: Machine) -> int:
    """Deploy files together, whole or not at all."""
    from engine.commands import process_definitions

    given = {shipped_files.resource_name(Path(name)): name for name in asked.file}
    twice = [name for name in asked.file if name not in given.values()]
    if twice:
        findings = [Finding("file_given_twice", name) for name in twice]
        return output.refused(findings, given, machine.sentence)
    files = {name: places.read(path) for name, path in given.items()}
    shipped = shipped_files.resources(machine.root)
    try:
        done = process_definitions.deploy(offices.opened(machine), files, COMMAND_LINE, shipped)
    except DefinitionRejected as refused:
        return output.refused(refused.findings, given, machine.sentence)
    for one in done:
        print(f"{one.process_id} version {one.version} {one.sha256}")
    return 0


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
