"""Payments that were recorded at a window."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, bindparam, exists, literal_column, select

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import account, answer, history, process_instance, user_task
from engine.store.transaction import reading

_PAYMENT, _AMOUNT, _RECEIPT = "fee_payment", "fee_amount", "fee_receipt_no"


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """How one fee was settled."""

    instance_id: str
    case_no: str
    # account and name of the officer
    officer: str
    officer_name: str
    at: str
    # PAID | REDUCED | EXEMPT
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


_FEE, _SLIP = answer.alias("fee"), answer.alias("slip")
_PAYMENTS = Statement(
    "payments_of_day",
    select(
        answer.c.instance_id,
        process_instance.c.case_no,
        answer.c.actor,
        account.c.name,
        answer.c.at,
        answer.c.value,
        _FEE.c.value,
        _SLIP.c.value,
    )
    .select_from(
        answer.join(process_instance, process_instance.c.id == answer.c.instance_id)
        .outerjoin(account, account.c.id == answer.c.actor)
        .outerjoin(_FEE, _beside(_FEE, _AMOUNT))
        .outerjoin(_SLIP, _beside(_SLIP, _RECEIPT))
    )
    .where(
        # as the index says it
        answer.c.field == literal_column(f"'{_PAYMENT}'"),
        answer.c.current == 1,
        answer.c.at >= bindparam("since"),
        answer.c.at < bindparam("until"),
        # erased, it counts no more
        answer.c.value.is_not(None),
        # of the task that settled it: the officer may have had another one of the case elsewhere
        exists().where(
            history.c.instance_id == answer.c.instance_id,
            history.c.seq == answer.c.seq,
            user_task.c.instance_id == answer.c.instance_id,
            user_task.c.element == history.c.element,
            user_task.c.completed_by == answer.c.actor,
            user_task.c.unit == bindparam("unit"),
        ),
    )
    .order_by(answer.c.at, answer.c.instance_id),
)


def of_day(store: Store, unit: str, day: tuple[str, str]) -> tuple[PaymentRow, ...]:
    """List the fees settled by officers of a unit between two instants, by time."""
    since, until = day
    with reading(store) as tx:
        rows = tx.all(_PAYMENTS, {"unit": unit, "since": since, "until": until})
    return tuple(map(_row, rows))


# Any: the columns of a row
def _row(row: Any) -> PaymentRow:
    instance_id, case_no, officer, name, at, payment, amount, receipt = row
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
