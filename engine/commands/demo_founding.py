"""Found a demo office that has sixteen weeks behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from engine.commands import (
    demo_beside,
    demo_cases,
    demo_cast,
    demo_hours,
    demo_office,
    demo_scans,
    demo_weeks,
    organisation,
    process_definitions,
)
from engine.commands.demo_cast import Cast
from engine.commands.demo_travel import Application, Travel
from engine.commands.demo_weeks import Citizen, Draw, Weeks
from engine.commands.engine import Engine
from engine.core.people import Actor

SEED = 2026
# who founds an office does so before the first application
BEFORE = timedelta(days=2)
# county of the demo's own people
HOME = "520102"


@dataclass(frozen=True, slots=True)
class Plot:
    """What a demo office is made of: the texts of its files, as they ship."""

    weeks: str
    people: str
    office: str
    photo: bytes = field(repr=False)
    resources: Mapping[str, bytes] = field(repr=False)
    # who deploys the procedures
    analyst: Actor


def found(
    engine: Engine, plot: Plot, applications: int, told: Callable[[int, int], None]
) -> Mapping[str, int]:
    """Found the office, let the weeks pass with so many applications, and count what puzzled.

    `told` hears how many days of how many have passed.
    """
    weeks, citizens = demo_weeks.read(plot.weeks), demo_weeks.citizens(plot.people)
    now = engine.clock()
    begin = now - timedelta(days=weeks.days)
    before = replace(engine, clock=lambda: begin - BEFORE)
    cast = _founded(before, plot, weeks, citizens)
    ready = demo_beside.settle_remote_counties(before, cast)
    under_way = demo_beside.failing(replace(ready, clock=engine.clock))
    travel = Travel(under_way, weeks, cast, plot.photo, now)
    _plan(travel, citizens, applications)
    demo_beside.plan(travel)
    demo_scans.plan(travel)
    travel.go(lambda at: told(min((at - begin).days, weeks.days - 1), weeks.days))
    demo_cases.play(engine, demo_office.cases(plot.office))
    told(weeks.days, weeks.days)
    return travel.puzzled


def _founded(engine: Engine, plot: Plot, weeks: Weeks, citizens: tuple[Citizen, ...]) -> Cast:
    organisation.load_units(engine)
    present = demo_office.personas(plot.office)
    where = demo_cast.stations(engine.organisation)
    people = (
        *present,
        *demo_cast.colleagues(engine.organisation, weeks, present),
        *demo_cast.applicants(citizens, where),
    )
    demo_office.found(engine, people)
    process_definitions.deploy(engine, plot.resources, plot.analyst)
    return Cast(engine.store, people)


def _plan(travel: Travel, citizens: tuple[Citizen, ...], applications: int) -> None:
    """Spread the applications over the weeks, and draw the way of each."""
    random = Random(SEED)  # noqa: S311 - a demo, not a secret
    ways, where = travel.weeks.ways, demo_cast.stations(travel.engine.organisation)
    draw = Draw(tuple(way for way in ways if way.ago is None), random)
    once = [way for way in ways if way.ago is not None]
    for number, citizen in enumerate(citizens[:applications], 1):
        fixed = once.pop() if once and citizen.division == HOME else None
        ago = random.randrange(1, travel.weeks.days) if fixed is None else fixed.ago or 0
        way = fixed or draw.way(ago, citizen.division)
        case = Application(
            number=number,
            way=way,
            citizen=citizen,
            applicant=f"citizen.{number:04}",
            station=where[citizen.division],
            random=Random(SEED + number),  # noqa: S311 - a demo, not a secret
        )
        at = _filed(travel, case, ago)
        travel.plan(at, lambda then, case=case: travel.file(case, then))  # type: ignore[misc]


def _filed(travel: Travel, case: Application, ago: int) -> datetime:
    """Draw when an application is filed: colleagues begin nothing at night."""
    day = travel.until - timedelta(days=ago)
    if case.way.by == "applicant":
        return demo_hours.at_leisure(case.random, day, 0)
    return demo_hours.at_work(case.random, travel.calendar_of(case.citizen.division), day, 0)
