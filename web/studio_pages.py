"""What the pages of the studio show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from engine.commands import decision_versions
from engine.core import instants
from engine.core.errors import NotFound
from engine.core.findings import Finding, Weight
from engine.core.jurisdictions import JURISDICTIONS
from engine.core.people import ROLES
from engine.store.queries import definitions as queries
from engine.store.queries import document_templates
from engine.store.queries.definitions import DraftRow
from web import moments, visit, words

_DIAGRAM, _FORM = ".bpmn", ".json"
_EMPTY_FORM = {"type": "default", "schemaVersion": 19, "components": []}


@dataclass(frozen=True, slots=True)
class Link:
    """A further page about a file."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class DraftedRow:
    """A diagram or a decision document in the list: what it holds, what is drafted."""

    url: str
    name: str
    about: str
    draft: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class EditorPage:
    """A resource in an editor, with what the editor's script must know."""

    name: str
    data: Mapping[str, Any]
    # the form as JSON text, "" for a diagram
    source: str = ""
    # file of the diagram that the form was opened from, "" for none
    diagram: str = ""


def diagram(name: str) -> EditorPage:
    """Give a diagram and what its editor offers: roles, operations, forms."""
    revision, _body = latest(name)
    return EditorPage(
        name=name,
        data={
            **editor(name, revision),
            "check_url": url_for("studio.check", name=name),
            "deploy_url": url_for("studio.deploy", name=name),
            "name": name,
            "form_url": "/studio/forms/",
            "forms": _form_names(),
            "roles": sorted(ROLES),
            "jurisdictions": sorted(JURISDICTIONS),
            "operations": sorted(visit.engine().handlers),
            "decisions": decision_versions.numbers(visit.engine()),
            "documents": sorted(document_templates.kinds(visit.engine().store)),
            "menus": words.below("bpmn", visit.language()),
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
    return EditorPage(name, editor(name, revision), source, diagram)


def latest(name: str) -> tuple[int, bytes]:
    """Give the revision and bytes of a draft, else 0 and the deployed bytes; raises NotFound."""
    store = visit.engine().store
    drafted = queries.draft_of(store, name)
    return drafted or (0, queries.latest_resource(store, name, visit.now()))


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


def concerning(files: Iterable[str], found: Iterable[Finding]) -> list[Finding]:
    """Leave out advice on files that are not at stake."""
    at_stake = set(files)
    return [each for each in found if each.weight is Weight.REFUSAL or each.file in at_stake]


def at(text: str) -> str:
    """Write an instant as people do."""
    return moments.short(instants.parse(text), visit.now(), visit.language())


def drafted(draft: DraftRow | None) -> str:
    """Say of when and by whom a draft is, "" where there is none."""
    if draft is None:
        return ""
    saved = at(draft.saved_at)
    return words.say("studio.has_draft", visit.language(), at=saved, by=draft.saved_by)


def _finding(finding: Finding, language: str) -> dict[str, Any]:
    return {
        "file": finding.file,
        "element": finding.element,
        "weight": finding.weight.value,
        "text": words.sentence(finding.code, finding.parameters, language),
    }


def editor(name: str, revision: int) -> dict[str, Any]:
    """Give what the script of every editor must know."""
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
    return sorted(
        name for name in {*drafts, *queries.names(store, visit.now())} if name.endswith(_FORM)
    )
