"""A small procedure with everything that pages must show: lanes, clocks, a message, a refusal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.bpmn.drawing import (
    draw,
    end,
    exclusive,
    flow,
    lane,
    message_on,
    path,
    process,
    service,
    start,
    timer_on,
    user,
)

DIAGRAM = draw(
    process(
        "permit",
        lane("citizen", "asked", role="applicant", jurisdiction="own_case"),
        lane("desk", "check", "decided", "granted", "refused", jurisdiction="station"),
        lane("machine", "remind", "reminded", "told", role="platform", jurisdiction="none"),
        lane(
            "edge", "day_two", "day_three", "untaken", "withdrawn", "gone",
            jurisdiction="station",
        ),
        lane("above", "explain", "explained", role="head", jurisdiction="station"),
        start(
            "asked",
            unique="id_number",
            status="SUBMITTED",
            instants="submitted_at",
            documents="filing_receipt",
        ),
        user("check", menuPath="Permits > Check"),
        timer_on(
            "check",
            "day_two",
            "working days after(submitted_at, 2)",
            timing="timeDate",
            interrupting=False,
            deadline="CLK-PRE",
            kind="reminder",
            legalBasis="Permit Act, s. 4",
        ),
        timer_on(
            "check",
            "day_three",
            "working days after(submitted_at, 3)",
            timing="timeDate",
            interrupting=False,
            deadline="CLK-PRE",
            kind="breach",
            legalBasis="Permit Act, s. 4",
        ),
        timer_on(
            "check",
            "untaken",
            "working days after(now(), 1)",
            timing="timeDate",
            interrupting=False,
            deadline="CLK-TAKE",
            kind="unclaimed",
            legalBasis="Office rule",
        ),
        message_on(
            "check", "withdrawn", "withdrawal", role="applicant", jurisdiction="own_case",
            status="WITHDRAWN",
        ),
        exclusive("decided", default="refused"),
        end("granted", status="COLLECTED", documents="closing_record"),
        end(
            "refused",
            status="RETURNED",
            documents="refusal_notice closing_record",
            explanation="A permit needs a parking space. Ask at the window.",
        ),
        end("gone"),
        service("remind", "notices.tell"),
        end("reminded"),
        end("told"),
        user("explain"),
        end("explained"),
        path("asked", "check", "decided"),
        flow("decided", "granted", 'decision = "PASS"'),
        flow("decided", "refused"),
        path("day_two", "remind", "reminded"),
        path("day_three", "explain", "explained"),
        path("untaken", "told"),
        path("withdrawn", "gone"),
    ),
    messages=("withdrawal",),
)  # fmt: skip


def _form(*components: Mapping[str, Any], **properties: str) -> bytes:
    document = {
        "type": "default",
        "schemaVersion": 19,
        "components": list(components),
        "properties": properties,
    }
    return json.dumps(document).encode()


def _field(key: str, kind: str = "textfield", **more: Any) -> Mapping[str, Any]:
    label = key.replace("_", " ").capitalize()
    properties = {"class": "P2", "label:zh-Hans": f"{label}（中）", **more.pop("properties", {})}
    return {"type": kind, "key": key, "label": label, "properties": properties, **more}


def _choice(value: str) -> Mapping[str, Any]:
    return {"value": value, "label": value.capitalize()}


# a choice that goes with a refusal only
UNPAID = {**_choice("UNPAID"), "properties": {"hide": '=decision != "REFUSE"'}}
REQUIRED = {"validate": {"required": True}}
FORMS = {
    "permit/asked.json": _form(
        _field("id_number", properties={"class": "P3", "rule": "id_number"}, **REQUIRED),
        _field("name", properties={"rule": "name"}, **REQUIRED),
        _field("phone", properties={"rule": "phone"}),
        _field("reason", "radio", values=[_choice("LOSS"), _choice("DAMAGE")], **REQUIRED),
        _field("where", conditional={"hide": '=reason != "LOSS"'}, **REQUIRED),
        _field("accepting_station", "select", valuesKey="stations", properties={"class": "P1"}),
        {
            **_field("damage_photo", "filepicker", properties={"class": "P3"}),
            "accept": "image/jpeg,image/png",
            "conditional": {"hide": '=reason != "DAMAGE"'},
        },
    ),
    "permit/check.json": _form(
        _field(
            "decision", "radio", values=[_choice("PASS"), _choice("REFUSE")],
            properties={"class": "P1"}, **REQUIRED,
        ),
        _field("grounds", "textarea", conditional={"hide": '=decision != "REFUSE"'}, **REQUIRED),
        _field("kind_of_grounds", "radio", values=[UNPAID]),
        facts="name id_number phone reason where accepting_station damage_photo submitted_at",
    ),
    "permit/withdrawn.json": _form(
        _field("withdrawal_reason"),
        **{
            "submit": "Withdraw application",
            "submit:zh-Hans": "撤回申请",
            "submit:es": "Retirar la solicitud",
        },
    ),
    "permit/explain.json": _form(_field("breach_explanation", "textarea", **REQUIRED)),
}  # fmt: skip
FILES = {"permit.bpmn": DIAGRAM, **FORMS}
ANSWERS = {
    "id_number": "52019919850704202X",
    "name": "欧阳春",
    "phone": "13800138000",
    "reason": "LOSS",
    "where": "贵阳北站",
    "accepting_station": "520102001",
}
