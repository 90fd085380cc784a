"""What a role may do and see, whatever is drawn: a guarded table, each line with its source.

Deployments are checked against it, and pages and lists leave out what it withholds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# -- who decides ------------------------------------------------------------------------------

# an auxiliary decides nothing: serving officers do
AUXILIARY = "auxiliary"
ONLY_OFFICERS_DECIDE = "公通字〔2021〕12号 Art. 7"
DECIDING = frozenset(["clerk", "reviewer", "signer", "window", "head", "leader"])
# what an auxiliary does, these officers of the same unit do too: not every station has one
_STAND_IN = ("clerk", "window")
# what an auxiliary may state although the way of a case depends on it: what lies on the table
STATED = frozenset(["arrival_result"])
# ends of answers that are decisions by their name, and of those that are where they are chosen
# from a list: a code of reason, not the code that a scanner reads
_DECISIONS, _CHOICES = ("decision", "signature"), "_code"

# -- who may act in whose lane ----------------------------------------------------------------

# those who work side by side at one unit
_BESIDE = (
    frozenset(["auxiliary", "clerk", "window", "head"]),
    frozenset(["reviewer", "signer", "investigator", "leader"]),
    frozenset(["maker", "inspector", "dispatcher", "director"]),
)
# who leads them, and helps them to a new password
HEADS = frozenset(["head", "leader", "director"])
_ANYWHERE = "none"

# -- who sees phones and addresses -------------------------------------------------------------

# what is written on the label of a mailed card
LABEL = frozenset(
    ["mail_recipient", "mail_phone", "mail_division", "mail_address", "mail_postcode"]
)
_WAYBILL = frozenset(["waybill_no", "bag_no"])
# ends of the names of answers, and rules of fields, that are about where a person is reached
_CONTACTS = ("phone", "address", "postcode")
_CONTACT_RULES = frozenset(["phone", "postcode"])
DELIVERY, MAILED = "delivery_method", "MAIL"
_LEAST = "Personal Information Protection Law Art. 6"


class Label(StrEnum):
    """When a role sees what is written on the label of a mailed card."""

    NEVER = "never"
    MAILED = "mailed"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Sight:
    """What a role sees of a case in its own work; it sees nothing else of it."""

    label: Label
    # of the rest it sees the number of the waybill only, otherwise all but phones and addresses
    only_label: bool = False
    source: str = _LEAST


SIGHTS: Mapping[str, Sight] = {
    "maker": Sight(Label.NEVER),
    "inspector": Sight(Label.NEVER),
    "dispatcher": Sight(Label.MAILED),
    "courier": Sight(Label.ALWAYS, only_label=True),
}


def sees(role: str, key: str, rule: str, answers: Mapping[str, object]) -> bool:
    """Tell whether a role is shown an answer of a case; `rule` is that of its field."""
    sight = SIGHTS.get(role)
    if sight is None:
        return True
    if key in LABEL:
        mailed = answers.get(DELIVERY) == MAILED
        return sight.label is Label.ALWAYS or (sight.label is Label.MAILED and mailed)
    return key in _WAYBILL if sight.only_label else not is_contact(key, rule)


def may_be_shown(role: str, key: str, rule: str) -> bool:
    """Tell whether there is a case in which a role is shown an answer."""
    return sees(role, key, rule, {DELIVERY: MAILED})


def is_contact(key: str, rule: str) -> bool:
    """Tell whether an answer says where a person is reached."""
    return key in LABEL or key.endswith(_CONTACTS) or rule in _CONTACT_RULES


def done_by(role: str) -> tuple[str, ...]:
    """Give the roles whose holders act on the tasks of a role."""
    return (role, *_STAND_IN) if role == AUXILIARY else (role,)


def led_by(role: str) -> frozenset[str]:
    """Give the roles of a unit whose work the holder of a role leads, none for who is no head."""
    if role not in HEADS:
        return frozenset()
    return next(group - {role} for group in _BESIDE if role in group)


def is_decision(key: str, *, chosen: bool) -> bool:
    """Tell whether an answer is a decision by its name, whatever reads it."""
    return key.endswith(_DECISIONS) or (chosen and key.endswith(_CHOICES))


def narrows_role(lane: str, role: str) -> bool:
    """Tell whether a user task may ask this role in a lane of another: one of the same unit."""
    return role == lane or any({lane, role} <= group for group in _BESIDE)


def narrows_jurisdiction(lane: str, jurisdiction: str) -> bool:
    """Tell whether a user task may name this jurisdiction in a lane of another."""
    return lane in {jurisdiction, _ANYWHERE}
