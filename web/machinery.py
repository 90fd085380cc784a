"""How the machinery is, in facts for operators and in measures for scripts."""

from __future__ import annotations

from engine.store.queries import sizes
from engine.store.queries.health import Health
from web import moments, visit, words
from web.pieces import Fact

_MEGABYTE = 1_000_000
_KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def facts(health: Health) -> tuple[Fact, ...]:
    """List what an operator looks at first."""
    values = {
        "tick": _tick(),
        "oldest_timer": _oldest(health),
        "waiting_services": str(health.waiting_service_tasks),
        "failing_timers": str(health.failing_timers),
        "incident_count": str(health.incidents),
        "open_instances": str(health.open_instances),
        "database": _database(),
    }
    language = visit.language()
    return tuple(
        Fact(key, words.say(f"operations.{key}", language), value) for key, value in values.items()
    )


def measures(health: Health) -> dict[str, object]:
    """Give the figures that a watching script compares."""
    clockwork, oldest = visit.clockwork(), health.oldest_due_timer
    return {
        "tick_seconds": None if clockwork is None else clockwork.state.silent_for,
        "clock_jumped": clockwork is not None and clockwork.state.clock_jumped,
        "timer_lag_seconds": (visit.now() - oldest).total_seconds() if oldest else 0,
        "waiting_service_tasks": health.waiting_service_tasks,
        "incidents": health.incidents,
    }


def _tick() -> str:
    clockwork, language = visit.clockwork(), visit.language()
    if clockwork is None:
        return words.say("operations.no_tick", language)
    state = clockwork.state
    if state.silent_for is None:
        return words.say("operations.not_ticked", language)
    told = words.say("operations.ago", language, seconds=f"{state.silent_for:.1f}")
    return f"{told} · {words.sentence(state.failure, {}, language)}" if state.failure else told


def _oldest(health: Health) -> str:
    language, oldest = visit.language(), health.oldest_due_timer
    if oldest is None:
        return words.say("operations.none_due", language)
    seconds = f"{(visit.now() - oldest).total_seconds():.0f}"
    ago = words.say("operations.ago", language, seconds=seconds)
    return f"{moments.short(oldest, visit.now(), language)} ({ago})"


def _database() -> str:
    store = visit.engine().store
    return f"{_KINDS[store.kind]}, {sizes.of(store) / _MEGABYTE:.1f} MB"
