"""The running engine: everything that commands need, joined once by the composition root."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.commands.compiled_definitions import CompiledDefinitions
from engine.core.alarms import Limits
from engine.core.services import Handler
from engine.store.database import Store

if TYPE_CHECKING:
    from engine.core.clocks import Clocks
    from engine.core.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Engine:
    """The store, the one clock, the calendars with units and settings, and the handlers."""

    store: Store
    # gives the present instant, aware
    clock: Callable[[], datetime]
    # calendars, units and dated settings, as they are now
    clocks: Clocks
    # by operation id
    handlers: Mapping[str, Handler] = field(default_factory=dict)
    # adapters for handlers, by port name
    ports: Mapping[str, Any] = field(default_factory=dict)
    # key of what is encrypted at rest, None where nothing is
    key_file: Path | None = None
    # definitions compiled so far
    definitions: CompiledDefinitions = field(default_factory=CompiledDefinitions)
    # from where on operators are alarmed
    limits: Limits = field(default_factory=Limits)

    @property
    def organisation(self) -> Organisation:
        """Give the units as they are now."""
        return self.clocks.organisation
