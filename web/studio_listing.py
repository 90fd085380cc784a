"""What the lists of the studio show: diagrams and decisions, and the versions of a process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from engine.commands import decision_versions, reasons
from engine.core.errors import NotFound
from engine.store.queries import definitions as queries
from engine.store.queries.definitions import DefinitionRow, DraftRow
from web import decision_pages, studio_pages, studio_planned, version_states, visit, words
from web.studio_pages import DraftedRow, Link
from web.studio_planned import Planned

_DIAGRAM = ".bpmn"


@dataclass(frozen=True, slots=True)
class StudioPage:
    """All diagrams and decision documents, deployed or only drafted."""

    diagrams: tuple[DraftedRow, ...]
    decisions: tuple[DraftedRow, ...]
    planned: tuple[Planned, ...]
    # letters of a reason to take one back
    shortest: int = reasons.SHORTEST
    longest: int = reasons.LONGEST


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a process."""

    version: int
    at: str
    by: str
    sha256: str
    # whether it counts, waits or ended, in words
    state: tuple[str, ...]
    # the versions of the decisions that it runs, in words
    decisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """The versions of a process, the newest first."""

    title: str
    versions: tuple[Version, ...]


def listed() -> StudioPage:
    """List every diagram and decision document with its state."""
    store = visit.engine().store
    drafts = queries.drafts(store)
    drafted = {row.name: row for row in drafts if row.name.endswith(_DIAGRAM)}
    deployed: dict[str, list[DefinitionRow]] = {}
    for row in queries.latest(store, visit.now()):
        deployed.setdefault(row.file, []).append(row)
    planned: dict[str, list[DefinitionRow]] = {}
    for row in queries.planned(store, visit.now()):
        planned.setdefault(row.file, []).append(row)
    return StudioPage(
        diagrams=tuple(
            _row(name, deployed.get(name, []), planned.get(name, []), drafted.get(name))
            for name in sorted({*deployed, *planned, *drafted})
        ),
        decisions=decision_pages.rows(drafts),
        planned=studio_planned.listed(),
    )


def versions(process_id: str) -> VersionsPage:
    """List the versions of a process; raises NotFound where it has none."""
    rows = queries.versions(visit.engine().store, process_id)
    if not rows:
        raise NotFound("no_such_process", process=process_id)
    return VersionsPage(
        title=words.local(rows[0].names, visit.language(), process_id),
        versions=tuple(_version(row, rows) for row in rows),
    )


def _version(row: DefinitionRow, rows: Sequence[DefinitionRow]) -> Version:
    return Version(
        version=row.version,
        at=studio_pages.at(row.deployed_at),
        by=row.deployed_by,
        sha256=row.sha256,
        state=version_states.of(row, rows),
        decisions=decision_pages.run_by(decision_versions.run_by(visit.engine(), row)),
    )


def _row(
    name: str,
    deployed: list[DefinitionRow],
    planned: list[DefinitionRow],
    draft: DraftRow | None,
) -> DraftedRow:
    language = visit.language()
    newest, next_one = _foremost(deployed), _next(planned)
    shown = newest or next_one
    about = [name]
    if newest:
        at = studio_pages.at(newest.deployed_at)
        about.append(words.say("studio.deployed", language, version=newest.version, at=at))
    if next_one:
        about.append(studio_planned.version(next_one.version, next_one.effective_at))
    if shown is None:
        about.append(words.say("studio.never_deployed", language))
    return DraftedRow(
        url=url_for("studio.diagram", name=name),
        name=words.local(shown.names, language, name) if shown else name,
        about=" · ".join(about),
        draft=studio_pages.drafted(draft),
        links=_links(shown, language),
    )


def _foremost(rows: list[DefinitionRow]) -> DefinitionRow | None:
    """Give the process of a file that people start, the latest deployed."""
    return max(rows, key=lambda row: (row.startable, row.deployed_at), default=None)


def _next(planned: list[DefinitionRow]) -> DefinitionRow | None:
    """Give the version of a file that takes effect first, of those of one instant the last."""
    begun = [row for row in planned if row.startable] or planned
    first = [row for row in begun if row.effective_at == begun[0].effective_at]
    return max(first, key=lambda row: row.version, default=None)


def _links(newest: DefinitionRow | None, language: str) -> tuple[Link, ...]:
    if newest is None:
        return ()
    url = url_for("studio.versions", process_id=newest.process_id)
    return (Link(url, words.say("studio.versions", language)),)
