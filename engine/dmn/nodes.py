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
class Requirement:
    """A node that another one needs, with the path under which expressions know it."""

    key: Key
    # the names of imports, outermost first, then the node's own
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InputData:
    """A value handed in from outside."""

    key: Key
    name: str
    checked: Checked


@dataclass(frozen=True, slots=True)
class Decision:
    """A value made by logic from what the decision requires."""

    key: Key
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
    name: str
    checked: Checked
    logic: Boxed | None
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class DecisionService:
    """Decisions that are called together as a function of their inputs."""

    key: Key
    name: str
    checked: Checked
    outputs: tuple[Key, ...]
    # the parameters in the order of the standard: data, then decisions
    inputs: tuple[Key, ...]


Node = InputData | Decision | KnowledgeModel | DecisionService
