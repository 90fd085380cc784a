"""Let an auditor see one masked answer, for a reason that stays in the history."""

from __future__ import annotations

from engine.commands import day_chains, reasons, visibility
from engine.commands.day_chains import DayDeed
from engine.commands.engine import Engine
from engine.core.errors import NotFound
from engine.core.people import Actor
from engine.store import locked
from engine.store.transaction import retried, transaction

AUDITOR = "auditor"
SHORTEST_REASON = reasons.SHORTEST
LONGEST_REASON = reasons.LONGEST


@retried
def unmask(engine: Engine, instance_id: str, field: str, reason: str, actor: Actor) -> None:
    """Record that an auditor sees one answer in full, before it is shown.

    Raises NotFound, NotPermitted, and InvalidInput where the reason says nothing or names an
    identity number.
    """
    with transaction(engine.store) as tx:
        instance = locked.process_instance_of(tx, instance_id)
        visibility.permit_auditing(engine.organisation, tx, instance, actor)
        if field not in locked.current_answers(tx, instance_id):
            raise NotFound("no_such_answer", field=field)
        facts = {"field": field, "reason": reasons.checked(engine, reason)}
        deed = DayDeed("unmasked", actor.id, engine.clock(), instance_id, facts)
        day_chains.seal(tx, deed)
