"""Jurisdictions: which organisation's people act on an element, and who of them may."""

from __future__ import annotations

from collections.abc import Mapping

from engine.core.organisation import Organisation
from engine.core.people import Actor, Grant

PROVINCE = "520000"

# own_case and none name no organisation.
JURISDICTIONS: frozenset[str] = frozenset(
    ["own_case", "station", "household_county", "prefecture", "province", "none"]
)


def unit_of(
    jurisdiction: str,
    context: Mapping[str, object],
    starter_unit: str,
    organisation: Organisation,
) -> str:
    """Find the code of the organisation that must act, "" for own_case and none.

    `context` holds answers and variables by name (`accepting_station`, `hukou_division`,
    `breach`); where one is missing, or names no unit of ours, the starter's unit stands in.
    """
    match jurisdiction:
        case "station":
            return _known(context.get("accepting_station"), organisation) or starter_unit
        case "household_county":
            return _county(context, starter_unit, organisation)
        case "prefecture":
            breach = context.get("breach")
            late = breach.get("unit") if isinstance(breach, Mapping) else None
            return organisation.prefecture_of(
                _known(late, organisation) or _county(context, starter_unit, organisation)
            )
        case "province":
            return PROVINCE
        case _:
            return ""


def may_act(actor: Actor, role: str, jurisdiction: str, unit: str, started_by: str) -> bool:
    """Tell whether the actor may act on an element of this role, jurisdiction and unit."""
    match jurisdiction:
        case "own_case":
            return actor.id == started_by and actor.holds(role)
        case "none":
            return any(grant.role == role for grant in actor.works)
        case _:
            return Grant(role, unit) in actor.works


def _county(context: Mapping[str, object], starter_unit: str, organisation: Organisation) -> str:
    division = _known(context.get("hukou_division"), organisation)
    return division or organisation.county_of(starter_unit)


def _known(code: object, organisation: Organisation) -> str:
    return code if isinstance(code, str) and organisation.has(code) else ""
