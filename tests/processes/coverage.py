"""How much of the diagrams a set of cases has walked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from tests.processes import diagrams
from tests.processes.diagrams import Node

# an element that ran, and the flow through which it was entered
Step = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Walked:
    """How many elements or sequence flows of a process there are, and which nobody walked."""

    drawn: int
    missed: frozenset[str]

    def __str__(self) -> str:
        return f"{self.drawn - len(self.missed)} of {self.drawn}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was walked of the elements and of the sequence flows of each process."""

    elements: Mapping[str, Walked]
    flows: Mapping[str, Walked]

    @property
    def missed(self) -> Mapping[str, frozenset[str]]:
        """Give by process what nobody has walked."""
        missed = {name: walked.missed | self.flows[name].missed for name, walked in self._all()}
        return {name: ids for name, ids in missed.items() if ids}

    def __str__(self) -> str:
        return "\n".join(
            f"{name}: {walked} elements and {self.flows[name]} sequence flows walked"
            for name, walked in self._all()
        )

    def _all(self) -> Iterable[tuple[str, Walked]]:
        return self.elements.items()


def of(steps: Set[Step]) -> Coverage:
    """Compare what ran with what is drawn."""
    return Coverage(
        elements=_by_process(diagrams.nodes(), {element for element, _ in steps}),
        flows=_by_process(diagrams.flows(), {flow for _, flow in steps if flow}),
    )


def _by_process(drawn: Mapping[str, Node], walked: set[str]) -> Mapping[str, Walked]:
    processes: dict[str, set[str]] = {}
    for name, node in drawn.items():
        processes.setdefault(diagrams.process_of(node), set()).add(name)
    return {
        process: Walked(len(names), frozenset(names - walked))
        for process, names in processes.items()
    }
