"""The table of the operations that a service task may call."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.core.services import ByHand, Handler, Kind, Written
from tasks import courier, notices, population_register, production, receipts

LABEL_FIELDS = (
    "accepting_station",
    "case_no",
    "delivery_method",
    "mail_address",
    "mail_division",
    "mail_phone",
    "mail_postcode",
    "mail_recipient",
    "name",
    "phone",
)

# what the register says of a person
REGISTER_FIELDS = (
    Written("name"),
    Written("former_name"),
    Written("sex"),
    Written("ethnicity", "P3"),
    Written("birth_date", kind=Kind.DAY),
    Written("hukou_address"),
    Written("hukou_division", "P1"),
    Written("old_card_expiry", kind=Kind.DAY),
    Written("old_card_serial"),
    Written("fingerprint_status", "P3"),
    Written("hukou_in_guizhou", "P1", Kind.TRUTH),
    Written("age", kind=Kind.NUMBER),
    Written("months_since_last_card", kind=Kind.NUMBER),
)


def _receipt(field: str) -> ByHand:
    """Let a person enter the number of a receipt, where nothing else comes of the step."""
    return ByHand((field,), receipts.entered(field))


HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "population_register.look_up": Handler(
            population_register.look_up,
            reads=("id_number", "submitted_at"),
            # decides whether the citizen is eligible: the register alone says it
            writes=REGISTER_FIELDS,
            ports=("register",),
        ),
        "population_register.report_loss": Handler(
            population_register.report_loss,
            reads=("id_number", "old_card_serial", "loss_date"),
            writes=(Written("loss_receipt_no"),),
            by_hand=_receipt("loss_receipt_no"),
            ports=("register",),
        ),
        "population_register.invalidate_old_card": Handler(
            population_register.invalidate_old_card,
            reads=("id_number", "old_card_serial"),
            writes=(Written("invalidation_receipt_no"),),
            by_hand=_receipt("invalidation_receipt_no"),
            ports=("register",),
        ),
        "population_register.invalidate_lost_card": Handler(
            population_register.invalidate_lost_card,
            reads=("id_number", "card_serial"),
            writes=(Written("lost_card_serial"), Written("lost_card_receipt_no")),
            by_hand=ByHand(("lost_card_receipt_no",), population_register.lost_card_invalidated),
            ports=("register",),
        ),
        "population_register.look_up_found_card": Handler(
            population_register.look_up_found_card,
            reads=("id_number", "found_serial"),
            # decides what becomes of the card that was found
            writes=(Written("found_card_replaced", "P1", Kind.TRUTH), Written("name")),
            ports=("register",),
        ),
        "population_register.record_acceptance": Handler(
            population_register.record_acceptance,
            reads=("id_number", "accepted_at"),
            writes=(Written("acceptance_receipt_no"),),
            by_hand=_receipt("acceptance_receipt_no"),
            ports=("register",),
        ),
        "population_register.record_sign_off": Handler(
            population_register.record_sign_off,
            reads=("id_number", "birth_date", "signed_at", "hukou_division"),
            writes=(
                Written("sign_off_receipt_no"),
                Written("issue_date", kind=Kind.DAY),
                Written("age_at_issue", kind=Kind.NUMBER),
                Written("issuing_organ", "P1"),
            ),
            by_hand=ByHand(("sign_off_receipt_no",), population_register.signed_off),
            ports=("register", "issuing_organs"),
        ),
        "population_register.record_hand_over": Handler(
            population_register.record_hand_over,
            reads=("id_number", "card_serial", "handed_over_at", "delivered_at"),
            writes=(Written("hand_over_receipt_no"),),
            by_hand=_receipt("hand_over_receipt_no"),
            ports=("register",),
        ),
        "notices.tell": Handler(
            notices.tell,
            reads=("case_no", "accepting_station", "fee_amount", "hukou_division"),
            ports=("addressees", "deadlines", "mail"),
            # a mail that does not go must not stop a case
            skippable=True,
        ),
        "production.order": Handler(
            production.order,
            writes=(Written("production_order_no"),),
            by_hand=_receipt("production_order_no"),
        ),
        "courier.label": Handler(
            courier.label,
            reads=LABEL_FIELDS,
            writes=(Written("waybill_no"), Written("courier_label")),
            by_hand=ByHand(("waybill_no",), courier.labelled),
        ),
    }
)
