"""Whether requests may come here: the database answers, its tables are ours, the clock ticks."""

from __future__ import annotations

from collections.abc import Mapping

from engine.commands.engine import Engine
from engine.core.errors import StoreUnusable
from engine.store.queries import schema
from web import clockwork, words
from web.clockwork import Clockwork

OK = "ok"
_UNKNOWN = "unknown"


def checks(engine: Engine, ticking: Clockwork | None) -> Mapping[str, str]:
    """Give `ok` or what is wrong for each check; English, for scripts and their readers."""
    try:
        current = schema.is_current(engine.store)
    except StoreUnusable as unusable:
        down = words.sentence(unusable.code, unusable.parameters)
        return {"database": down, "schema": _UNKNOWN, "clock": _clock(ticking)}
    told = OK if current else words.say("operations.other_schema")
    return {"database": OK, "schema": told, "clock": _clock(ticking)}


def _clock(ticking: Clockwork | None) -> str:
    """Look at the clock; of a cluster it stands in the database, which may be away."""
    try:
        return words.say("operations.silent") if clockwork.is_silent(ticking) else OK
    except StoreUnusable:
        return _UNKNOWN
