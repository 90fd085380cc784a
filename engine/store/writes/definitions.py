"""Write deployments with their resources and definitions, and drafts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.store.statements import Statement
from engine.store.tables import content, deployment, draft, process_definition, resource
from engine.store.transaction import Transaction

# nobody has taken it back or replaced it
_STANDING = dict.fromkeys(["withdrawn_at", "withdrawn_by", "withdrawal_reason", "replaced_by"])
_DEPLOYMENT = Statement("insert_deployment", insert(deployment))
_CONTENT = Statement("insert_content", upsert(content).on_conflict_do_nothing())
_RESOURCES = Statement("insert_resources", insert(resource))
_DEFINITIONS = Statement("insert_process_definitions", insert(process_definition))
_DRAFT = Statement("insert_draft", insert(draft))
_REVISION = Statement(
    "update_draft",
    update(draft)
    .where(draft.c.name == bindparam("of_name"), draft.c.revision == bindparam("seen"))
    .values(
        revision=draft.c.revision + 1,
        body=bindparam("body"),
        saved_by=bindparam("saved_by"),
        saved_at=bindparam("saved_at"),
    ),
)
_DROP = Statement("delete_draft", delete(draft).where(draft.c.name == bindparam("of_name")))

_WITHDRAWAL = Statement(
    "update_deployment",
    update(deployment)
    .where(deployment.c.id == bindparam("of_id"))
    .values(
        withdrawn_at=bindparam("withdrawn_at"),
        withdrawn_by=bindparam("withdrawn_by"),
        withdrawal_reason=bindparam("withdrawal_reason"),
        replaced_by=bindparam("replaced_by"),
    ),
)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """How a deployment ends that waits; the names are the columns."""

    withdrawn_at: str
    withdrawn_by: str
    # where it is taken back
    withdrawal_reason: str | None = None
    # id of the deployment that stands for it
    replaced_by: str | None = None


def add_deployment(tx: Transaction, row: Mapping[str, Any], files: Mapping[str, Any]) -> None:
    """Insert a deployment with all its resources: name → (sha256, body), the body stored once."""
    tx.execute(_DEPLOYMENT, {**_STANDING, **row})
    add_contents(tx, files.values())
    tx.execute_many(
        _RESOURCES,
        [
            {"deployment_id": row["id"], "name": name, "sha256": sha}
            for name, (sha, _body) in files.items()
        ],
    )


def add_contents(tx: Transaction, bodies: Iterable[tuple[str, bytes]]) -> None:
    """Store bytes by their SHA-256, each once."""
    tx.execute_many(_CONTENT, [{"sha256": sha, "body": body} for sha, body in bodies])


def add_definitions(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert versions of process definitions; the keys are the columns."""
    tx.execute_many(_DEFINITIONS, rows)


def withdraw(tx: Transaction, deployment_id: str, end: Withdrawal) -> None:
    """End a deployment that waits: taken back with a reason, or replaced by another one."""
    tx.execute(_WITHDRAWAL, {"of_id": deployment_id, **asdict(end)})


def add_draft(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Insert the first revision of a draft; the keys are the columns."""
    tx.execute(_DRAFT, row)


def revise_draft(tx: Transaction, row: Mapping[str, Any]) -> bool:
    """Replace the revision of a draft that was `seen`; tell whether it is still that one."""
    return tx.changes(_REVISION, row)


def drop_draft(tx: Transaction, name: str) -> None:
    """Delete a draft, where there is one."""
    tx.execute(_DROP, {"of_name": name})
