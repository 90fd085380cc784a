"""From history entries to the timeline of a case, grouped by public status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.core import instants, masking
from engine.core.deadlines import TOLD, Kind
from engine.core.people import SYSTEM
from engine.store.queries.history import TimelineEntry
from forms.fields import Field
from web import facts, late_lines, moments, refund_lines, statuses, visit, words
from web.pieces import Deed, DeedGroup

# what a citizen need not see: the office's own handling and reading
_INNER = {
    "user_task_claimed",
    "user_task_assigned",
    "user_task_released",
    "service_task_completed",
    "service_task_failed",
    "service_task_retried",
    "service_task_corrected",
    "service_task_entered",
    "service_task_skipped",
    "service_task_given_up",
    "refund_asked",
    "refund_turned_down",
    "person_read",
    "unmasked",
    "searched",
    "exported",
    "printed",
}
_STATES = {
    "service_task_failed": "late",
    "service_task_given_up": "late",
    "service_task_corrected": "soon",
    "service_task_entered": "soon",
    "service_task_skipped": "soon",
    "timer_moved": "soon",
    "refund_asked": "soon",
    "person_read": "later",
    "unmasked": "later",
    "searched": "later",
    "exported": "later",
    "printed": "later",
    "user_task_claimed": "later",
    "user_task_assigned": "later",
    "user_task_released": "later",
}
ASSIGNED = "user_task_assigned"
_STARTED = "instance_started"
# its answers are asked for by no form of the procedure
_ENTERED = "service_task_entered"
_FIRED = "timer_fired"
_FIRINGS = {**dict.fromkeys(TOLD, "soon"), Kind.BREACH: "late"}
_MOVED = "timer_moved"
_SENT = "message_sent"


@dataclass(frozen=True, slots=True)
class Scene:
    """What is needed to tell the entries of a case."""

    names: Mapping[str, Mapping[str, str]]
    # elements that must never be shown to the public
    restricted: frozenset[str]
    # reminder | breach | unclaimed, by id of the timer element
    timers: Mapping[str, str]
    fields: Mapping[str, Field]
    # the reader is the citizen whose case it is
    citizen: bool
    # account of the citizen whose case it is, "" where an officer began it
    applicant: str = ""
    # lines that tell the decisions of an entry, by its number
    decided: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    # names of those whom a task was given to, by account
    colleagues: Mapping[str, str] = field(default_factory=dict)


def groups(entries: Iterable[TimelineEntry], scene: Scene) -> tuple[DeedGroup, ...]:
    """Group the deeds by the public status that the case had then."""
    language = visit.language()
    made: list[tuple[str, list[Deed]]] = []
    status = ""
    for entry in entries:
        status = entry.body.get("status") or status
        title = statuses.text(status, language)
        if not made or made[-1][0] != title:
            made.append((title, []))
        made[-1][1].extend(_deeds(entry, scene))
    return tuple(DeedGroup(title, tuple(deeds)) for title, deeds in made if deeds)


def _deeds(entry: TimelineEntry, scene: Scene) -> Iterator[Deed]:
    # what the citizens did themselves is theirs to read, wherever it was taken
    hidden = entry.element in scene.restricted and entry.actor != scene.applicant
    if scene.citizen and (entry.kind in _INNER or hidden):
        return
    yield _deed(entry, scene)
    if entry.body.get("outcome"):
        outcome = _name(entry.body["outcome"], scene)
        yield _line(entry, words.say("deed.instance_ended", visit.language(), outcome=outcome))


def _deed(entry: TimelineEntry, scene: Scene) -> Deed:
    language = visit.language()
    kind, state = entry.kind, _STATES.get(entry.kind, "done")
    if kind == _FIRED:
        of_timer = scene.timers.get(entry.element, "")
        kind = "timer_reminded" if of_timer in TOLD else kind
        state = _FIRINGS.get(of_timer, "later")
    if kind == _STARTED and "reopens" in entry.body:
        kind = "instance_taken_up"
    elif kind == _STARTED and not scene.applicant:
        kind = "instance_begun"
    element = _about(entry, scene)
    what = words.say(_key(kind, element), language, element=element, kind=kind)
    return Deed(
        at=_at(entry),
        iso=entry.at,
        what=what,
        who="" if scene.citizen else _who(entry, scene),
        state=state,
        changes=_changes(entry, scene),
    )


def _who(entry: TimelineEntry, scene: Scene) -> str:
    """Name an officer in full, for they answer for the deed, and a citizen masked."""
    if entry.actor == SYSTEM.id:
        return words.say("deed.system", visit.language())
    citizen = entry.actor == scene.applicant
    return masking.name(entry.actor_name) if citizen else entry.actor_name


def _about(entry: TimelineEntry, scene: Scene) -> str:
    """Name what the deed is about: an element, or the field that was shown."""
    told = entry.body.get("facts", {})
    if "field" in told:
        return facts.label(str(told["field"]), scene.fields)
    return _name(entry.element or str(told.get("element", "")), scene)


def _key(kind: str, element: str) -> str:
    if kind == "person_read" and not element:
        return "deed.instance_read"
    key = f"deed.{kind}"
    return key if words.known(key) else "deed.other"


def _line(entry: TimelineEntry, what: str) -> Deed:
    return Deed(at=_at(entry), iso=entry.at, what=what, who="", state="done")


def _at(entry: TimelineEntry) -> str:
    return moments.short(instants.parse(entry.at), visit.now(), visit.language())


def _changes(entry: TimelineEntry, scene: Scene) -> tuple[str, ...]:
    language = visit.language()
    entered = [
        facts.label(key, scene.fields)
        for key in entry.body.get("fields", {})
        if key in scene.fields or entry.kind == _ENTERED
    ]
    opened = [
        _name(element, scene)
        for element in entry.body.get("opened", ())
        if not (scene.citizen and element in scene.restricted)
    ]
    reason = entry.body.get("facts", {}).get("reason", "")
    lines = [words.say("deed.reason", language, reason=reason)] if reason else []
    lines.extend(_moved(entry, scene))
    lines.extend(_exchanged(entry, scene))
    lines.extend(_reopened(entry, scene))
    lines.extend(refund_lines.of(entry, citizen=scene.citizen))
    if not scene.citizen:
        lines.extend(late_lines.of(entry))
        lines.extend(_freed(entry, scene))
        lines.extend(_assigned(entry, scene))
    if entered and entry.kind != _STARTED and not scene.citizen:
        lines.append(words.say("deed.fields", language, fields=", ".join(entered)))
    lines.extend(scene.decided.get(entry.seq, ()))
    if opened:
        lines.append(words.say("deed.path", language, path=", ".join(opened)))
    return tuple(lines)


def _freed(entry: TimelineEntry, scene: Scene) -> Iterator[str]:
    """Tell which numbers were typed wrongly, so that another case may have them."""
    freed = [facts.label(key, scene.fields) for key in entry.body.get("freed", ())]
    if freed:
        yield words.say("deed.freed", visit.language(), fields=", ".join(freed))


def _assigned(entry: TimelineEntry, scene: Scene) -> Iterator[str]:
    """Tell to whom a head gave a task."""
    if entry.kind == ASSIGNED:
        account = str(entry.body["to"])
        name = scene.colleagues.get(account, account)
        yield words.say("deed.assigned_to", visit.language(), name=name)


def _moved(entry: TimelineEntry, scene: Scene) -> Iterator[str]:
    """Tell from when to when deadlines moved; the ground is the office's own but for a decree."""
    language, body = visit.language(), entry.body
    if entry.kind == _MOVED:
        yield _from_to("moved", body)
        if not scene.citizen or "calendar_version" in body:
            yield words.say("deed.ground", language, ground=body["ground"])
    for moved in body.get("moved", ()):
        if scene.citizen and moved["element"] in scene.restricted:
            continue
        yield _from_to("deadline_moved", moved, deadline=_name(moved["element"], scene))
        if moved["provisional"]:
            yield words.say("deadline.provisional", language)


