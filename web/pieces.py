"""The records behind the pieces of a page, each shown by the macro of its name."""

from __future__ import annotations

from dataclasses import dataclass

from web.deadlines import Deadline


@dataclass(frozen=True, slots=True)
class Act:
    """A button of a row: a verb posted to an address."""

    name: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class CodePage:
    """The form for the code of a second factor, with what went wrong before."""

    next: str = ""
    problem: str = ""
    # hidden inputs with what was being typed when a session ended
    kept: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OneTimePage:
    """A one-time password, shown this once."""

    id: str
    password: str
    back_url: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task in a list: what, for whom, until when, in whose hands."""

    url: str
    what: str
    about: str
    deadline: Deadline | None
    holder: str
    place: str
    acts: tuple[Act, ...] = ()
    # that nobody has taken it, and since when, for who has to see to that
    untaken: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One known answer, masked unless it may be seen."""

    key: str
    label: str
    value: str
    # address that shows the value in full (and records that), "" where it may not be
    shows: str = ""
    # address of a picture, "" for text
    photo: str = ""
    # nothing of it may be shown
    hidden: bool = False
    # the value is not shown in full
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of a timeline."""

    at: str
    iso: str
    what: str
    who: str
    # done | late | soon | later
    state: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeedGroup:
    """The deeds of one stage of the procedure."""

    title: str
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class Seal:
    """The mark of a history that was checked."""

    sound: bool
    text: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A named deadline of a case."""

    name: str
    deadline: Deadline
