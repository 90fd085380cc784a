"""For each name that conditions and timers read, the few values that can make a difference."""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
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
    # groups of those that are compared with each other
    ordered: tuple[frozenset[str], ...]
    # those from which timers count
    counted: frozenset[str]


_MOST_CONTEXTS = 64
_NULL = "null"


def of(processes: Collection[Process], premises: Premises) -> Answers:
    """Give the values of every name that an expression of the processes reads."""
    reading = Reading()
    names: set[str] = set()
    for process in processes:
        for condition in conditions(process):
            terms.read(condition.expression.tree, reading)
            names |= condition.names - NAMES
    for term in reading.counties:
        reading.add(term, premises.county, OTHER)
    counted = frozenset().union(*map(origins, processes))
    found = {name: _texts(name, reading, premises) for name in sorted(names | counted)}
    return Answers(found, _joined(reading.ordered), counted)


def conditions(process: Process) -> Iterator[Condition]:
    """Give the conditions of a process: on flows and on messages."""
    for element in process.elements.values():
        yield from of_element(element, process)


def of_element(element: Element, process: Process) -> Iterator[Condition]:
    """Give the conditions of an element and of the flows that leave it."""
    for each in element.outgoing:
        condition = process.flows[each].condition
        if condition:
            yield expressions.condition(condition)
    when = element.properties.get("when")
    if when:
        yield expressions.condition(when)


def origin(element: Element) -> str:
    """Give the name from which a timer counts days, "" where it is none or no plain name."""
    event = element.event
    if event is None or not event.text or timers.is_literal(event.text):
        return ""
    tree = expressions.condition(event.text).expression.tree
    found = terms.origin(tree)
    return found[0] if found and len(found) == 1 else ""


def origins(process: Process) -> frozenset[str]:
    """Give the names from which the timers of a process count."""
    return frozenset(filter(None, map(origin, process.elements.values())))


def _texts(name: str, reading: Reading, premises: Premises) -> tuple[str, ...]:
    own = {term: found for term, found in reading.values.items() if term[0] == name}
    whole = _offered(name, own.pop((name,), []), premises)
    found = [*whole, *_contexts(own)] or [OTHER]
    written = [json.dumps(each, ensure_ascii=False, sort_keys=True) for each in found]
    return tuple(dict.fromkeys([*written, _NULL]))


def _joined(pairs: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """Join pairs that share a name."""
    groups: list[frozenset[str]] = []
    for pair in sorted(pairs, key=sorted):
        touched = [group for group in groups if group & pair]
        groups = [group for group in groups if group not in touched]
        groups.append(pair.union(*touched))
    return tuple(groups)


def _offered(name: str, found: list[Any], premises: Premises) -> list[Any]:
    """Leave out texts that the forms do not offer, and stand one for all the rest."""
    choices = premises.choices.get(name)
    if choices is None or not found:
        return found
    kept = [value for value in found if not isinstance(value, str) or value in choices]
    rest = sorted(choices - {value for value in kept if isinstance(value, str)})
    return [*kept, *rest[:1]]


def _contexts(own: Mapping[Term, list[Any]]) -> Iterator[Any]:
    if not own:
        return
    entries = {term: [*found, None] for term, found in own.items()}
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
