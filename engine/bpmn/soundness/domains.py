"""For each name that conditions and timers read, the few values that can make a difference."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn import expressions, timers
from engine.bpmn.elements import Element, Process
from engine.bpmn.expressions import Condition
from engine.bpmn.product_functions import NAMES
from engine.bpmn.soundness import terms
from engine.bpmn.soundness.premises import Premises
from engine.bpmn.soundness.terms import OTHER, Reading, Term

# name -> JSON texts of its values
Domains = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Answers:
    """The names that expressions read."""

    domains: Domains
    # those that are compared with each other
    ordered: frozenset[str]


_MOST_CONTEXTS = 64
_NULL = "null"


def of(processes: Iterable[Process], premises: Premises) -> Answers:
    """Give the values of every name that an expression of the processes reads."""
    reading = Reading()
    names: set[str] = set()
    for process in processes:
        for condition in conditions(process):
            terms.read(condition.expression.tree, reading)
            names |= condition.names - NAMES
    for term in reading.counties:
        reading.add(term, premises.county, OTHER)
    found = {name: _texts(name, reading, premises) for name in sorted(names)}
    return Answers(found, frozenset(reading.ordered))


def conditions(process: Process) -> Iterator[Condition]:
    """Give the expressions of a process: on flows, on messages, of timers."""
    for element in process.elements.values():
        yield from of_element(element, process)


def of_element(element: Element, process: Process) -> Iterator[Condition]:
    """Give the expressions of an element and of the flows that leave it."""
    for each in element.outgoing:
        condition = process.flows[each].condition
        if condition:
            yield expressions.condition(condition)
    when, event = element.properties.get("when"), element.event
    if when:
        yield expressions.condition(when)
    if event is not None and event.text and not timers.is_literal(event.text):
        yield expressions.condition(event.text)


def _texts(name: str, reading: Reading, premises: Premises) -> tuple[str, ...]:
    own = {term: found for term, found in reading.values.items() if term[0] == name}
    whole = _offered(name, own.pop((name,), []), premises)
    found = [*whole, *_contexts(own, reading.origins)] or [OTHER]
    written = [json.dumps(each, ensure_ascii=False, sort_keys=True) for each in found]
    counted = {term for term in reading.origins if term[0] == name}
    # what days are only counted from is never null: that it is would be another finding
    is_origin = bool(counted) and counted >= {*own, *([(name,)] if whole else [])}
    return tuple(
        dict.fromkeys([*written, *([] if is_origin or counted & own.keys() else [_NULL])])
    )


def _offered(name: str, found: list[Any], premises: Premises) -> list[Any]:
    """Leave out texts that the forms do not offer, and stand one for all the rest."""
    choices = premises.choices.get(name)
    if choices is None or not found:
        return found
    kept = [value for value in found if not isinstance(value, str) or value in choices]
    rest = sorted(choices - {value for value in kept if isinstance(value, str)})
    return [*kept, *rest[:1]]


def _contexts(own: Mapping[Term, list[Any]], origins: set[Term]) -> Iterator[Any]:
    if not own:
        return
    entries = {t: found if t in origins else [*found, None] for t, found in own.items()}
    combined = itertools.product(*entries.values())
    for chosen in itertools.islice(combined, _MOST_CONTEXTS):
        yield _nested(dict(zip(entries, chosen, strict=True)))


def _nested(entries: Mapping[Term, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for term, value in entries.items():
        inner = made
        for name in term[1:-1]:
            inner = inner.setdefault(name, {})
        inner[term[-1]] = value
    return made
