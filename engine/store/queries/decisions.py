"""Questions about the decision documents of all deployments."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import deployment, resource
from engine.store.transaction import reading


@dataclass(frozen=True, slots=True)
class DecisionCopy:
    """A decision document as one deployment holds it, given with it or taken over."""

    name: str
    sha256: str
    deployment_id: str
    deployed_at: str
    deployed_by: str
    # id of the deployment that this one took its files over from, "" for the first
    built_on: str
    # id of the deployment that stands for this one, None for none
    replaced_by: str | None


_COPIES = Statement(
    "copies_of_decision_documents",
    select(
        resource.c.name,
        resource.c.sha256,
        deployment.c.id,
        deployment.c.at,
        deployment.c.actor,
        deployment.c.built_on,
        deployment.c.replaced_by,
    )
    .join_from(resource, deployment, resource.c.deployment_id == deployment.c.id)
    .where(resource.c.name.like("%.dmn"))
    .order_by(deployment.c.id, resource.c.name),
)


def copies(store: Store) -> tuple[DecisionCopy, ...]:
    """List the decision documents of every deployment, the first deployment first."""
    with reading(store) as tx:
        return tuple(DecisionCopy(*row) for row in tx.all(_COPIES))
