"""Tell the decisions of a case in full: what they looked at then, and which rules matched."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn.decision_files import Table
from engine.commands import process_definitions
from engine.commands.engine import Engine
from engine.dmn.decision_tables import DecisionTable
from engine.dmn.nodes import Decision
from engine.store.queries import answers
from engine.store.queries.answers import AnswerRow
from engine.store.queries.history import TimelineEntry


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
    # the answers that it looked at, as they stood then
    inputs: tuple[AnswerRow, ...]
    rules: tuple[MatchedLine, ...]
    # JSON value
    output: Any


def of(
    engine: Engine, definition_id: str, instance_id: str, entries: Iterable[TimelineEntry]
) -> Mapping[int, tuple[ToldDecision, ...]]:
    """Give the decisions of a case by the number of their entry."""
    deciding = [entry for entry in entries if entry.body.get("decisions")]
    if not deciding:
        return {}
    tables = process_definitions.definition(engine, definition_id).tables
    given = answers.given(engine.store, instance_id)
    return {
        entry.seq: tuple(
            _told(made, tables[made["decision"]], _as_of(entry.seq, given))
            for made in entry.body["decisions"]
        )
        for entry in deciding
    }


def _as_of(seq: int, given: Iterable[tuple[int, AnswerRow]]) -> dict[str, AnswerRow]:
    return {row.field: row for at, row in given if at <= seq}


def _told(made: Mapping[str, Any], table: Table, known: Mapping[str, AnswerRow]) -> ToldDecision:
    owners = {
        node.logic.element: node
        for node in table.model.nodes.values()
        if isinstance(node, Decision) and isinstance(node.logic, DecisionTable)
    }
    asked = table.model.find(table.decision, Decision)
    return ToldDecision(
        element=made["element"],
        decision=asked.title if asked else table.decision,
        inputs=tuple(known[name] for name in table.inputs if name in known),
        rules=tuple(
            MatchedLine(_owner(owners.get(matched), asked, matched), line)
            for matched, _rule, line in made.get("matched", ())
        ),
        output=json.loads(made["output"]),
    )


def _owner(owner: Decision | None, asked: Decision | None, table: str) -> str:
    if owner is None:
        return table
    return "" if owner is asked else owner.title
