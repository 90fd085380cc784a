"""Payments that were recorded at a window."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, bindparam, exists, literal_column, select

from engine.core import fees
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import account, answer, history, process_instance, user_task
from engine.store.transaction import reading

# how a fee is called that was paid for a temporary card, as JSON
_TEMPORARY_CARD = json.dumps("TEMPORARY_CARD")


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """How one fee was settled."""

    instance_id: str
    case_no: str
    # account and name of the officer
    officer: str
    officer_name: str
    at: str
    # PAID | REDUCED | EXEMPT | TEMPORARY_CARD
    payment: str
    # JSON values, None where the case has none: what was due, or the reduced fee; the receipt
    amount: Any
    receipt: Any


def _beside(alias: FromClause, field: str) -> ColumnElement[bool]:
    """Find another current answer of the case of a payment."""
    return (
        (alias.c.instance_id == answer.c.instance_id)
        & (alias.c.field == field)
        & (alias.c.current == literal_column("1"))
    )


def _of_day(name: str, settling: str, *beside: str) -> Statement:
    """List the answers that settled a fee on a day, each with other answers of its case."""
    others = [(answer.alias(field), field) for field in beside]
    found = answer.join(process_instance, process_instance.c.id == answer.c.instance_id)
    found = found.outerjoin(account, account.c.id == answer.c.actor)
    for alias, field in others:
        found = found.outerjoin(alias, _beside(alias, field))
    wanted = select(
        answer.c.instance_id,
        process_instance.c.case_no,
        answer.c.actor,
        account.c.name,
        answer.c.at,
        answer.c.value,
        *(alias.c.value for alias, _ in others),
    )
    listed = wanted.select_from(found).where(
        # as the index says it
        answer.c.field == literal_column(f"'{settling}'"),
        answer.c.current == 1,
        answer.c.at >= bindparam("since"),
        answer.c.at < bindparam("until"),
        # erased, it counts no more
        answer.c.value.is_not(None),
        _settled_here(),
    )
    return Statement(name, listed.order_by(answer.c.at, answer.c.instance_id))


def _settled_here() -> ColumnElement[bool]:
    """Ask for the task that settled it: the officer may have had another one elsewhere."""
    return exists().where(
        history.c.instance_id == answer.c.instance_id,
        history.c.seq == answer.c.seq,
        user_task.c.instance_id == answer.c.instance_id,
        user_task.c.element == history.c.element,
        user_task.c.completed_by == answer.c.actor,
        user_task.c.unit == bindparam("unit"),
    )


_PAYMENTS = _of_day("payments_of_day", fees.PAYMENT, fees.AMOUNT, fees.RECEIPT)
_TEMPORARY = _of_day("temporary_cards_paid_of_day", "temp_fee_amount", "temp_receipt_no")


def of_day(store: Store, unit: str, day: tuple[str, str]) -> tuple[PaymentRow, ...]:
    """List the fees settled by officers of a unit between two instants, by time."""
    since, until = day
    with reading(store) as tx:
        asked = {"unit": unit, "since": since, "until": until}
        settled = [_row(*row) for row in tx.all(_PAYMENTS, asked)]
        paid = [_row(*row[:5], _TEMPORARY_CARD, *row[5:]) for row in tx.all(_TEMPORARY, asked)]
    return tuple(sorted([*settled, *paid], key=lambda row: (row.at, row.instance_id)))


# Any: the columns of a row
def _row(*columns: Any) -> PaymentRow:
    instance_id, case_no, officer, name, at, payment, amount, receipt = columns
    return PaymentRow(
        instance_id=instance_id,
        case_no=case_no,
        officer=officer,
        officer_name=name or officer,
        at=at,
        payment=str(json.loads(payment)),
        amount=_value(amount),
        receipt=_value(receipt),
    )


def _value(text: str | None) -> Any:
    return None if text is None else json.loads(text)
