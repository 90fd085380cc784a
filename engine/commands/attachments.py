"""Open photographs beside the answers."""

from __future__ import annotations

from engine.commands import day_chains, visibility
from engine.commands.day_chains import DayDeed
from engine.commands.engine import Engine
from engine.core.people import Actor
from engine.store import locked
from engine.store.queries import attachments
from engine.store.queries.attachments import Attachment
from engine.store.transaction import retried, transaction


@retried
def open_attachment(engine: Engine, attachment_id: str, actor: Actor) -> Attachment:
    """Give a photograph to whom may see its instance, and record that it was opened.

    The applicant's own reading is not recorded. Raises NotFound.
    """
    with transaction(engine.store) as tx:
        found = attachments.one(tx, attachment_id)
        instance = locked.process_instance_of(tx, found.instance_id)
        visibility.permit_reading(engine.organisation, tx, instance, actor)
        if actor.id != instance.started_by:
            facts = {"attachment": found.id, "field": found.field}
            deed = DayDeed("person_read", actor.id, engine.clock(), instance.id, facts)
            day_chains.seal(tx, deed)
        return found
