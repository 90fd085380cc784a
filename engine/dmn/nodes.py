"""The nodes of a decision requirements graph (DMN 1.5 chapter 6)."""

from dataclasses import dataclass

from engine.dmn.scopes import Boxed
from engine.dmn.type_checks import Checked


@dataclass(frozen=True, slots=True)
class Key:
    """The identity of a node over all documents."""

    namespace: str
    id: str


@dataclass(frozen=True, slots=True)
class Site:
    """A node as one way of imports leads to it: each way has values of its own."""

    # the names of the imports, from the document that is asked
    path: tuple[str, ...]
    key: Key


@dataclass(frozen=True, slots=True)
class Requirement:
    """A node that another one refers to, by the name of the import it comes from, if any."""

    key: Key
    name: str
    alias: str = ""

    def site(self, path: tuple[str, ...]) -> Site:
        """Return where the node is, seen from a node at the end of a path."""
        return Site((*path, self.alias) if self.alias else path, self.key)


@dataclass(frozen=True, slots=True)
class InputData:
    """A value handed in from outside."""

    key: Key
    # the name of the element, as people see it
    title: str
    # the name of its variable, as expressions know it; the standard wants both to be equal
    name: str
    checked: Checked


@dataclass(frozen=True, slots=True)
class Decision:
    """A value made by logic from what the decision requires."""

    key: Key
    title: str
    name: str
    checked: Checked
    # None where a decision is only ever given from outside
    logic: Boxed | None
    requirements: tuple[Requirement, ...]

    @property
    def id(self) -> str:
        """The id of the decision in its document."""
        return self.key.id


@dataclass(frozen=True, slots=True)
class KnowledgeModel:
    """A function that decisions and other knowledge models call."""

    key: Key
    title: str
    name: str
    checked: Checked
    logic: Boxed | None
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class DecisionService:
    """Decisions that are called together as a function of their inputs."""

    key: Key
    title: str
    name: str
    checked: Checked
    outputs: tuple[Requirement, ...]
    # the parameters in the order of the standard: data, then decisions
    inputs: tuple[Requirement, ...]


Node = InputData | Decision | KnowledgeModel | DecisionService
