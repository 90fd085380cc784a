"""Save and restore an instance: a few bytes for each token that is alive, nothing else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from engine.bpmn.definitions import Definition
from engine.bpmn.runs import Run
from engine.bpmn.scopes import Instance, Scope
from engine.bpmn.tokens import NOTHING, Token
from engine.core.errors import EngineError

FORMAT = 1
LARGEST = 2_000_000
_HASH_CHARACTERS = 16
_ASIDE = 1 << 10

# (number, node, state, host, flow, branch variables as JSON)
_Row = tuple[int, int, int, int, int, bytes]


class _State(msgspec.Struct, array_like=True, frozen=True):
    """A saved instance; nodes and flows are places in the order that the hash stands for."""

    format: int
    order: str
    key: str
    numbers: int
    # as JSON
    variables: bytes
    # (calling token, node of its end so far, tokens), the outermost first
    scopes: list[tuple[int, int, list[_Row]]]


def _number(text: str) -> float | Decimal:
    near = float(text)
    return near if Decimal(repr(near)) == Decimal(text) else Decimal(text)


_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(_State).decode
_WRITE = msgspec.json.Encoder(decimal_format="number").encode
_READ = msgspec.json.Decoder(float_hook=_number).decode


def dump(top: Instance) -> bytes:
    """Save an instance; raises EngineError where its variables are too large or no JSON."""
    try:
        state = _ENCODE(
            _State(
                FORMAT,
                top.definition.version_hash[:_HASH_CHARACTERS],
                top.key,
                top.numbers,
                _WRITE(top.variables) if top.variables else b"",
                [_scope(scope) for scope in top.scopes],
            )
        )
    except (TypeError, OverflowError) as problem:
        raise EngineError("variables_not_json", said=str(problem)) from problem
    if len(state) > LARGEST:
        raise EngineError("state_too_large", bytes=len(state), limit=LARGEST)
    return state


def load(definition: Definition, state: bytes, run: Run | None) -> Instance:
    """Restore an instance, without a run where it is only looked at.

    Raises EngineError for a state of another definition or format.
    """
    try:
        saved = _DECODE(state)
    except msgspec.MsgspecError as problem:
        raise EngineError("state_unreadable", said=str(problem)) from problem
    if saved.format != FORMAT or saved.order != definition.version_hash[:_HASH_CHARACTERS]:
        raise EngineError("state_of_another_definition", process=definition.process_id)
    top = Instance(definition, saved.key, run)
    top.numbers = saved.numbers
    if saved.variables:
        top.variables = _READ(saved.variables)
    outermost, *called = saved.scopes
    _fill(top, outermost, top)
    for row in called:
        _fill(top, row, _called_scope(top, row[0]))
    top.completed = not top.tasks
    return top


def _scope(scope: Any) -> tuple[int, int, list[_Row]]:
    caller = 0 if isinstance(scope, Instance) else scope.parent_task_id
    return caller, scope.end, [_row(token) for token in scope.tasks.values()]


def _row(token: Token) -> _Row:
    data = _WRITE(token.data) if token.data else b""
    state = token.state | _ASIDE if token.aside else token.state
    return token.id, token.task_spec.index, state, token.host, token.flow, data


def _called_scope(top: Instance, caller: int) -> Scope:
    # scopes are saved in the order of their opening, so the caller's scope is there
    token = top.find(caller)
    if token is None:
        raise EngineError("state_unreadable", said="a scope without its caller")
    spec = top.definition.specs[token.task_spec.spec]
    scope = Scope(spec, caller, top, token.workflow.depth + 1)
    top.subprocesses[caller] = scope
    return scope


def _fill(top: Instance, saved: tuple[int, int, list[_Row]], scope: Any) -> None:
    nodes = top.definition.nodes
    scope.end = saved[1]
    for number, node, state, host, flow, data in saved[2]:
        branch = _READ(data) if data else NOTHING
        token = Token(scope, nodes[node], number, flow=flow, data=branch)
        token.host = host
        token.aside = bool(state & _ASIDE)
        token._state = state & ~_ASIDE  # noqa: SLF001 # restored, not changed
        if nodes[node] in top.definition.inclusive:
            top.undecided = True
