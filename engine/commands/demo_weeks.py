"""What happens in the weeks of a demo office: who files what, and what colleagues do with it."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import StringIO
from random import Random
from typing import Any

# what one form is answered with, by field; `{…}` stands for facts of the case
Answers = Mapping[str, str]
# least and most days that somebody takes
Wait = tuple[int, int]
FIRST: Wait = (0, 1)
# share of applications that go a way which none has gone, while there is one
RARE = 0.6


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does beside the tasks: a message, another procedure, a fee given back."""

    # element whose completion it follows, or the start event
    after: str
    days: Wait
    # role that does it
    by: str
    # element of the message, "" for none
    message: str
    # id of the process, "" for none
    process: str
    # confirmed | turned_down | waits: what becomes of a refund, "" for none
    refund: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class Way:
    """One way through the procedure, by what is other than usual on it."""

    name: str
    # of how many applications, in proportion to the other ways
    weight: int
    # process that it begins with, and the role that begins it
    process: str
    by: str
    start: Answers
    # by element: what is answered the first time, the second time, …
    answers: Mapping[str, tuple[Answers, ...]]
    waits: Mapping[str, Wait]
    deeds: tuple[Deed, ...]
    # elements that nobody acts on any more
    left: frozenset[str]
    # only applications at least so many days before the end of the weeks, and at most
    age: Wait
    # only citizens of these counties, of any where there are none
    counties: frozenset[str]
    # filed once, so many days before the end, in the county of the demo's own people
    ago: int | None

    def fits(self, days: int, county: str) -> bool:
        """Tell whether an application from a county may go this way, so long before the end."""
        here = not self.counties or county in self.counties
        return here and self.age[0] <= days <= self.age[1]


@dataclass(frozen=True, slots=True)
class Citizen:
    """A made-up person whom the population register of the demo knows."""

    id_number: str
    name: str
    division: str
    # of the card so far
    serial: str


@dataclass(frozen=True, slots=True)
class Weeks:
    """The usual answers and waits, and the ways that applications go."""

    days: int
    answers: Mapping[str, Answers]
    waits: Mapping[str, Wait]
    ways: tuple[Way, ...]
    surnames: str
    given_names: str

    def answer(self, way: Way, element: str, visit: int) -> Answers | None:
        """Give what an element is answered with on the n-th visit (from 0), None for nothing."""
        usual, own = self.answers.get(element), way.answers.get(element, ())
        if not own:
            return usual
        if visit < len(own):
            return {**(usual or {}), **own[visit]} if own[visit].get("+") else own[visit]
        return usual if usual is not None else own[-1]

    def wait(self, way: Way, element: str) -> Wait:
        """Give the days that somebody takes for an element."""
        return way.waits.get(element) or self.waits.get(element, FIRST)


def read(toml: str) -> Weeks:
    """Read the weeks of a demo office."""
    text = tomllib.loads(toml)
    return Weeks(
        days=text["days"],
        answers=text["answers"],
        waits=_waits(text["waits"]),
        ways=tuple(_way(each) for each in text["ways"]),
        surnames=text["surnames"],
        given_names=text["given_names"],
    )


def citizens(table: str) -> tuple[Citizen, ...]:
    """Read the made-up people of the weeks from the CSV table that the register reads too."""
    rows = csv.DictReader(StringIO(table))
    return tuple(
        Citizen(row["id_number"], row["name"], row["hukou_division"], row["old_card_serial"])
        for row in rows
    )


@dataclass(slots=True)
class Draw:
    """Draws ways in proportion to their weights, so that even a few applications differ."""

    ways: tuple[Way, ...]
    random: Random
    drawn: dict[str, int] = field(default_factory=dict)

    def way(self, days: int, county: str) -> Way:
        """Draw the way of an application from a county, so many days before the end."""
        fitting = [way for way in self.ways if way.fits(days, county)]
        rarest = [way for way in fitting if way.name not in self.drawn]
        # each way at least once, wherever there are enough applications
        chosen = (
            self.random.choice(rarest)
            if rarest and self.random.random() < RARE
            else self.random.choices(fitting, [way.weight for way in fitting])[0]
        )
        self.drawn[chosen.name] = self.drawn.get(chosen.name, 0) + 1
        return chosen


def _way(text: Mapping[str, Any]) -> Way:
    return Way(
        name=text["name"],
        weight=text.get("weight", 1),
        process=text.get("process", "reissue"),
        by=text.get("by", "applicant"),
        start=text.get("start", {}),
        answers={name: tuple(_list(each)) for name, each in text.get("answers", {}).items()},
        waits=_waits(text.get("waits", {})),
        deeds=tuple(_deed(each) for each in text.get("deeds", ())),
        left=frozenset(text.get("left", ())),
        counties=frozenset(text.get("counties", ())),
        ago=text.get("ago"),
        age=(text.get("age", [0, 10_000])[0], text.get("age", [0, 10_000])[1]),
    )


def _deed(text: Mapping[str, Any]) -> Deed:
    least, most = text.get("days", FIRST)
    return Deed(
        after=text["after"],
        days=(least, most),
        by=text.get("by", "applicant"),
        message=text.get("message", ""),
        process=text.get("process", ""),
        refund=text.get("refund", ""),
        answers=text.get("answers", {}),
    )


def _waits(text: Mapping[str, Any]) -> dict[str, Wait]:
    return {name: (least, most) for name, (least, most) in text.items()}


def _list(each: Answers | Iterable[Answers]) -> Iterable[Answers]:
    return (each,) if isinstance(each, Mapping) else each
