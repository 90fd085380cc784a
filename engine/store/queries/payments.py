"""Payments that were recorded at a window."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, exists, or_, select

from engine.store import cells
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import account, answer, history, process_instance, user_task
from engine.store.transaction import reading

PAYMENT, AMOUNT, RECEIPT = "fee_payment", "fee_amount", "fee_receipt_no"


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
    # JSON values of the answers of the same deed
    answers: Mapping[str, Any]


_PAYMENTS = Statement(
    "payments_of_day",
    select(
        answer.c.instance_id,
        answer.c.seq,
        process_instance.c.case_no,
        answer.c.actor,
        account.c.name,
        answer.c.at,
        answer.c.value,
    )
    .select_from(
        answer.join(process_instance, process_instance.c.id == answer.c.instance_id).outerjoin(
            account, account.c.id == answer.c.actor
        )
    )
    .where(
        answer.c.field == PAYMENT,
        answer.c.current == 1,
        answer.c.at >= bindparam("since"),
        answer.c.at < bindparam("until"),
        exists().where(
            user_task.c.instance_id == answer.c.instance_id,
            user_task.c.completed_by == answer.c.actor,
            user_task.c.unit == bindparam("unit"),
        ),
    )
    .order_by(answer.c.at, answer.c.instance_id),
)
_BESIDE = Statement(
    "answers_of_payment",
    select(answer.c.field, answer.c.value).where(
        answer.c.instance_id == bindparam("instance_id"),
        answer.c.seq == bindparam("seq"),
        or_(answer.c.field == AMOUNT, answer.c.field == RECEIPT),
    ),
)
_ENTRIES = Statement(
    "bodies_of_instance",
    select(history.c.body)
    .where(history.c.instance_id == bindparam("instance_id"))
    .order_by(history.c.seq.desc()),
)


def of_day(store: Store, unit: str, day: tuple[str, str]) -> tuple[PaymentRow, ...]:
    """List the fees settled by officers of a unit between two instants, by time."""
    since, until = day
    with reading(store) as tx:
        rows = tx.all(_PAYMENTS, {"unit": unit, "since": since, "until": until})
        return tuple(
            PaymentRow(
                instance_id=instance_id,
                case_no=case_no,
                officer=officer,
                officer_name=name or officer,
                at=at,
                payment=str(json.loads(value)),
                answers={
                    field: json.loads(text)
                    for field, text in tx.all(_BESIDE, {"instance_id": instance_id, "seq": seq})
                    if text is not None
                },
            )
            for instance_id, seq, case_no, officer, name, at, value in rows
            if value is not None
        )


def decided(store: Store, instance_id: str, decision: str) -> Any:
    """Give the latest output of a decision in a case as JSON value, None where it made none."""
    with reading(store) as tx:
        for (body,) in tx.all(_ENTRIES, {"instance_id": instance_id}):
            for made in json.loads(cells.octets(body)).get("decisions", ()):
                if made["decision"] == decision:
                    return json.loads(made["output"])
    return None
