"""The named rules that forms ask for, taken from the core."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from engine.core import identity_numbers, mail_addresses, personal_names, phones
from engine.core.errors import InvalidInput
from engine.core.organisation import Organisation, UnitKind
from forms.rules import Rule, RuleBroken, Rules

_POSTCODE = re.compile("[0-9]{6}", re.ASCII)
# something in a text that looks like an identity number
_NUMBER_INSIDE = re.compile(r"\d{17}[\dXx]", re.ASCII)


@lru_cache(maxsize=8)
def rules(organisation: Organisation, today: date) -> Rules:
    """Give the rules by name, as of a day in China."""
    checks: Mapping[str, Rule] = {
        "id_number": lambda text: identity_numbers.check(text, today),
        "name": personal_names.check,
        "phone": phones.check,
        "postcode": _matching(_POSTCODE, "postcode"),
        "mainland_division": lambda text: mail_addresses.division(organisation, text),
        "mail_address": mail_addresses.place,
        "station": lambda text: _unit(organisation, text, UnitKind.STATION),
        "county": lambda text: _unit(organisation, text, UnitKind.COUNTY),
        "without_id_number": _without_number,
    }
    return {name: _translated(check) for name, check in checks.items()}


def _translated(check: Rule) -> Rule:
    def checked(text: str) -> str:
        try:
            return check(text)
        except InvalidInput as broken:
            raise RuleBroken(broken.code, **broken.parameters) from broken

    return checked


def _matching(pattern: re.Pattern[str], code: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise InvalidInput(code)
        return text

    return check


def _unit(organisation: Organisation, code: str, kind: UnitKind) -> str:
    found = organisation.units.get(code)
    if found is None or found.kind is not kind:
        raise InvalidInput("unknown_unit", unit=code)
    if not found.active:
        raise InvalidInput("unit_closed", unit=code)
    return code


def _without_number(text: str) -> str:
    if _NUMBER_INSIDE.search(text):
        raise InvalidInput("id_number_inside")
    return text
