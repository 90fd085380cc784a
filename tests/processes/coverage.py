"""How much of the diagram a set of cases has walked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tests.processes import diagrams
from tests.processes.office import Case


@dataclass(frozen=True, slots=True)
class Coverage:
    """The elements and sequence flows of the diagram that nobody has walked."""

    elements: int
    flows: int
    missed_elements: frozenset[str]
    missed_flows: frozenset[str]

    def __str__(self) -> str:
        elements = self.elements - len(self.missed_elements)
        flows = self.flows - len(self.missed_flows)
        return (
            f"reissue.bpmn: {elements} of {self.elements} elements and "
            f"{flows} of {self.flows} sequence flows walked"
        )


def of(cases: Iterable[Case]) -> Coverage:
    """Compare what ran in the cases with what is drawn."""
    steps = {step for case in cases for step in case.path}
    elements, flows = diagrams.nodes().keys(), diagrams.flows().keys()
    return Coverage(
        elements=len(elements),
        flows=len(flows),
        missed_elements=frozenset(elements - {element for element, _ in steps}),
        missed_flows=frozenset(flows - {flow for _, flow in steps}),
    )
