"""Record who read, searched or exported personal data, in the chain of the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.commands import day_chains
from engine.commands.day_chains import DayDeed
from engine.commands.engine import Engine
from engine.core.people import Actor
from engine.store.transaction import retried, transaction


@retried
def record(
    engine: Engine, actor: Actor, kind: str, instance_id: str, facts: Mapping[str, Any]
) -> None:
    """Record a reading before the page is shown.

    The kind is `person_read`, `searched` or `unmasked`; the facts say what was opened
    (`{"task": id, "element": id}`) and hold no personal value.
    """
    with transaction(engine.store) as tx:
        day_chains.seal(tx, DayDeed(kind, actor.id, engine.clock(), instance_id, facts))


@retried
def record_export(
    engine: Engine, actor: Actor, instances: Sequence[str], facts: Mapping[str, Any]
) -> None:
    """Record that a table is taken away: once for each instance that it names, all or none.

    One that names none, such as a count, is recorded once.
    """
    at = engine.clock()
    with transaction(engine.store) as tx:
        for instance_id in dict.fromkeys(instances) or ("",):
            day_chains.seal(tx, DayDeed("exported", actor.id, at, instance_id, facts))
