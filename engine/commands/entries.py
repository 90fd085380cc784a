"""Write a deed and what the interpreter ran as one sealed entry, with the answers beside it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.commands.deeds import Deed, Given
from engine.core import instants, sealing
from engine.core.people import SYSTEM
from engine.core.progress import ArmedTimer, MadeDecision, Progress
from engine.store.writes.history import AnswerRow, Entry

_WRITE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Place:
    """Where the entry goes: the instance and the head of its chain."""

    instance_id: str
    head_seq: int
    # hex
    head_hash: str
    # field -> number of the entry that its current answer came with
    answers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sealed:
    """An entry and the answers whose digests it holds."""

    entry: Entry
    answers: tuple[AnswerRow, ...]


def value_text(value: Any) -> str:
    """Write the value of an answer as the JSON text that is kept and digested."""
    return _WRITE(value)


def seal(place: Place, deed: Deed, progress: Progress | None, own: Mapping[str, Given]) -> Sealed:
    """Seal a deed behind the head of its chain; `own` are the answers that the system gives."""
    seq, at = place.head_seq + 1, instants.text(deed.at)
    given = {**deed.answers, **own}
    rows = tuple(
        AnswerRow(
            instance_id=place.instance_id,
            seq=seq,
            field=name,
            value=value_text(each.value),
            salt=salt,
            data_class=each.data_class,
            actor=SYSTEM.id if name in own else deed.actor,
            at=at,
        )
        for (name, each), salt in zip(given.items(), _salts(len(given)), strict=True)
    )
    told = _told(progress, {**place.answers, **dict.fromkeys(given, seq)}) if progress else {}
    body = sealing.canonical(_body(deed, at, told, rows))
    entry = Entry(
        instance_id=place.instance_id,
        seq=seq,
        at=at,
        kind=deed.kind,
        actor=deed.actor,
        element=deed.element,
        body=body,
        prev=place.head_hash,
        hash=sealing.link(bytes.fromhex(place.head_hash), seq, body).hex(),
    )
    return Sealed(entry, rows)


def _salts(number: int) -> list[bytes]:
    """Draw salts, all at once."""
    size = sealing.SALT_BYTES
    drawn = secrets.token_bytes(number * size)
    return [drawn[start : start + size] for start in range(0, number * size, size)]


def _body(
    deed: Deed, at: str, told: Mapping[str, Any], rows: tuple[AnswerRow, ...]
) -> dict[str, Any]:
    fields = {row.field: sealing.digest(row.salt, row.value) for row in rows}
    content = {**deed.facts, **told, sealing.FIELDS: fields, sealing.CLASSES: _classes(rows)}
    return {
        "at": at,
        "kind": deed.kind.value,
        "actor": deed.actor,
        "element": deed.element,
        **{name: value for name, value in content.items() if value not in (None, "", [], {})},
    }


def _classes(rows: tuple[AnswerRow, ...]) -> dict[str, list[str]]:
    classes: dict[str, list[str]] = {}
    for row in rows:
        if row.data_class != sealing.USUAL_CLASS:
            classes.setdefault(row.data_class, []).append(row.field)
    return classes


def _told(progress: Progress, answers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "path": [[ran.element, ran.flow] for ran in progress.ran if not ran.cancelled],
        "ended": [ran.element for ran in progress.ran if ran.cancelled],
        "opened": [task.element for task in progress.opened],
        "called": [task.element for task in progress.called],
        "awaited": [message.element for message in progress.awaited],
        "armed": [_armed(timer) for timer in progress.armed],
        "decisions": [_decision(decision, answers) for decision in progress.decisions],
        "numbers": [field for field, _unit in progress.assigns],
        "status": progress.status,
        "outcome": progress.outcome,
    }


def _armed(timer: ArmedTimer) -> dict[str, Any]:
    told: dict[str, Any] = {
        "element": timer.element,
        "clock": timer.clock,
        "kind": timer.kind,
        "due": instants.text(timer.due),
    }
    return told | {"provisional": True} if timer.provisional else told


def _decision(made: MadeDecision, answers: Mapping[str, int]) -> dict[str, Any]:
    """Tell a decision: answers may be personal, so the entry that holds their digest is named."""
    read = {name: answers.get(name, 0) for name in made.answers}
    told: dict[str, Any] = {
        "element": made.element,
        "decision": made.decision,
        "version": made.version,
        "inputs": {n: value_text(value) for n, value in made.inputs.items() if n not in read},
        "answers": read,
        "matched": [list(rule) for rule in made.matched],
        "output": value_text(made.output),
        "warnings": [[each.element, each.code, dict(each.parameters)] for each in made.warnings],
    }
    optional = ("version", "inputs", "answers", "warnings")
    return {name: value for name, value in told.items() if value or name not in optional}
