"""The cards that the office has given out, as a port for the register of a demo."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, literal_column, select, text

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import OF_PERSONS, answer
from engine.store.transaction import reading

# the receipt by which the old card became invalid, and the card that is there instead
_RECEIPT, _SERIAL = "invalidation_receipt_no", "card_serial"
_receipt, _serial = answer.alias("receipt"), answer.alias("serial")
_CURRENT: ColumnElement[int] = literal_column("1")
LATEST = Statement(
    "latest_card_of_person",
    select(_serial.c.value)
    .select_from(
        answer.join(_receipt, _receipt.c.instance_id == answer.c.instance_id).join(
            _serial, _serial.c.instance_id == answer.c.instance_id
        )
    )
    .where(
        text(f"answer.{OF_PERSONS}"),
        answer.c.value == bindparam("person"),
        answer.c.current == _CURRENT,
        _receipt.c.field == literal_column(f"'{_RECEIPT}'"),
        _receipt.c.current == _CURRENT,
        _receipt.c.value.is_not(None),
        _serial.c.field == literal_column(f"'{_SERIAL}'"),
        _serial.c.current == _CURRENT,
        _serial.c.value.is_not(None),
    )
    .order_by(_receipt.c.at.desc())
    .limit(_CURRENT),
)


@dataclass(frozen=True, slots=True)
class StoredOfficeCards:
    """Finds cards among the cases of the store."""

    store: Store

    def latest_of(self, id_number: str) -> str | None:
        """Give the serial of the card that replaced a person's old one last, None for none."""
        with reading(self.store) as tx:
            row = tx.one(LATEST, {"person": json.dumps(id_number)})
        return str(json.loads(row[0])) if row else None
