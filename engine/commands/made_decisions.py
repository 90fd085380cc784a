"""Tell the decisions of a case in full: what they looked at then, and which rules matched."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn import called_decisions
from engine.bpmn.decision_files import Table
from engine.commands import decision_versions, process_definitions
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.people import SYSTEM
from engine.core.progress import DecisionWarning
from engine.dmn.decision_tables import DecisionTable
from engine.dmn.nodes import Decision
from engine.store.queries import answers
from engine.store.queries.answers import AnswerRow
from engine.store.queries.history import TimelineEntry

_Given = Mapping[tuple[int, str], AnswerRow]


@dataclass(frozen=True, slots=True)
class MatchedLine:
    """A rule that matched, by its line in the table of a decision."""

    # "" for the decision itself, else the name of one that it needs
    decision: str
    line: int


@dataclass(frozen=True, slots=True)
class ToldDecision:
    """A decision that was made in a case."""

    element: str
    # as people see it
    decision: str
    # the document that it stands in, and the version of that
    file: str
    version: int
    # what it looked at, as that stood then: answers by their class, variables as public
    inputs: tuple[AnswerRow, ...]
    rules: tuple[MatchedLine, ...]
    # JSON value
    output: Any
    # parameters that may hold a value of the case are not kept
    warnings: tuple[DecisionWarning, ...]


def of(
    engine: Engine, definition_id: str, instance_id: str, entries: Iterable[TimelineEntry]
) -> Mapping[int, tuple[ToldDecision, ...]]:
    """Give the decisions of a case by the number of their entry."""
    deciding = [entry for entry in entries if entry.body.get("decisions")]
    if not deciding:
        return {}
    tables = process_definitions.definition(engine, definition_id).tables
    versions = decision_versions.of_documents(engine, definition_id)
    given = {(seq, row.field): row for seq, row in answers.given(engine.store, instance_id)}
    return {
        entry.seq: tuple(
            _told(made, _table(made, tables), tuple(_read(made, entry, given)), versions)
            for made in entry.body["decisions"]
        )
        for entry in deciding
    }


def _table(made: Mapping[str, Any], tables: Mapping[str, Table]) -> Table:
    return tables[called_decisions.key(made["decision"], made.get("version", 0))]


def _read(made: Mapping[str, Any], entry: TimelineEntry, given: _Given) -> Iterator[AnswerRow]:
    """Give what the entry says was looked at: numbers of entries for answers, else values."""
    for name, seq in made.get("answers", {}).items():
        if (seq, name) in given:
            yield given[seq, name]
    at = instants.parse(entry.at)
    for name, text in made.get("inputs", {}).items():
        yield AnswerRow(name, json.loads(text), "P1", SYSTEM.id, at)


def _told(
    made: Mapping[str, Any],
    table: Table,
    inputs: tuple[AnswerRow, ...],
    versions: Mapping[str, int],
) -> ToldDecision:
    owners = {
        node.logic.element: node
        for node in table.model.nodes.values()
        if isinstance(node, Decision) and isinstance(node.logic, DecisionTable)
    }
    asked = table.model.find(table.decision, Decision)
    return ToldDecision(
        element=made["element"],
        decision=asked.title if asked else table.decision,
        file=table.file,
        version=table.version or versions[table.file],
        inputs=tuple(sorted(inputs, key=lambda each: table.inputs.index(each.field))),
        rules=tuple(
            MatchedLine(_owner(owners.get(matched), asked, matched), line)
            for matched, _rule, line in made.get("matched", ())
        ),
        output=json.loads(made["output"]),
        warnings=tuple(DecisionWarning(*each) for each in made.get("warnings", ())),
    )


def _owner(owner: Decision | None, asked: Decision | None, table: str) -> str:
    if owner is None:
        return table
    return "" if owner is asked else owner.title
