"""Plan deployments, at once or from a set instant, and take back those that wait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from engine.commands import day_chains, deployment_plans, reasons, stored_deployments
from engine.commands.day_chains import DayDeed
from engine.commands.deployment_plans import Base, Deployed, Order, Plan
from engine.commands.engine import Engine
from engine.commands.stored_deployments import Chain
from engine.core import instants
from engine.core.errors import Conflict, DefinitionRejected, InvalidInput, NotFound, NotPermitted
from engine.core.findings import Finding
from engine.core.people import Actor
from engine.store.queries import definitions
from engine.store.queries import deployments as queries
from engine.store.queries.definitions import DefinitionRow
from engine.store.queries.deployments import DeploymentRow
from engine.store.transaction import Transaction, reading, retried, transaction
from engine.store.writes import definitions as writes
from engine.store.writes.definitions import Withdrawal


def base(engine: Engine) -> Base:
    """Tell what is deployed now."""
    with reading(engine.store) as tx:
        return _base(tx, _until(queries.standing(tx), instants.text(engine.clock())))


def chain(engine: Engine, order: Order) -> Chain:
    """Plan a deployment, and build anew what waits for later instants; raises DefinitionRejected.

    So nothing planned undoes, when its instant comes, what was deployed in between.
    """
    now = instants.text(engine.clock())
    begins = order.effective_at or now
    with reading(engine.store) as tx:
        seen = stored_deployments.seen(tx, now)
        upon = _base(tx, _until(queries.standing(tx), begins))
        later = [row for row in queries.waiting(tx, now) if row.effective_at > begins]
        orders = [_again(tx, row) for row in later]
    first = deployment_plans.plan(engine, upon, order)
    rebuilt = _rebuilt(engine, deployment_plans.after(upon, first), orders if first.is_new else ())
    return Chain(seen, upon.deployment_id, (first, *rebuilt))


@retried
def take_back(engine: Engine, deployment_id: str, reason: str, actor: Actor) -> None:
    """Take a deployment back before its instant; what waits after it is built anew without it.

    Raises NotPermitted, NotFound, InvalidInput (reason), Conflict (`deployment_in_force`,
    `deployment_ended`) and DefinitionRejected where a later one cannot do without it.
    """
    if not actor.holds("approver"):
        raise NotPermitted("not_an_approver")
    told = reasons.checked(engine, reason)
    chain = _chain_without(engine, deployment_id)
    with transaction(engine.store) as tx:
        stored_deployments.store(engine, tx, chain, actor)
        at = engine.clock()
        end = Withdrawal(instants.text(at), actor.id, withdrawal_reason=told)
        writes.withdraw(tx, deployment_id, end)
        facts = {"deployment": deployment_id, "reason": told}
        day_chains.seal(tx, DayDeed("deployment_taken_back", actor.id, at, facts=facts))
        newest = stored_deployments.newest(tx)
    engine.definitions.hold_to(newest)


def beginning(engine: Engine, begins: datetime | None) -> str:
    """Write the instant from which a deployment is to be in force, "" for at once.

    Raises InvalidInput where it has passed.
    """
    if begins is None:
        return ""
    if begins <= engine.clock():
        raise InvalidInput("deployment_instant_passed", begins=instants.civil(begins))
    return instants.text(begins)


def is_awaited(engine: Engine, begins: datetime) -> bool:
    """Tell whether anything waits for an instant; where nothing changed, nothing does."""
    waiting = queries.planned(engine.store, engine.clock())
    return any(row.effective_at == instants.text(begins) for row in waiting)


def overruling(engine: Engine, deployed: Iterable[Deployed]) -> tuple[DefinitionRow, ...]:
    """List the versions that wait to take the place of those that were deployed."""
    done = {each.process_id: each.version for each in deployed}
    waiting = definitions.planned(engine.store, engine.clock())
    own = [row for row in waiting if done.get(row.process_id) == row.version]
    since = max((row.order for row in own), default=("", ""))
    return tuple(row for row in waiting if row.process_id in done and row.order > since)


def _chain_without(engine: Engine, deployment_id: str) -> Chain:
    now = instants.text(engine.clock())
    with reading(engine.store) as tx:
        row = _waiting(tx, deployment_id, now)
        seen = stored_deployments.seen(tx, now)
        orders = [_again(tx, each) for each in queries.waiting(tx, now) if each.order > row.order]
        upon = _base(tx, queries.one(tx, row.built_on))
    return Chain(seen, row.built_on, tuple(_rebuilt(engine, upon, orders)))


def _waiting(tx: Transaction, deployment_id: str, now: str) -> DeploymentRow:
    row = queries.one(tx, deployment_id)
    if row is None:
        raise NotFound("no_such_deployment", deployment=deployment_id)
    if row.withdrawn_at is not None:
        raise Conflict("deployment_ended", deployment=deployment_id)
    if row.is_in_force(now):
        raise Conflict(
            "deployment_in_force", begins=instants.civil(instants.parse(row.effective_at))
        )
    return row


def _until(standing: Iterable[DeploymentRow], at: str) -> DeploymentRow | None:
    """Find the last deployment that has taken effect at an instant."""
    found = [row for row in standing if row.is_in_force(at)]
    return found[-1] if found else None


def _base(tx: Transaction, before: DeploymentRow | None) -> Base:
    files = definitions.resources(tx, before.id) if before else {}
    return deployment_plans.base(before, files, definitions.every(tx))


def _again(tx: Transaction, row: DeploymentRow) -> Order:
    """Order a waiting deployment again: the files in which it differs from what it was upon."""
    own, before = (definitions.resources(tx, each) for each in (row.id, row.built_on))
    given = {name: body for name, body in own.items() if before.get(name) != body}
    return Order(given, {}, effective_at=row.effective_at, rebuilds=row)


def _rebuilt(engine: Engine, upon: Base, orders: Iterable[Order]) -> Iterator[Plan]:
    for order in orders:
        try:
            made = deployment_plans.plan(engine, upon, order)
        except DefinitionRejected as rejected:
            begins = instants.civil(instants.parse(order.effective_at))
            unfit = Finding("planned_unfit", parameters={"begins": begins})
            raise DefinitionRejected([unfit, *rejected.findings]) from rejected
        yield made
        upon = deployment_plans.after(upon, made)
