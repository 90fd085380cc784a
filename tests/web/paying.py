"""A small procedure in which a fee is paid at a window, and the page on which it is given back."""

from __future__ import annotations

from dataclasses import dataclass

from tests.bpmn.drawing import draw, end, lane, path, process, start, user
from tests.commands.procedures import form, text
from tests.web.browsers import Browser, Visitor

PAYMENT = ("fee_payment", "fee_amount", "fee_receipt_no")
FILES = {
    "paying.bpmn": draw(
        process(
            "paying",
            lane("home", "asked", role="applicant", jurisdiction="own_case"),
            lane("window", "settle", "settled", role="window", jurisdiction="station"),
            start("asked"),
            user("settle"),
            end("settled"),
            path("asked", "settle", "settled"),
        )
    ),
    "paying/asked.json": form(text("accepting_station", "P1")),
    "paying/settle.json": form(*(text(name, "P1") for name in PAYMENT)),
}
REFUND = {"amount": "12.5", "ground": "own_mistake", "note": "", "receipt_no": "T-1"}


@dataclass(frozen=True, slots=True)
class Paid:
    """The address of a case whose fee is paid, and of its refund."""

    case: str

    @property
    def refund(self) -> str:
        return f"{self.case}/refund"


def paid(
    visitor: Visitor, payment: str = "PAID", amount: str = "40", station: str = "520102001"
) -> Paid:
    """Let a fee be settled at the window of a station, with which the case ends."""
    applicant, window = visitor("applicant"), visitor("window")
    page = "/apply/paying"
    answer = applicant.post(page, page=page, accepting_station=station)
    task = window.first_task()
    fee = dict(zip(PAYMENT, (payment, amount, "R-1"), strict=True))
    assert window.post(task, page=task, **fee).status_code == 303
    return Paid(answer.headers["Location"].partition("?")[0])


def ask(browser: Browser, case: Paid, **changes: str) -> None:
    """Ask at a window that a fee be given back."""
    answer = browser.post(case.refund, page=case.refund, **{**REFUND, **changes})
    assert answer.status_code == 303, answer.get_data(as_text=True)
