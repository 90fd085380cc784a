"""What is known of the answers in a state, and guesses at what is not known yet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from engine.bpmn.soundness.domains import Domains
from engine.bpmn.soundness.premises import days_before
from engine.bpmn.soundness.terms import OTHER
from engine.core.errors import EngineError

Result = TypeVar("Result")
# a step that reads more unknown names than this is tried for some of their values only
MOST_TRIES = 2_000
INSTANT, _NULL = json.dumps(OTHER), "null"


@dataclass(frozen=True, slots=True)
class Data:
    """The answers in a state: name and JSON text of those that are known."""

    now: frozenset[tuple[str, str]] = frozenset()
    # what a called process must have been handed, as it was read before anything set it
    assumed: frozenset[tuple[str, str]] = frozenset()
    # names that were set since the process began
    written: frozenset[str] = frozenset()

    def forget(self, names: frozenset[str]) -> Data:
        """Let names be set to anything."""
        now = frozenset(pair for pair in self.now if pair[0] not in names)
        return Data(now, self.assumed, self.written | names)

    def learn(self, found: Mapping[str, str]) -> Data:
        """Remember what a step has read."""
        new = frozenset(found.items())
        assumed = frozenset(pair for pair in new if pair[0] not in self.written)
        return Data(self.now | new, self.assumed | assumed, self.written)

    def note(self, instants: frozenset[str], groups: Iterable[frozenset[str]]) -> Data:
        """Remember the instants that a step has set; those they are compared with are earlier."""
        now = {name: text for name, text in self.now if name not in instants}
        for group in groups:
            if not group.isdisjoint(instants):
                now |= _ranked(now, group, newest=2)
        now |= dict.fromkeys(instants, INSTANT)
        return Data(frozenset(now.items()), self.assumed, self.written | instants)

    def keep(self, names: frozenset[str], groups: Iterable[frozenset[str]]) -> Data:
        """Forget all but these names, and of instants all but their order."""
        now = {name: text for name, text in self.now if name in names}
        for group in groups:
            now |= _ranked(now, group, newest=1)
        return Data(frozenset(now.items()), self.assumed, self.written & names)


@dataclass(frozen=True, slots=True)
class Tried:
    """One way that a step can go: what it read, and how it ended.

    Neither a result nor a failure: there are more ways than are tried.
    """

    # name -> JSON text, of the names that were guessed
    guessed: Mapping[str, str]
    # None where the step failed
    result: Any = None
    failure: EngineError | None = None

    @property
    def is_conclusive(self) -> bool:
        """Tell whether it is a way, not a word that there are more of them."""
        return self.result is not None or self.failure is not None


class Guessing(Mapping[str, Any]):
    """Answers of which some are known; a name that is not gets one of its values when read."""

    def __init__(
        self, known: Mapping[str, str], domains: Domains, script: tuple[int, ...]
    ) -> None:
        """Follow a script of choices as far as it goes, then choose the first value."""
        self.known = known
        self.domains = domains
        self.script = script
        self.guessed: dict[str, str] = {}
        # (choice, number of values)
        self.chosen: list[tuple[int, int]] = []

    def __contains__(self, name: object) -> bool:
        """Tell whether the name has a value; every name that conditions read has one."""
        return name in self.known or name in self.domains

    def __getitem__(self, name: str) -> Any:
        """Give a known value, or guess."""
        if name in self.known:
            return _value(self.known[name])
        if name not in self.guessed:
            self.guessed[name] = self._guess(self.domains[name])
        return _value(self.guessed[name])

    def __iter__(self) -> Iterator[str]:
        """List the known names."""
        return iter(self.known)

    def __len__(self) -> int:
        """Count the known names."""
        return len(self.known)

    def _guess(self, values: tuple[str, ...]) -> str:
        place = len(self.chosen)
        choice = self.script[place] if place < len(self.script) else 0
        self.chosen.append((choice, len(values)))
        return values[choice]


def ways(
    step: Callable[[Mapping[str, Any]], Result], known: Mapping[str, str], domains: Domains
) -> Iterator[Tried]:
    """Take a step in every way that its guesses allow."""
    scripts: list[tuple[int, ...]] = [()]
    for _ in range(MOST_TRIES):
        if not scripts:
            return
        script = scripts.pop()
        guessing = Guessing(known, domains, script)
        try:
            yield Tried(guessing.guessed, step(guessing))
        except EngineError as failure:
            yield Tried(guessing.guessed, None, failure)
        scripts.extend(_others(guessing, len(script)))
    yield Tried({})


def _others(guessing: Guessing, begun: int) -> Iterator[tuple[int, ...]]:
    choices = tuple(choice for choice, _count in guessing.chosen)
    for place in range(begun, len(choices)):
        for other in range(1, guessing.chosen[place][1]):
            yield (*choices[:place], other)


def _ranked(now: Mapping[str, str], group: frozenset[str], newest: int) -> dict[str, str]:
    """Give the instants of a group anew: whole days apart, in their order."""
    texts = {now[name] for name in group & now.keys()} - {_NULL}
    ranks = {text: rank for rank, text in enumerate(sorted(texts, reverse=True), newest)}
    return {
        name: json.dumps(days_before(ranks[now[name]]))
        for name in group & now.keys()
        if now[name] in ranks
    }


@cache
def _value(text: str) -> Any:
    return json.loads(text)
