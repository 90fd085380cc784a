"""Play the weeks of a demo office: a clock that travels, and people who act by commands only."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from operator import attrgetter
from random import Random

from engine.commands import (
    demo_hours,
    demo_refunds,
    messages,
    process_instances,
    service_tasks,
    timers,
    user_tasks,
)
from engine.commands.demo_cast import Cast
from engine.commands.demo_weeks import FIRST, Answers, Citizen, Deed, Way, Weeks
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.business_calendar import BusinessCalendar
from engine.core.errors import Conflict, NotFound, NotPermitted
from engine.core.people import Actor
from engine.store.queries import tasks as task_queries
from engine.store.queries import timers as timer_queries
from engine.store.queries.tasks import OpenSubject
from engine.store.transaction import reading
from forms.posted import Posted, Upload

PROVINCE = "520000"
MOST_TIMERS = 500
# value of an answer that is the photograph of the demo
PHOTO = "@photo"
Event = tuple[datetime, int, Callable[[datetime], None]]


@dataclass(slots=True)
class Application:
    """One application on its way."""

    number: int
    way: Way
    citizen: Citizen
    applicant: str
    station: str
    random: Random
    instance_id: str = ""
    # tasks that somebody has been sent to
    seen: set[str] = field(default_factory=set)
    visits: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Travel:
    """The office under way: what is to happen, at what instant, and who does it."""

    engine: Engine
    weeks: Weeks
    cast: Cast
    photo: bytes
    until: datetime
    agenda: list[Event] = field(default_factory=list)
    order: count[int] = field(default_factory=count)
    by_instance: dict[str, Application] = field(default_factory=dict)
    # elements on which nobody knew what to do
    puzzled: Counter[str] = field(default_factory=Counter)

    def at(self, instant: datetime) -> Engine:
        """Give the engine at an instant."""
        return replace(self.engine, clock=lambda: instant)

    def calendar_of(self, unit: str) -> BusinessCalendar:
        """Give the calendar that a unit works by."""
        clocks = self.engine.clocks
        return clocks.calendars.calendar(clocks.calendar_of(unit))

    def plan(self, at: datetime, what: Callable[[datetime], None]) -> None:
        """Note what is to happen at an instant; what lies past the end never does."""
        if at <= self.until:
            heapq.heappush(self.agenda, (at, next(self.order), what))

    def go(self, told: Callable[[datetime], None]) -> None:
        """Let everything happen in its order, timers at the instants they are due."""
        while self.agenda or self._next_due(self.until):
            at = self.agenda[0][0] if self.agenda else self.until
            due = self._next_due(at)
            if due is not None:
                self._fire(due)
                continue
            at, _, what = heapq.heappop(self.agenda)
            what(at)
            told(at)

    def file(self, case: Application, at: datetime) -> None:
        """Begin the instance of an application."""
        engine, way = self.at(at), case.way
        actor = self._applicant(case) if way.by == "applicant" else self._people(case, way.by)[0]
        start = {**self.weeks.answers[way.process], **way.start}
        posted = self._posted(case, start, at)
        case.instance_id = process_instances.start(engine, way.process, actor, posted)
        self.by_instance[case.instance_id] = case
        self._serve(engine)
        self._follow(case, way.process, at)

    def _act(self, case: Application, task_id: str, at: datetime) -> None:
        task = next((each for each in self._open(case) if each.id == task_id), None)
        if task is None:
            return
        answers = self.weeks.answer(case.way, task.element, case.visits[task.element])
        if answers is None:
            self.puzzled[task.element] += 1
            return
        case.visits[task.element] += 1
        posted, engine = self._posted(case, answers, at), self.at(at)
        self._complete(engine, task, self._candidates(case, task), posted)
        self._serve(engine)
        self._follow(case, task.element, at)

    def _complete(
        self, engine: Engine, task: OpenSubject, candidates: tuple[Actor, ...], posted: Posted
    ) -> None:
        """Let the first one complete it who may: some steps must not be by the same person."""
        for actor in candidates:
            try:
                return user_tasks.complete(engine, task.id, actor, posted)
            except NotPermitted as refused:
                if actor is candidates[-1]:
                    raise NotFound("nobody_may_act", element=task.element) from refused
        raise NotFound("nobody_may_act", element=task.element)

    def _do(self, case: Application, deed: Deed, at: datetime) -> None:
        engine, posted = self.at(at), self._posted(case, deed.answers, at)
        if deed.process:
            actor = self._people(case, deed.by)[0]
            process_instances.start(engine, deed.process, actor, posted)
        elif deed.refund:
            self._give_back(case, deed, posted, at)
        else:
            self._send(engine, case, deed, posted)
        self._serve(engine)
        self._look(case, at)

    def _give_back(self, case: Application, deed: Deed, posted: Posted, at: datetime) -> None:
        window, head = self._people(case, deed.by)[0], self._people(case, "head")[0]
        refund = demo_refunds.ask(self.at(at), case.instance_id, posted, window)
        if demo_refunds.is_settled(deed.refund):
            when = self._when(case, "head", at, FIRST)
            self.plan(
                when, lambda then: demo_refunds.settle(self.at(then), refund, deed.refund, head)
            )

    def _send(self, engine: Engine, case: Application, deed: Deed, posted: Posted) -> None:
        with reading(engine.store) as tx:
            awaited = task_queries.awaited_of(tx, case.instance_id)
        found = next((each for each in awaited if each.element == deed.message), None)
        if found is None:
            return
        actors = self._candidates(case, found)
        try:
            messages.send(engine, found.id, actors[0], posted)
        except Conflict:
            # the diagram takes it no more: the person is told so and lets it be
            return

    def _follow(self, case: Application, element: str, at: datetime) -> None:
        for deed in case.way.deeds:
            if deed.after == element and case.visits[element] <= 1:
                when = self._when(case, deed.by, at, deed.days)
                self.plan(when, lambda then, deed=deed: self._do(case, deed, then))  # type: ignore[misc]
        self._look(case, at)

    def _look(self, case: Application, at: datetime) -> None:
        """Send somebody to each task that was not open before, in the same order each time."""
        for task in sorted(self._open(case), key=attrgetter("element")):
            if task.id in case.seen or task.element in case.way.left:
                continue
            case.seen.add(task.id)
            days = self.weeks.wait(case.way, task.element)
            when = self._when(case, task.role, at, days)
            self.plan(when, lambda then, task=task: self._act(case, task.id, then))  # type: ignore[misc]

    def _next_due(self, to: datetime) -> str | None:
        return timer_queries.oldest_due(self.engine.store, instants.text(to))

    def _fire(self, due: str) -> None:
        """Fire what is due at an instant, and send people to what that opens."""
        engine, version = self.at(instants.parse(due)), self.engine.clocks.version
        hit = timer_queries.due_with_instances(engine.store, due, MOST_TIMERS, version)
        if not timers.fire_due(engine, MOST_TIMERS):
            raise Conflict("timer_stuck", due=due)
        self._serve(engine)
        for instance_id in dict.fromkeys(instance for _, instance in hit):
            if instance_id in self.by_instance:
                self._look(self.by_instance[instance_id], engine.clock())

    def _serve(self, engine: Engine) -> None:
        while service_tasks.run_due(engine):
            pass

    def _open(self, case: Application) -> tuple[OpenSubject, ...]:
        with reading(self.engine.store) as tx:
            return task_queries.open_of(tx, case.instance_id)

    def _candidates(self, case: Application, subject: OpenSubject) -> tuple[Actor, ...]:
        if subject.jurisdiction == "own_case":
            return (self._applicant(case),)
        if subject.jurisdiction == "none":
            return self._people(case, subject.role)
        return self.cast.acting(subject.role, subject.unit)

    def _applicant(self, case: Application) -> Actor:
        return self.cast.actor(case.applicant)

    def _people(self, case: Application, role: str) -> tuple[Actor, ...]:
        """Give those of a role who are nearest: at the station, in the county, the province."""
        if role == "applicant":
            return (self._applicant(case),)
        organisation = self.engine.organisation
        places = (case.station, case.citizen.division, *organisation.parents(case.station))
        found = (self.cast.acting(role, place) for place in (*places, PROVINCE))
        return next((each for each in found if each), ())

    def _when(self, case: Application, role: str, at: datetime, days: tuple[int, int]) -> datetime:
        """Draw when somebody gets to it: colleagues on working days, citizens on any."""
        wait = case.random.randint(*days)
        if role == "applicant":
            return demo_hours.at_leisure(case.random, at, wait)
        calendar = self.calendar_of(case.citizen.division)
        return demo_hours.at_work(case.random, calendar, at, wait)

    def _posted(self, case: Application, answers: Answers, at: datetime) -> Posted:
        facts = self._facts(case, at)
        plain = {key: text.format_map(facts) for key, text in answers.items() if key != "+"}
        files = {key: Upload("photo.jpg", self.photo) for key in plain if plain[key] == PHOTO}
        values = {key: (text,) for key, text in plain.items() if text and key not in files}
        return Posted(values, files)

    def _facts(self, case: Application, at: datetime) -> Mapping[str, str]:
        today = instants.day(at)
        return {
            "number": f"{case.number:05}",
            "visit": str(case.visits["produce_card"]),
            "id_number": case.citizen.id_number,
            "name": case.citizen.name,
            "old_serial": case.citizen.serial,
            "division": case.citizen.division,
            "other_division": _other(case.citizen.division),
            "station": case.station,
            "phone": f"138{case.number:08}",
            "today": today.isoformat(),
            "before": (today - timedelta(days=1 + case.number % 9)).isoformat(),
            "soon": (today + timedelta(days=3)).isoformat(),
        }


def _other(division: str) -> str:
    return "520103" if division != "520103" else "520102"
