"""Any valid way to fill a form that ships, chosen by draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import count
from typing import Any

from forms import conditions
from forms.fields import Field, FieldType, Form
from forms.form import read
from tests.processes import diagrams

# what a rule lets in
RULED = {
    "id_number": "520199200603151015",
    "name": "龙小川",
    "mail_address": "示例路12号",
    "mainland_division": "贵州省贵阳市南明区",
    "phone": "13800138000",
    "postcode": "550002",
    "without_id_number": "请到受理窗口当面说明情况。",
}
# lists that are handed in; both counties are at work in the demo office
LISTED = {"divisions": ("520102", "522601"), "stations": ("520102001",)}
# choices that do not go with the other answers, as field and value
RuledOut = frozenset[tuple[str, str]]
# what no two cases may have
NUMBERS = count(1)
# they name the holder
HOLDERS = frozenset(["mail_recipient"])
ANSWER = "已登记，情况属实。"
DAY = "2026-03-10"


@cache
def form_of(process: str, element: str) -> Form:
    """Read a form that ships."""
    return read((diagrams.FORMS / process / f"{element}.json").read_bytes())


def fill(form: Form, draws: Iterator[int], known: Mapping[str, Any]) -> dict[str, str]:
    """Answer every question that is asked, choices as drawn; an earlier answer may show more."""
    entered: dict[str, str] = {}
    # each round answers the questions that the answers of the round before have opened
    for _ in range(len(form.fields)):
        gone = conditions.hidden(form, entered, known)
        shown = [each for place, each in enumerate(form.fields) if place not in gone]
        asked = [each for each in shown if _is_filled(each) and each.key not in entered]
        if not asked:
            break
        choices = [each for each in asked if _choices(each)] or asked
        around = conditions.values(form, entered, known, gone)
        ruled_out = conditions.ruled_out(form, around)
        entered |= {
            each.key: str(known["name"])
            if each.key in HOLDERS
            else _answer(each, next(draws), ruled_out)
            for each in choices
        }
    gone = conditions.hidden(form, entered, known)
    hidden = {each.key for place, each in enumerate(form.fields) if place in gone}
    return {key: text for key, text in entered.items() if key not in hidden}


def _is_filled(each: Field) -> bool:
    """Leave out what is worked out, and what may be left empty and has to fit."""
    held_to = each.fits is not None and not each.required
    return each.asks and each.computed is None and not held_to


def _choices(asked: Field, ruled_out: RuledOut = frozenset()) -> tuple[str, ...]:
    offered = (each.value for each in asked.options if (asked.key, each.value) not in ruled_out)
    return LISTED.get(asked.source, ()) or tuple(offered)


def _answer(asked: Field, draw: int, ruled_out: RuledOut) -> str:
    if choices := _choices(asked, ruled_out):
        return choices[draw % len(choices)]
    if asked.type is FieldType.CHECKBOX:
        return "true"
    if asked.type is FieldType.DATE:
        return DAY
    if asked.type is FieldType.NUMBER:
        return str(int(asked.limits.maximum or asked.limits.minimum or 1))
    if asked.once:
        return f"GZ{next(NUMBERS):06}"
    text = RULED.get(asked.rule, ANSWER)
    return text.ljust(asked.limits.min_length or 0, "。")
