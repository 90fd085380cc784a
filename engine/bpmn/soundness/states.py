"""States that can be compared: where the tokens are, whatever their numbers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn import codec, waits
from engine.bpmn.definitions import Definition
from engine.bpmn.elements import Element
from engine.bpmn.tokens import Token

Shape = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A token that waits for something from outside."""

    # towards the interpreter
    name: str
    # person, service, timer, message
    kind: str
    element: Element
    # on a branch beside the main path
    aside: bool
    # number of the activity that the event sits on, 0 for none
    host: int
    # whether events sit on the activity
    is_watched: bool
    # error codes that events on its activity catch, "" for one that catches all
    caught: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a saved state looks like."""

    # equal for states that go on alike
    shape: Shape
    waiting: tuple[Waiting, ...]
    # elements that hold a token
    elements: frozenset[str]
    # those of them that are no events: an event that only waits has not happened
    active: frozenset[str]
    # elements on which the main path has two tokens
    doubled: tuple[str, ...]
    # a branch beside the main path runs twice at once
    repeats: bool
    # the end event that was reached so far, "" for none
    end: str


def look(definition: Definition, state: bytes, drawn: Mapping[str, Element]) -> Seen:
    """Look at a saved state; what waits is told as it is drawn."""
    top = codec.load(definition, state, None)
    tokens = [token for scope in top.scopes for token in scope.tasks.values()]
    hosts = {token.id: token.task_spec.index for token in tokens}
    places = Counter(
        (token.workflow.spec.name, token.task_spec.element.id, token.flow, token.aside)
        for token in tokens
        if not token.host
    )
    return Seen(
        shape=tuple(sorted(_shape(scope, hosts) for scope in top.scopes)),
        waiting=tuple(_waiting(top, tokens, drawn)),
        elements=frozenset(token.task_spec.element.id for token in tokens),
        active=frozenset(t.task_spec.element.id for t in tokens if not t.task_spec.element.events),
        doubled=tuple(
            sorted(place[1] for place, count in places.items() if count > 1 and not place[3])
        ),
        repeats=any(count > 1 and place[3] for place, count in places.items()),
        end=definition.nodes[top.end].element.id if top.end >= 0 else "",
    )


def _shape(scope: Any, hosts: dict[int, int]) -> Shape:
    tokens = sorted(
        (
            token.task_spec.index,
            token.state,
            token.aside,
            token.flow,
            hosts.get(token.host, -1),
            json.dumps(dict(token.data), sort_keys=True, default=str),
        )
        for token in scope.tasks.values()
    )
    return scope.spec.name, scope.end, tuple(tokens)


def _waiting(top: Any, tokens: list[Token], drawn: Mapping[str, Element]) -> Iterator[Waiting]:
    for token in tokens:
        kind = token.task_spec.waits_for
        if kind and token.state != TaskState.FUTURE:
            caught = (
                each.task_spec.element.event.name
                for each in token.hosted()
                if each.task_spec.element.event.kind == "error"
            )
            name = waits.name_of(top, token.id)
            element = drawn[token.task_spec.element.id]
            watched = bool(token.hosted())
            yield Waiting(name, kind, element, token.aside, token.host, watched, tuple(caught))
