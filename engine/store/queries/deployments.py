"""Questions about deployments: which is in force, which wait for their instant, how each ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select

from engine.core import instants
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import deployment, resource
from engine.store.transaction import Transaction, reading


@dataclass(frozen=True, slots=True)
class DeploymentRow:
    """Files that were stored together, in force from an instant on."""

    id: str
    at: str
    actor: str
    effective_at: str
    # id of the deployment whose files it took over, "" for the first
    built_on: str
    withdrawn_at: str | None
    withdrawn_by: str | None
    withdrawal_reason: str | None
    # id of the deployment that stands for it, None where it was taken back
    replaced_by: str | None

    @property
    def order(self) -> tuple[str, str]:
        """Tell its place: of two that take effect at one instant the later deployed counts."""
        return self.effective_at, self.id

    def is_in_force(self, now: str) -> bool:
        """Tell whether its instant has come; what did not wait is, whatever the clock says."""
        return self.effective_at <= max(now, self.at)


STANDS = deployment.c.withdrawn_at.is_(None)
# as `is_in_force` says it; the parameter is `now`
IN_FORCE = STANDS & or_(
    deployment.c.effective_at <= bindparam("now"), deployment.c.effective_at <= deployment.c.at
)
WAITS = (
    STANDS
    & (deployment.c.effective_at > bindparam("now"))
    & (deployment.c.effective_at > deployment.c.at)
)
_COLUMNS = tuple(deployment.c[name] for name in DeploymentRow.__slots__)
_LAST_FIRST = (deployment.c.effective_at.desc(), deployment.c.id.desc())
_NOW = Statement(
    "deployment_in_force",
    select(deployment.c.id).where(IN_FORCE).order_by(*_LAST_FIRST).limit(1),
)
_LATEST = Statement(
    "latest_deployment", select(deployment.c.id).order_by(deployment.c.id.desc()).limit(1)
)
_STANDING = Statement(
    "standing_deployments",
    select(*_COLUMNS).where(STANDS).order_by(deployment.c.effective_at, deployment.c.id),
)
_WAITING = Statement(
    "waiting_deployments",
    select(*_COLUMNS).where(WAITS).order_by(deployment.c.effective_at, deployment.c.id),
)
_ONE = Statement(
    "deployment", select(*_COLUMNS).where(deployment.c.id == bindparam("deployment_id"))
)
_HASHES = Statement(
    "hashes_of_deployment",
    select(resource.c.name, resource.c.sha256)
    .where(resource.c.deployment_id == bindparam("deployment_id"))
    .order_by(resource.c.name),
)


def in_force(tx: Transaction, now: str) -> str:
    """Give the id of the deployment in force at an instant, "" before the first."""
    row = tx.one(_NOW, {"now": now})
    return row[0] if row else ""


def latest(tx: Transaction) -> str:
    """Give the id of the deployment that was stored last, "" before the first."""
    row = tx.one(_LATEST)
    return row[0] if row else ""


def standing(tx: Transaction) -> tuple[DeploymentRow, ...]:
    """List what was neither taken back nor replaced, in the order of their effect."""
    return tuple(DeploymentRow(*row) for row in tx.all(_STANDING))


def waiting(tx: Transaction, now: str) -> tuple[DeploymentRow, ...]:
    """List what waits for its instant, in the order of their effect."""
    return tuple(DeploymentRow(*row) for row in tx.all(_WAITING, {"now": now}))


def planned(store: Store, now: datetime) -> tuple[DeploymentRow, ...]:
    """List what waits for its instant, as pages and commands ask for it by themselves."""
    with reading(store) as tx:
        return waiting(tx, instants.text(now))


def one(tx: Transaction, deployment_id: str) -> DeploymentRow | None:
    """Find a deployment."""
    row = tx.one(_ONE, {"deployment_id": deployment_id})
    return DeploymentRow(*row) if row else None


def changed(store: Store, row: DeploymentRow) -> tuple[str, ...]:
    """Name the files in which a deployment differs from the one that it was built upon."""
    with reading(store) as tx:
        own, before = (
            dict(map(tuple, tx.all(_HASHES, {"deployment_id": each})))
            for each in (row.id, row.built_on)
        )
    return tuple(name for name, sha in own.items() if before.get(name) != sha)
