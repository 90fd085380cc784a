"""The people of the weeks of a demo office: colleagues in every county, and those who apply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from engine.commands.demo_office import Persona
from engine.commands.demo_weeks import Citizen, Weeks
from engine.core import duties
from engine.core.errors import NotFound
from engine.core.organisation import Organisation, UnitKind
from engine.core.people import Actor, Grant
from engine.store.database import Store
from engine.store.queries import accounts

# roles of one unit; two at the window, because cards are destroyed by two
AT_STATION = ("clerk", "window", "window", "head", "courier")
IN_COUNTY = ("reviewer", "signer", "leader", "investigator")
LANGUAGE = "zh-Hans"


@dataclass(slots=True)
class Cast:
    """Who acts in a role at a unit."""

    store: Store
    personas: tuple[Persona, ...]
    by_place: dict[Grant, list[str]] = field(default_factory=dict)
    known: dict[str, Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the people by role and unit."""
        for one in self.personas:
            self.by_place.setdefault(Grant(one.role, one.at), []).append(one.id)

    def acting(self, role: str, unit: str) -> tuple[Actor, ...]:
        """Give those who hold a role at a unit, the demo's own people first."""
        places = (Grant(each, unit) for each in duties.done_by(role))
        return tuple(self.actor(each) for place in places for each in self.by_place.get(place, ()))

    def actor(self, account_id: str) -> Actor:
        """Give the actor of an account."""
        if account_id not in self.known:
            found = accounts.actor(self.store, account_id)
            if found is None:
                raise NotFound("account_unknown", account=account_id)
            self.known[account_id] = found
        return self.known[account_id]


def stations(organisation: Organisation) -> Mapping[str, str]:
    """Give the first station of each county, by county."""
    found: dict[str, str] = {}
    for unit in sorted(organisation.units.values(), key=lambda each: each.code):
        if unit.kind is UnitKind.STATION:
            found.setdefault(unit.parent, unit.code)
    return found


def colleagues(
    organisation: Organisation, weeks: Weeks, present: Iterable[Persona]
) -> tuple[Persona, ...]:
    """Make up whoever is missing in the counties and prefectures beside those who are present."""
    random = Random(weeks.days)  # noqa: S311 - names of a demo
    taken = {Grant(one.role, one.at): 1 for one in present}
    made: list[Persona] = []
    for role, unit in _posts(organisation):
        place = Grant(role, unit)
        if taken.get(place, 0):
            taken[place] -= 1
            continue
        number = sum(one.role == role and one.at == unit for one in made[-2:])
        name = _name(random, weeks)
        made.append(
            Persona(f"{role}{number or ''}.{unit}", name, role, unit, unit, language=LANGUAGE)
        )
    return tuple(made)


def applicants(people: Iterable[Citizen], where: Mapping[str, str]) -> tuple[Persona, ...]:
    """Give each made-up citizen an account, at the station of the own county."""
    return tuple(
        Persona(
            id=f"citizen.{number:04}",
            name=one.name,
            role="applicant",
            unit=where[one.division],
            at=where[one.division],
            id_number=one.id_number,
            language=LANGUAGE,
        )
        for number, one in enumerate(people, 1)
    )


def _posts(organisation: Organisation) -> Iterator[tuple[str, str]]:
    for county, station in stations(organisation).items():
        yield from ((role, station) for role in AT_STATION)
        yield from ((role, county) for role in IN_COUNTY)
    prefectures = (u for u in organisation.units.values() if u.kind is UnitKind.PREFECTURE)
    yield from (("prefecture", unit.code) for unit in prefectures)


def _name(random: Random, weeks: Weeks) -> str:
    given = random.sample(weeks.given_names, random.choice((1, 2, 2)))
    return random.choice(weeks.surnames) + "".join(given)
