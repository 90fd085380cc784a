"""What stands around every page: the places one may go, the language, the person."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for

from engine.commands import list_descriptions
from engine.core.errors import StoreUnusable
from engine.core.people import ROLES, Actor
from engine.store.queries import notices
from web import clockwork, instances, visit, words

# roles that work beside the cases, not on them
_WITHOUT_TASKS = ("applicant", "auditor", "analyst", "approver", "administrator", "operator")
_WATCHERS = ("operator", "administrator")
# roles whose work comes in bags and batches
_IN_BULK = frozenset(["maker", "inspector", "dispatcher", "courier", "window", "auxiliary"])
# endpoint, key of its name, roles that may go there
_STAFF_PLACES: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("desk.inbox", "place.inbox", ROLES - frozenset(_WITHOUT_TASKS)),
    ("bulk.page", "place.bulk", _IN_BULK),
    ("applicants.page", "place.applicants", frozenset({"clerk", "window"})),
    ("till.page", "place.till", frozenset({"window", "head"})),
    ("instances.listed", "place.instances", instances.MAY_LIST),
    ("instances.find", "place.find", instances.MAY_FIND),
    ("lists.page", "place.lists", list_descriptions.READERS),
    ("studio.definitions", "place.studio", frozenset({"analyst", "approver"})),
    ("operations.page", "place.operations", frozenset({"operator", "administrator"})),
    ("calendars.page", "place.calendars", frozenset({"administrator", "approver"})),
    ("people.page", "place.people", frozenset({"administrator"})),
    ("office_units.page", "place.units", frozenset({"administrator"})),
    ("office_settings.page", "place.settings", frozenset({"administrator", "province"})),
    ("colleagues.page", "place.colleagues", frozenset({"head", "leader", "director"})),
)
_CITIZEN_PLACES = (
    ("start.page", "place.start"),
    ("applicant.applications", "place.applications"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the top bar."""

    name: str
    url: str
    here: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page."""

    language: str
    languages: tuple[tuple[str, str], ...]
    form_token: str
    places: tuple[Place, ...]
    # name of the signed-in person, "" where nobody is
    name: str
    # unread notices, "" for none
    unread: str
    here: str
    signing_in: bool
    demo: bool
    # nothing ticks, and the reader looks after that
    silent: bool


def around(here: str) -> Shell:
    """Give the frame of the page at this address."""
    guest = visit.guest()
    return Shell(
        language=guest.language,
        languages=tuple((code, words.say("shell.own_name", code)) for code in words.LANGUAGES),
        form_token=guest.form_token,
        places=_places(guest.actor),
        name=guest.actor.name if guest.actor else "",
        unread=_unread(guest.actor),
        here=here if request.method == "GET" else request.path,
        signing_in=request.endpoint == "sign_in.page" or guest.pending is not None,
        demo=visit.settings().demo,
        silent=guest.actor is not None and _is_silent(guest.actor),
    )


def _unread(actor: Actor | None) -> str:
    if actor is None:
        return ""
    try:
        found = notices.unread(visit.engine().store, actor.id)
    except StoreUnusable:
        # the page may be the one that tells so
        return ""
    if found == notices.MOST:
        return f"{found - 1}+"
    return str(found or "")


def _is_silent(actor: Actor) -> bool:
    """Tell whoever looks after it that nothing ticks: then no alarm rings either."""
    if not any(actor.holds(role) for role in _WATCHERS):
        return False
    try:
        return clockwork.is_silent(visit.clockwork())
    except StoreUnusable:
        # the page may be the one that tells so
        return False


def home(actor: Actor) -> str:
    """Give the address of the first place that a member of staff may go to."""
    places = _staff_places(actor)
    return url_for(places[0][0] if places else "desk.inbox")


def _places(actor: Actor | None) -> tuple[Place, ...]:
    if actor is None:
        return ()
    keys = _staff_places(actor) if visit.is_staff(actor) else _CITIZEN_PLACES
    return tuple(
        Place(words.say(key, visit.language()), url_for(endpoint), _is_here(endpoint))
        for endpoint, key in keys
    )


def _staff_places(actor: Actor) -> tuple[tuple[str, str], ...]:
    roles = {grant.role for grant in actor.grants}
    return tuple((endpoint, key) for endpoint, key, for_ in _STAFF_PLACES if for_ & roles)


def _is_here(endpoint: str) -> bool:
    return (request.endpoint or "").partition(".")[0] == endpoint.partition(".")[0]
