"""The records of a form: what it asks, in which words, and what it accepts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engine.feel.expressions import Expression


class FieldType(StrEnum):
    """The component types of form-js that a form may hold."""

    TEXTFIELD = "textfield"
    TEXTAREA = "textarea"
    NUMBER = "number"
    DATE = "datetime"
    FILE = "filepicker"
    CHECKBOX = "checkbox"
    CHECKLIST = "checklist"
    RADIO = "radio"
    SELECT = "select"
    TEXT = "text"
    GROUP = "group"
    SEPARATOR = "separator"
    SPACER = "spacer"


# These only show something; all others ask for an answer.
SILENT = frozenset([FieldType.TEXT, FieldType.GROUP, FieldType.SEPARATOR, FieldType.SPACER])
CHOICES = frozenset([FieldType.RADIO, FieldType.SELECT, FieldType.CHECKLIST])

# a text in each language: {"en": …, "zh-Hans": …, "es": …}
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a field."""

    value: str
    labels: Words
    # heading that the choice stands under, {} for none
    group: Words = field(default_factory=dict)
    # what is told of it once it is chosen, "" for nothing
    about: str = ""
    # stands before the others, whatever its name
    near: bool = False
    # FEEL conditions under which the choice does not go with the other answers
    hidden_when: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of an answer; None where there is none."""

    min_length: int | None = None
    max_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    # a date no later than the day of answering
    until_today: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One component of a form, in document order; a group stands before its members."""

    key: str
    type: FieldType
    labels: Words
    hints: Words
    required: bool = False
    # P1 operational, P2 personal, P3 sensitive
    data_class: str = "P2"
    options: tuple[Option, ...] = ()
    # name of the list in the context that gives the options, "" where they are fixed
    source: str = ""
    # FEEL conditions that hide it: its own and those of the groups around it
    hidden_when: tuple[Expression, ...] = ()
    # FEEL condition under which the citizen may read what an officer entered, None for never
    public_when: Expression | None = None
    rule: str = ""
    # of a text: the answers that may not hold it already, its own in any case and others in this
    once: tuple[str, ...] = ()
    # FEEL condition that an answer has to meet, None for none, and what to do where it does not
    fits: Expression | None = None
    mend: Words = field(default_factory=dict)
    # FEEL text of what is answered: nobody enters it; None where somebody does
    computed: Expression | None = None
    # it begins with the answer that the case has already
    prefilled: bool = False
    # the choice that stands where nobody made another, "" for none
    default: str = ""
    limits: Limits = Limits()
    # of a text: the decision whose result fills its `{entry}` places, "" for none
    decision: str = ""
    # FEEL context of what that decision is given, None for what is known
    given: Expression | None = None
    # how many groups it stands in
    depth: int = 0

    @property
    def asks(self) -> bool:
        """Tell whether an answer is expected."""
        return self.type not in SILENT


@dataclass(frozen=True, slots=True)
class Form:
    """What a user task, a start event or a message asks and accepts."""

    fields: tuple[Field, ...]
    # keys of the answers that are shown beside the form
    facts: tuple[str, ...] = ()
    # words of the primary button, {} for the page's own
    submit: Words = field(default_factory=dict)

    # what follows is worked out once, because a form is filled many times
    # the fields that expect an answer
    questions: tuple[Field, ...] = field(init=False, repr=False, compare=False)
    # data class of each question by its key
    classes: Mapping[str, str] = field(init=False, repr=False, compare=False)
    # keys of the questions that are answered with texts, and with files
    text_keys: frozenset[str] = field(init=False, repr=False, compare=False)
    file_keys: frozenset[str] = field(init=False, repr=False, compare=False)
    # keys of the questions whose answer no two cases may share
    once_keys: frozenset[str] = field(init=False, repr=False, compare=False)
    # the texts that tell what a decision gives
    decided: tuple[Field, ...] = field(init=False, repr=False, compare=False)
    # the questions that nobody answers, because the answer is worked out
    computed: tuple[Field, ...] = field(init=False, repr=False, compare=False)
    # keys of the questions that begin with the answer of the case
    prefilled: tuple[str, ...] = field(init=False, repr=False, compare=False)
    # names that the conditions of its fields and choices ask for
    watched: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out what the fields say together."""
        asked = tuple(entry for entry in self.fields if entry.asks)
        files = frozenset(entry.key for entry in asked if entry.type is FieldType.FILE)
        conditions = [condition for entry in self.fields for condition in entry.hidden_when]
        for entry in asked:
            conditions += [each for choice in entry.options for each in choice.hidden_when]
            conditions += [entry.fits] if entry.fits else []
        for name, value in {
            "questions": asked,
            "classes": {entry.key: entry.data_class for entry in asked},
            "text_keys": frozenset(entry.key for entry in asked) - files,
            "file_keys": files,
            "once_keys": frozenset(entry.key for entry in asked if entry.once),
            "computed": tuple(entry for entry in asked if entry.computed),
            "prefilled": tuple(entry.key for entry in asked if entry.prefilled),
            "decided": tuple(entry for entry in self.fields if entry.decision),
            "watched": frozenset().union(*(condition.names for condition in conditions)),
        }.items():
            # how a frozen record is completed
            object.__setattr__(self, name, value)
