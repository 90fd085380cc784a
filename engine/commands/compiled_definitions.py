"""Definitions compiled so far: each is compiled once and never changes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.bpmn.definitions import Definition

_KEPT = 64


@dataclass(frozen=True, slots=True)
class CompiledDefinitions:
    """The definitions used last, by `<process id>:<version>`."""

    by_id: OrderedDict[str, Definition] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def get(self, definition_id: str) -> Definition | None:
        """Give a definition that is kept, or None."""
        with self.lock:
            found = self.by_id.get(definition_id)
            if found is not None:
                self.by_id.move_to_end(definition_id)
            return found

    def keep(self, definition_id: str, definition: Definition) -> None:
        """Keep a definition and forget the one not used for longest."""
        with self.lock:
            self.by_id[definition_id] = definition
            while len(self.by_id) > _KEPT:
                self.by_id.popitem(last=False)
