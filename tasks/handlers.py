"""The table of the operations that a service task may call."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.core.services import Handler
from tasks import courier, notices, population_register, production

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

HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "population_register.look_up": Handler(
            population_register.look_up,
            reads=("id_number", "submitted_at"),
            ports=("register",),
        ),
        "population_register.report_loss": Handler(
            population_register.report_loss,
            reads=("id_number", "old_card_serial", "loss_date"),
            ports=("register",),
        ),
        "population_register.invalidate_old_card": Handler(
            population_register.invalidate_old_card,
            reads=("id_number", "old_card_serial"),
            ports=("register",),
        ),
        "population_register.invalidate_lost_card": Handler(
            population_register.invalidate_lost_card,
            reads=("id_number", "card_serial"),
            ports=("register",),
        ),
        "population_register.look_up_found_card": Handler(
            population_register.look_up_found_card,
            reads=("id_number", "found_serial"),
            ports=("register",),
        ),
        "population_register.record_acceptance": Handler(
            population_register.record_acceptance,
            reads=("id_number", "accepted_at"),
            ports=("register",),
        ),
        "population_register.record_sign_off": Handler(
            population_register.record_sign_off,
            reads=("id_number", "birth_date", "signed_at", "hukou_division"),
            ports=("register", "issuing_organs"),
        ),
        "population_register.record_hand_over": Handler(
            population_register.record_hand_over,
            reads=("id_number", "card_serial", "handed_over_at", "delivered_at"),
            ports=("register",),
        ),
        "notices.tell": Handler(
            notices.tell,
            reads=("case_no", "accepting_station", "fee_amount", "hukou_division"),
            ports=("addressees", "deadlines", "mail"),
            # a mail that does not go must not stop a case
            skippable=True,
        ),
        "production.order": Handler(production.order),
        "courier.label": Handler(courier.label, reads=LABEL_FIELDS),
    }
)
