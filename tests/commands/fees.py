"""A small procedure that asks a decision: what does the card cost?"""

from __future__ import annotations

from tests.bpmn.drawing import end, lane, path, process, rule, start, user
from tests.commands.procedures import form, text
from tests.dmn.documents import decision, definitions, input_data, item_definition, table

ALLOWED = "<allowedValues><text>{}</text></allowedValues>"
REASONS = item_definition("reason_type", "string", ALLOWED.format('"LOSS", "DAMAGE"'))


def fee(lost: str = "40", damaged: str = "20") -> bytes:
    """Write what a card costs, by the reason for another one."""
    return definitions(
        REASONS,
        input_data("reason", "reason_type"),
        decision("fee", table(["reason"], [['"LOSS"', lost], ['"DAMAGE"', damaged]]), "#reason"),
        namespace="fee",
    )


def years(young: str = "20") -> bytes:
    """Write for how many years a card is valid."""
    table_of_ages = table(["age"], [["< 46", young]])
    return definitions(
        input_data("age", "number"),
        decision("years", table_of_ages, "#age"),
        namespace="years",
    )


def asking(**properties: str) -> str:
    """Draw the procedure; its business rule task has these properties."""
    return process(
        "p",
        lane("desk", "start", "receive", "end", jurisdiction="station"),
        lane("machine", "price", role="platform", jurisdiction="none"),
        start(),
        rule("price", "fee", "amount", **properties),
        user("receive"),
        end(),
        path("start", "price", "receive", "end"),
    )


ASKING = asking()
FILES = {
    "fee.dmn": fee(),
    "years.dmn": years(),
    "p/start.json": form(text("reason")),
    "p/receive.json": form(text("note")),
}
