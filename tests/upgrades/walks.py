"""Cases of an earlier release: how far each had come when it was saved, and how it ends.

The steps are those of the diagram that was deployed then: a running case keeps its version.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Answers = Mapping[str, str]
# an element and what is answered there; by whom is said by the lane
Step = tuple[str, Answers]

LOSS: Answers = {
    "phone": "13812345678",
    "reason": "LOSS",
    "loss_date": "2026-01-02",
    "loss_place": "贵阳北站",
    "photo_source": "REUSE_STORED",
    "accepting_station": "520102001",
    "delivery_method": "PICKUP",
    "declaration": "true",
    "privacy_ack": "true",
}
MAIL: Answers = {
    "delivery_method": "MAIL",
    "mail_recipient": "田秋月",
    "mail_phone": "13812345678",
    "mail_division": "贵州省贵阳市南明区",
    "mail_address": "示例路12号3单元401室",
}
SUPPLEMENT: Step = (
    "check_application",
    {
        "pre_decision": "SUPPLEMENT",
        "pre_reason_code": "PRE-08",
        "pre_reason_text": "请补充丢失情况说明。",
    },
)
FLAG: Step = (
    "review_application_data",
    {"rev_decision": "FLAG", "rev_reason_text": "请双人审核。"},
)
EXPLAIN: Step = (
    "explain_breach_station",
    {
        "breach_cause": "STAFF",
        "breach_explanation": "当日窗口警力不足，已调配人员。",
        "breach_expected_date": "2026-03-20",
    },
)
CHECK: Step = ("check_application", {"pre_decision": "PASS"})
REVIEW: Step = ("review_application_data", {"rev_decision": "SIGN"})
SIGN: Step = ("sign_off", {"sign_decision": "SIGN"})
RECEIVE: Step = ("receive_production_data", {"data_complete": "true", "batch_no": "B-0310"})
PRODUCE: Step = ("produce_card", {"card_serial": "GZ{number:04}"})
INSPECT: Step = ("check_card_quality", {"qc_result": "PASS"})
DISPATCH: Step = ("dispatch_card", {"handed_to_courier": "true"})
ARRIVE: Step = ("register_arrival", {"shelf_no": "A-12"})
HAND_OVER: Step = (
    "hand_over_card",
    {
        "collector": "APPLICANT",
        "identity_verified": "true",
        "finger_match": "PASS",
        "card_checked": "true",
        "old_card_result": "LOST",
        "fee_receipt_no": "SJ-{number:04}",
    },
)
DELIVER: Step = ("confirm_delivery", {"signer": "田秋月"})
VERIFY: Step = ("verify_card", {"card_correct": "true", "old_card_result": "LOST"})
PAY: Step = ("pay_fee", {"fee_claim": "PAID", "fee_receipt_no": "SJ-{number:04}"})
CONFIRM: Step = (
    "confirm_fee",
    {"fee_finding": "SETTLED", "fee_payment": "PAID", "fee_receipt_no": "SJ-{number:04}"},
)
# tasks that diagrams of the earliest releases do not have: passed over where nothing waits there
NEWER = frozenset([PAY[0], CONFIRM[0]])
WITHDRAW: Step = ("withdrawn_in_review", {"withdrawal_reason": "旧证已找到。"})
MADE = (RECEIVE, PRODUCE, INSPECT, DISPATCH)


@dataclass(frozen=True, slots=True)
class Walk:
    """One case: the steps before it was saved, where it waited, the steps after, its end."""

    before: Sequence[Step]
    waits: frozenset[str]
    after: Sequence[Step]
    outcome: str
    changes: Answers = field(default_factory=dict)


def _at(*elements: str) -> frozenset[str]:
    return frozenset(elements)


_COLLECTED = "card_collected"
WALKS: Mapping[str, Walk] = {
    "late": Walk(
        (),
        _at("check_application", "explain_breach_station"),
        (EXPLAIN, CHECK, REVIEW, *MADE, ARRIVE, HAND_OVER),
        _COLLECTED,
    ),
    "submitted": Walk(
        (), _at("check_application"), (CHECK, REVIEW, *MADE, ARRIVE, HAND_OVER), _COLLECTED
    ),
    "to be supplemented": Walk(
        (SUPPLEMENT,),
        _at("supplement_application"),
        (
            ("supplement_application", {"supplement_note": "在候车室丢失。"}),
            CHECK,
            REVIEW,
            *MADE,
            ARRIVE,
            HAND_OVER,
        ),
        _COLLECTED,
    ),
    "in review": Walk(
        (CHECK,), _at("review_application_data"), (REVIEW, *MADE, ARRIVE, HAND_OVER), _COLLECTED
    ),
    "withdrawn later": Walk(
        (CHECK,), _at("review_application_data"), (WITHDRAW,), "application_withdrawn"
    ),
    "at the second officer": Walk(
        (CHECK, FLAG), _at("sign_off"), (SIGN, *MADE, ARRIVE, HAND_OVER), _COLLECTED
    ),
    "in production": Walk(
        (CHECK, REVIEW, RECEIVE),
        _at("produce_card"),
        (PRODUCE, INSPECT, DISPATCH, ARRIVE, HAND_OVER),
        _COLLECTED,
    ),
    "at the station": Walk(
        (CHECK, REVIEW, *MADE, ARRIVE), _at("hand_over_card"), (HAND_OVER,), _COLLECTED
    ),
    "on its way": Walk(
        (CHECK, REVIEW, *MADE),
        _at("confirm_delivery"),
        (DELIVER, VERIFY, PAY, CONFIRM),
        "card_verified",
        MAIL,
    ),
    "delivered": Walk(
        (CHECK, REVIEW, *MADE, DELIVER),
        _at("verify_card"),
        (PAY, CONFIRM),
        "closed_unverified",
        MAIL,
    ),
    "collected": Walk((CHECK, REVIEW, *MADE, ARRIVE, HAND_OVER), frozenset(), (), _COLLECTED),
}
# its check was passed a moment ago, and the outbox has not been run since
UNSERVED = "in review"
