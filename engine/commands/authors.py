"""Who drew a draft does not put it in force alone, where somebody else could (D8)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.commands.engine import Engine
from engine.core.findings import Finding
from engine.store.queries import accounts, settings
from engine.store.queries import definitions as queries

MAY_DEPLOY = ("analyst", "approver")


def find(
    engine: Engine, files: Mapping[str, bytes], deployed: Mapping[str, bytes], account: str
) -> tuple[Finding, ...]:
    """Give the files that differ from what is deployed and whose draft an account saved last.

    There are none in a demo office, and none while nobody else may deploy.
    """
    own = [
        row.name
        for row in queries.drafts(engine.store)
        if row.saved_by == account and files.get(row.name) not in {None, deployed.get(row.name)}
    ]
    others = _others(engine, account) if own else ""
    return tuple(Finding("own_draft", name, None, {"others": others}) for name in own if others)


def _others(engine: Engine, account: str) -> str:
    """Name who else may deploy, "" for nobody."""
    if settings.is_demo(engine.store):
        return ""
    return ", ".join(
        each.name
        for each in accounts.staff(engine.store)
        if each.id != account
        and each.disabled_at is None
        and not set(MAY_DEPLOY).isdisjoint(each.roles)
    )
