"""What a form accepts of what was posted, as answers and photographs of a deed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from engine.bpmn import product_functions
from engine.commands.deeds import Given, Photograph
from engine.commands.engine import Engine
from engine.commands.known_answers import KnownAnswers, Layers
from engine.commands.rules import rules
from engine.core import instants
from engine.core.errors import InvalidAnswers
from engine.core.findings import Problem
from engine.core.organisation import Organisation, Unit, UnitKind
from engine.core.people import Actor
from engine.store.locked import CurrentAnswer
from forms import answers, computed
from forms.fields import Form
from forms.posted import Posted
from forms.problems import AnswersRejected


@dataclass(frozen=True, slots=True)
class Filled:
    """The answers and photographs that a form accepted."""

    answers: Mapping[str, Given]
    photographs: tuple[Photograph, ...]
    # fields whose answer no other case may have had
    once: frozenset[str] = frozenset()


NOTHING = Filled({}, ())
# length of the code of a county, which an ID number and the code of a station begin with
_COUNTY = 6
# stands between what is told of a place
_ABOUT = " · "


def fill(engine: Engine, form: Form | None, posted: Posted, known: Mapping[str, Any]) -> Filled:
    """Let a form judge what was posted; without a form nothing may be posted.

    `known` are the current answers as JSON values. Raises InvalidAnswers.
    """
    today = instants.day(engine.clock())
    context = Layers(worked_out(engine, form, known), known, lists(engine.organisation))
    try:
        accepted = answers.accept(
            form or Form(()), posted, context, rules(engine.organisation, today), today
        )
    except AnswersRejected as rejected:
        raise InvalidAnswers(
            Problem(problem.key, problem.code, problem.parameters) for problem in rejected.problems
        ) from rejected
    photographs = tuple(
        Photograph(photograph_id(photo.body), name, photo.media_type, photo.body)
        for name, photo in accepted.uploads.items()
    )
    values = {**accepted.answers, **{each.field: each.id for each in photographs}}
    given = {name: Given(value, accepted.classes[name]) for name, value in values.items()}
    return Filled(given, photographs, _once(engine, form, given, known))


def _once(
    engine: Engine, form: Form | None, given: Mapping[str, Given], known: Mapping[str, Any]
) -> frozenset[str]:
    """Give the fields whose answer is taken: those of the form, and new answers to the others.

    The form of a case that began on an earlier version may say nothing of it.
    """
    others = engine.definitions.once & given.keys()
    changed = (name for name in others if given[name].value != known.get(name))
    return (form.once_keys if form else frozenset()).union(changed)


def worked_out(engine: Engine, form: Form | None, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """Work out what nobody enters into a form, as of now, for the context of the form."""
    if form is None or not form.computed:
        return {}
    functions = product_functions.known(engine.clocks, engine.clock())
    return computed.answers(form, known, functions)


def photograph_id(body: bytes) -> str:
    """Make an id that nobody can guess and that seals the bytes: the history digests it."""
    return f"{secrets.token_hex(16)}-{sha256(body).hexdigest()}"


def values(known: Mapping[str, CurrentAnswer]) -> Mapping[str, Any]:
    """Give current answers as JSON values; erased ones are left out."""
    return KnownAnswers(
        {name: answer.value for name, answer in known.items() if answer.value is not None}
    )


def joined(known: Mapping[str, Any], given: Mapping[str, Given]) -> Mapping[str, Any]:
    """Give the answers as JSON values after a deed."""
    return Layers({name: each.value for name, each in given.items()}, known)


@lru_cache(maxsize=8)
def lists(organisation: Organisation) -> Mapping[str, tuple[dict[str, str], ...]]:
    """Give the named lists of choices that forms refer to: `stations` and `divisions`."""
    return {
        "stations": _choices(organisation, UnitKind.STATION),
        "divisions": _choices(organisation, UnitKind.COUNTY),
    }


def lists_for(organisation: Organisation, actor: Actor) -> Mapping[str, Any]:
    """Give the lists with the stations of the actor's own county marked as near.

    That of a citizen is the county in the ID number, that of an officer the one of the unit.
    """
    known = lists(organisation)
    county = (actor.id_number or actor.unit)[:_COUNTY]
    if not organisation.has(county):
        return known
    near = {unit.code for unit in organisation.stations_of(county)}
    stations = tuple(each | {"near": each["value"] in near} for each in known["stations"])
    return {**known, "stations": stations}


def _choices(organisation: Organisation, kind: UnitKind) -> tuple[dict[str, str], ...]:
    units = sorted(organisation.units.values(), key=lambda unit: unit.code)
    offered = (unit for unit in units if unit.kind is kind and unit.active)
    return tuple(_choice(organisation, unit) for unit in offered)


def _choice(organisation: Organisation, unit: Unit) -> dict[str, str]:
    return {
        "value": unit.code,
        **_words("label", unit.names),
        **_words("group", _division(organisation, unit)),
        "about": _ABOUT.join(filter(None, (unit.address, _hours(unit)))),
    }


def _division(organisation: Organisation, unit: Unit) -> Mapping[str, str]:
    """Name the divisions above a unit but the province: "Guiyang City · Nanming District"."""
    *below, _province = organisation.parents(unit.code)
    above = [organisation.unit(code).names for code in reversed(below)]
    return {
        language: _ABOUT.join(names.get(language, names["en"]) for names in above)
        for language in unit.names
    }


def _hours(unit: Unit) -> str:
    return ", ".join(f"{span.opens:%H:%M}–{span.closes:%H:%M}" for span in unit.hours)


def _words(key: str, names: Mapping[str, str]) -> dict[str, str]:
    return {
        key if language == "en" else f"{key}:{language}": name for language, name in names.items()
    }
