"""A small procedure whose tasks come in bags: sent by a clerk, packed at a window, carried."""

from __future__ import annotations

from tests.bpmn.drawing import draw, end, lane, path, process, start, user
from tests.web.browsers import Visitor
from tests.web.permits import REQUIRED, _choice, _field, _form

P1 = {"class": "P1"}
DIAGRAM = draw(
    process(
        "parcel",
        lane("desk", "sent", jurisdiction="station"),
        lane("window", "pack", role="window", jurisdiction="station"),
        lane("road", "carry", "carried", role="courier", jurisdiction="none"),
        start("sent"),
        user("pack", bulk="serial", bulkBy="accepting_station"),
        user("carry", bulk="waybill_no"),
        end("carried"),
        path("sent", "pack", "carry", "carried"),
    )
)
FILES = {
    "parcel.bpmn": DIAGRAM,
    "parcel/sent.json": _form(
        _field("serial", properties=P1, **REQUIRED),
        _field("name", properties={"class": "P2", "rule": "name"}),
        _field("waybill_no", properties=P1),
        _field("accepting_station", "select", valuesKey="stations", properties=P1, **REQUIRED),
    ),
    "parcel/pack.json": _form(
        _field("shelf_no", properties=P1, **REQUIRED),
        _field("checked", "checkbox", properties=P1),
        facts="serial name",
    ),
    "parcel/carry.json": _form(
        _field(
            "delivery_result",
            "radio",
            values=[_choice("DELIVERED"), _choice("RETURNED")],
            properties=P1,
            **REQUIRED,
        ),
        _field("signer"),
    ),
}  # fmt: skip


def send(visitor: Visitor, waybill: str = "EV1", serial: str = "SEV1") -> str:
    """Send a parcel and give the address of its case."""
    fields = {"serial": serial, "waybill_no": waybill, "accepting_station": "520102001"}
    answer = visitor("clerk").post("/apply/parcel", **fields)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"].partition("?")[0]


def pack(visitor: Visitor, serial: str = "SEV1") -> None:
    """Give a parcel to the courier."""
    pile = "/bulk/parcel/pack"
    answer = visitor("window").post(f"{pile}/scan", page=pile, key=serial, shelf_no="1")
    assert answer.status_code == 303, answer.get_data(as_text=True)
