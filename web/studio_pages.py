"""What the pages of the studio show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from engine.core import instants
from engine.core.errors import NotFound
from engine.core.findings import Finding, Weight
from engine.core.jurisdictions import JURISDICTIONS
from engine.core.people import ROLES
from engine.store.queries import definitions as queries
from engine.store.queries.definitions import DefinitionRow, DraftRow
from web import moments, visit, words

_DIAGRAM, _FORM = ".bpmn", ".json"
_EMPTY_FORM = {"type": "default", "schemaVersion": 19, "components": []}


@dataclass(frozen=True, slots=True)
class Link:
    """A further page about a diagram."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class DiagramRow:
    """A diagram in the list: what it holds, what is drafted."""

    url: str
    name: str
    about: str
    draft: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class StudioPage:
    """All diagrams, deployed or only drafted."""

    diagrams: tuple[DiagramRow, ...]


@dataclass(frozen=True, slots=True)
class EditorPage:
    """A resource in an editor, with what the editor's script must know."""

    name: str
    data: Mapping[str, Any]
    # the form as JSON text, "" for a diagram
    source: str = ""
    # file of the diagram that the form was opened from, "" for none
    diagram: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a process."""

    version: int
    at: str
    by: str
    sha256: str


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """The versions of a process, the newest first."""

    title: str
    versions: tuple[Version, ...]


def listed() -> StudioPage:
    """List every diagram with its state."""
    store = visit.engine().store
    drafts = {row.name: row for row in queries.drafts(store)}
    deployed: dict[str, list[DefinitionRow]] = {}
    for row in queries.latest(store):
        deployed.setdefault(row.file, []).append(row)
    names = sorted({*deployed, *(name for name in drafts if name.endswith(_DIAGRAM))})
    return StudioPage(
        tuple(_row(name, deployed.get(name, []), drafts.get(name)) for name in names)
    )


def diagram(name: str) -> EditorPage:
    """Give a diagram and what its editor offers: roles, operations, forms."""
    revision, _body = latest(name)
    return EditorPage(
        name=name,
        data={
            **_editor(name, revision),
            "check_url": url_for("studio.check", name=name),
            "deploy_url": url_for("studio.deploy", name=name),
            "name": name,
            "form_url": "/studio/forms/",
            "forms": _form_names(),
            "roles": sorted(ROLES),
            "jurisdictions": sorted(JURISDICTIONS),
            "operations": sorted(visit.engine().handlers),
        },
    )


def form(process_id: str, element: str, diagram: str) -> EditorPage:
    """Give a form, empty where none is there yet."""
    name = f"{process_id}/{element}{_FORM}"
    try:
        revision, body = latest(name)
    except NotFound:
        revision, body = 0, json.dumps({**_EMPTY_FORM, "id": element}, indent=2).encode()
    source = body.decode("utf-8", "replace")
    return EditorPage(name, _editor(name, revision), source, diagram)


def versions(process_id: str) -> VersionsPage:
    """List the versions of a process; raises NotFound where it has none."""
    rows = queries.versions(visit.engine().store, process_id)
    if not rows:
        raise NotFound("no_such_process", process=process_id)
    return VersionsPage(
        title=words.local(rows[0].names, visit.language(), process_id),
        versions=tuple(
            Version(row.version, _at(row.deployed_at), row.deployed_by, row.sha256) for row in rows
        ),
    )


def latest(name: str) -> tuple[int, bytes]:
    """Give the revision and bytes of a draft, else 0 and the deployed bytes; raises NotFound."""
    store = visit.engine().store
    drafted = queries.draft_of(store, name)
    return drafted or (0, queries.latest_resource(store, name))


def drafted_forms(drawn: bytes) -> dict[str, bytes]:
    """Give the drafts of forms whose process is in the diagram."""
    store = visit.engine().store
    names = [row.name for row in queries.drafts(store) if row.name.endswith(_FORM)]
    ids = set(re.findall(rb'\sid="([^"]+)"', drawn))
    wanted = [name for name in names if name.partition("/")[0].encode() in ids]
    return {name: latest(name)[1] for name in wanted}


def told(findings: Iterable[Finding]) -> dict[str, Any]:
    """Tell findings in words, refusals first."""
    language = visit.language()
    ordered = sorted(findings, key=lambda each: each.weight is not Weight.REFUSAL)
    refusals = sum(each.weight is Weight.REFUSAL for each in ordered)
    text = words.count("studio.found", refusals, language)
    if not refusals:
        text = words.count("studio.advised", len(ordered), language)
    return {
        "findings": [_finding(each, language) for each in ordered],
        "text": text if ordered else words.say("studio.found_none", language),
    }


def _finding(finding: Finding, language: str) -> dict[str, Any]:
    return {
        "file": finding.file,
        "element": finding.element,
        "weight": finding.weight.value,
        "text": words.sentence(finding.code, finding.parameters, language),
    }


def _editor(name: str, revision: int) -> dict[str, Any]:
    return {
        "file_url": url_for("studio.file", name=name),
        "save_url": url_for("studio.save", name=name),
        "revision": revision,
        "form_token": visit.guest().form_token,
        "words": words.below("studio.word", visit.language()),
    }


def _form_names() -> list[str]:
    store = visit.engine().store
    drafts = [row.name for row in queries.drafts(store)]
    return sorted(name for name in {*drafts, *queries.names(store)} if name.endswith(_FORM))


def _row(name: str, deployed: list[DefinitionRow], draft: DraftRow | None) -> DiagramRow:
    language = visit.language()
    newest = max(deployed, key=lambda row: (row.startable, row.deployed_at), default=None)
    title = words.local(newest.names, language, name) if newest else name
    state = words.say("studio.never_deployed", language)
    if newest:
        at = _at(newest.deployed_at)
        state = words.say("studio.deployed", language, version=newest.version, at=at)
    drafted = ""
    if draft:
        at = _at(draft.saved_at)
        drafted = words.say("studio.has_draft", language, at=at, by=draft.saved_by)
    return DiagramRow(
        url=url_for("studio.diagram", name=name),
        name=title,
        about=f"{name} · {state}",
        draft=drafted,
        links=_links(newest, language),
    )


def _links(newest: DefinitionRow | None, language: str) -> tuple[Link, ...]:
    if newest is None:
        return ()
    url = url_for("studio.versions", process_id=newest.process_id)
    return (Link(url, words.say("studio.versions", language)),)


def _at(text: str) -> str:
    at: datetime = instants.parse(text)
    return moments.short(at, visit.now(), visit.language())
