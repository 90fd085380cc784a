"""What people of the demo office write into forms."""

from __future__ import annotations

LOST = {
    "id_number": "52019919850704202X",
    "phone": "13800000001",
    "reason": "LOSS",
    "loss_date": "2026-03-08",
    "loss_place": "贵阳北站",
    "photo_source": "REUSE_STORED",
    "accepting_station": "520102001",
    "delivery_method": "PICKUP",
    "declaration": "true",
    "privacy_ack": "true",
}
BY_MAIL = LOST | {
    "delivery_method": "MAIL",
    "mail_recipient": "田秋月",
    "mail_phone": "13800000001",
    "mail_division": "贵州省贵阳市南明区",
    "mail_address": "示例路12号3单元401室",
}
HAND_OVER = {
    "collector": "APPLICANT",
    "identity_verified": "true",
    "finger_match": "PASS",
    "card_checked": "true",
    "fee_receipt_no": "SJ-2026-0310",
    "old_card_result": "LOST",
}
REFUSAL = {
    "pre_decision": "UNQUALIFIED",
    "pre_reason_code": "PRE-04",
    "pre_reason_text": "主项信息与登记不一致，请到户籍窗口更正。",
}
SUPPLEMENT = {
    "pre_decision": "SUPPLEMENT",
    "pre_reason_code": "PRE-06",
    "pre_reason_text": "相片过暗，请重新拍摄并填写回执号。",
}