def _from_to(key: str, moved: Mapping[str, Any], **more: str) -> str:
    language = visit.language()
    old, new = (
        moments.due(instants.parse(moved[side]), visit.now(), language) for side in ("from", "to")
    )
    return words.say(f"deed.{key}", language, old=old, new=new, **more)


def _exchanged(entry: TimelineEntry, scene: Scene) -> Iterator[str]:
    """Tell officers from which case a message came, and to which it went."""
    if scene.citizen:
        return
    language, body = visit.language(), entry.body
    if "sender" in body:
        yield words.say("deed.from_case", language, case_no=body["sender"])
    if entry.kind == _SENT:
        to = ", ".join(body.get("receivers", ())) or words.say("deed.nobody", language)
        yield words.say("deed.to_cases", language, cases=to)


def _reopened(entry: TimelineEntry, scene: Scene) -> Iterator[str]:
    """Tell by which order a case was taken up again; why is for the office."""
    language, body = visit.language(), entry.body
    for key in ("reopens", "reopened_as"):
        if key in body:
            yield words.say(f"deed.{key}", language, case_no=body[key])
            yield words.say("deed.reference", language, reference=body["reference"])
            yield words.say(f"deed.counts_from.{body['counts_from']}", language)
            if not scene.citizen:
                yield words.say("deed.ground", language, ground=body["ground"])


def _name(element: str, scene: Scene) -> str:
    return words.local(scene.names.get(element, {}), visit.language(), element)
