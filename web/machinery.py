"""How the machinery is, in facts for operators and in measures for scripts."""

from __future__ import annotations

from engine.commands import refused_scans
from engine.store.queries import courier_scans, sent_mail, sizes
from engine.store.queries.health import Health
from web import moments, visit, words
from web.pieces import Fact

_MEGABYTE = 1_000_000
_GIGABYTE = 1_000_000_000
_KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def facts(health: Health) -> tuple[Fact, ...]:
    """List what an operator looks at first."""
    values = {
        "tick": _tick(),
        "oldest_timer": _oldest(health),
        "waiting_services": str(health.waiting_service_tasks),
        "failing_timers": str(health.failing_timers),
        "incident_count": str(health.incidents),
        "refused_scans": _refused_scans(),
        "open_instances": str(health.open_instances),
        "definitions": _definitions(),
        "mail": _mail(),
        "database": _database(),
        "disk": _disk(),
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


def _definitions() -> str:
    """Tell how many definitions are kept in memory, and how often one was at hand."""
    kept = visit.engine().definitions
    asked = kept.asked[True] + kept.asked[False]
    language, number = visit.language(), len(kept.by_id)
    if not asked:
        return words.say("operations.definitions_unasked", language, number=number)
    share = f"{100 * kept.asked[True] / asked:.0f}"
    return words.say("operations.definitions_kept", language, number=number, share=share)


def _refused_scans() -> str:
    engine, language = visit.engine(), visit.language()
    number = courier_scans.refused_number(engine.store, refused_scans.since(engine))
    if not number:
        return words.say("operations.no_refused_scan", language)
    return words.count("operations.refused_of_days", number, language, days=refused_scans.DAYS)


def _mail() -> str:
    if visit.settings().demo:
        return words.say("operations.no_mail", visit.language())
    mail = sent_mail.of_days(visit.engine().store, visit.now())
    return words.say(
        "operations.mail_of_week",
        visit.language(),
        sent=mail.sent,
        failed=mail.failed,
        undeliverable=mail.undeliverable,
    )


def _database() -> str:
    store = visit.engine().store
    size, attachments = (
        f"{each / _MEGABYTE:.1f}" for each in (sizes.of(store), sizes.attachments(store))
    )
    told = f"{_KINDS[store.kind]}, {size} MB"
    if store.kind == "sqlite":
        log = f"{sizes.log(store) / _MEGABYTE:.1f}"
        told += words.say("operations.log", visit.language(), size=log)
    return told + words.say("operations.attachments", visit.language(), size=attachments)


def _disk() -> str:
    engine = visit.engine()
    free = sizes.disk_free(engine.store, engine.limits.disk_folder)
    if free is None:
        return words.say("operations.disk_elsewhere", visit.language())
    return words.say("operations.disk_free", visit.language(), size=f"{free / _GIGABYTE:.1f}")
