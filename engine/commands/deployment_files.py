"""The files of a deployment: sorted by kind, checked, and fingerprinted per process."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from engine.bpmn import checks, diagrams, product_functions
from engine.bpmn.definitions import Definition, process_ids
from engine.bpmn.elements import Process
from engine.bpmn.resources import Resources
from engine.commands import document_versions, form_duties, form_expressions
from engine.commands.engine import Engine
from engine.core.errors import DefinitionRejected
from engine.core.findings import Finding
from engine.store.queries import document_templates
from forms import form
from forms.fields import Form
from forms.problems import FormRejected

DIAGRAM, DECISIONS, FORM = ".bpmn", ".dmn", ".json"


def resources(engine: Engine, files: Mapping[str, bytes], built_on: str) -> Resources:
    """Sort files by kind for the interpreter, with what the house offers to them.

    `built_on` is the deployment that files which did not change are from, "" for none.
    """
    return Resources(
        diagrams=_kind(files, DIAGRAM),
        decisions=_kind(files, DECISIONS),
        pinned=document_versions.pinned(engine.store, files, built_on),
        forms=frozenset(name.removesuffix(FORM) for name in _kind(files, FORM)),
        operations=frozenset(engine.handlers),
        calendars=frozenset(engine.clocks.calendars.by_code),
        functions=product_functions.known(engine.clocks, engine.clock()),
    )


def forms(files: Mapping[str, bytes]) -> dict[str, Form]:
    """Read the forms by "<process id>/<element id>"; those that cannot be read are left out."""
    found: dict[str, Form] = {}
    for name, body in _kind(files, FORM).items():
        try:
            found[name.removesuffix(FORM)] = form.read(body)
        except FormRejected:
            continue
    return found


def once(files: Mapping[str, bytes]) -> frozenset[str]:
    """Give the fields whose answers no two cases share."""
    named = {name: body for name, body in files.items() if b'"once"' in body}
    return frozenset[str]().union(*(each.once_keys for each in forms(named).values()))


def findings(engine: Engine, files: Mapping[str, bytes], built_on: str) -> tuple[Finding, ...]:
    """Say everything that is wrong with the files, and what is only advised."""
    offered = resources(engine, files, built_on)
    found = checks.check(replace(offered, documents=document_templates.kinds(engine.store)))
    diagrams_ = _kind(files, DIAGRAM).items()
    drawn = [process for name, body in diagrams_ for process in _drawn(name, body)]
    read = forms(files)
    of_forms = (
        *_form_findings(files),
        *form_expressions.find(read),
        *_untold(drawn, read),
        *form_duties.find(drawn, read, offered),
    )
    return (*_strange(files), *of_forms, *found)


def together(given: Mapping[str, bytes], before: Mapping[str, bytes]) -> dict[str, bytes]:
    """Join the given files with those of the deployment before that they do not replace.

    A diagram of before is left out where a given one holds a process of the same id.
    """
    drawn = {each for body in _kind(given, DIAGRAM).values() for each in _ids(body)}
    kept = {
        name: body
        for name, body in before.items()
        if name not in given and not (name.endswith(DIAGRAM) and drawn.intersection(_ids(body)))
    }
    return {**kept, **given}


def process_files(files: Mapping[str, bytes]) -> dict[str, str]:
    """Give the diagram in which each process is drawn, by process id."""
    return {each: name for name, body in _kind(files, DIAGRAM).items() for each in _ids(body)}


def fingerprint(files: Mapping[str, bytes], definition: Definition) -> str:
    """Give a hash of all files that a definition runs with."""
    drawn = {process.file for process in definition.processes.values()}
    tables = definition.tables.values()
    decided = {file for table in tables if not table.version for file in table.files}
    pinned = sorted(f"{each.file} version {each.version}" for each in tables if each.version)
    used = [
        name
        for name in sorted(files)
        if name in drawn
        or name in decided
        or (name.endswith(FORM) and name.partition("/")[0] in definition.processes)
    ]
    lines = [f"{name} {hashlib.sha256(files[name]).hexdigest()}" for name in used]
    return hashlib.sha256("\n".join([*lines, *pinned]).encode()).hexdigest()


def _ids(diagram: bytes) -> tuple[str, ...]:
    try:
        return process_ids(diagram)
    except DefinitionRejected:
        # told by the checks
        return ()


def _kind(files: Mapping[str, bytes], ending: str) -> dict[str, bytes]:
    return {name: body for name, body in files.items() if name.endswith(ending)}


def _strange(files: Mapping[str, bytes]) -> Iterator[Finding]:
    for name in files:
        if not name.endswith((DIAGRAM, DECISIONS, FORM)):
            yield Finding("unknown_file_kind", name)
        elif name.endswith(FORM) and name.count("/") != 1:
            yield Finding("form_without_folder", name)


def _form_findings(files: Mapping[str, bytes]) -> Iterator[Finding]:
    for name, body in _kind(files, FORM).items():
        try:
            form.read(body)
        except FormRejected as rejected:
            for problem in rejected.problems:
                yield Finding(problem.code, name, problem.key or None, problem.parameters)


def _untold(drawn: Iterable[Process], read: Mapping[str, Form]) -> Iterator[Finding]:
    """Name the texts that tell of a decision which no business rule task makes."""
    made = {element.decision for each in drawn for element in each.elements.values()}
    for name, told in read.items():
        for entry in told.decided:
            if entry.decision not in made:
                parameters = {"decision": entry.decision}
                yield Finding("decision_not_made", f"{name}{FORM}", entry.key, parameters)


def _drawn(file: str, body: bytes) -> tuple[Process, ...]:
    try:
        return diagrams.read(file, body).processes
    except DefinitionRejected:
        # told by the checks
        return ()
