"""What a page needs to show a form: one flat record a field, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from forms import computed, conditions, options
from forms.fields import Field, FieldType, Form, Words
from forms.problems import Problem
from forms.values import MAX_TEXT


@dataclass(frozen=True, slots=True)
class OptionView:
    """One choice as it is shown."""

    value: str
    label: str
    # heading that the choice stands under, "" for none
    group: str
    chosen: bool
    # what is told of it once it is chosen, "" for nothing
    about: str = ""
    # ruled out by what is known and entered now; the condition lets a browser decide again
    hidden: bool = False
    # FEEL texts of the conditions that rule it out, and which of them hold now
    conditions: tuple[str, ...] = ()
    holding: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field as it is shown."""

    key: str
    # textfield, textarea, number, date, file, checkbox, checklist, radio, select,
    # text, group, separator, spacer
    type: str
    label: str
    hint: str
    # text of what was entered so far, "true" for a ticked checkbox, "" for nothing
    value: str
    options: tuple[OptionView, ...]
    required: bool
    # hidden by what is known and entered now; the condition lets a browser decide again
    hidden: bool
    # FEEL texts of the conditions that hide it
    conditions: tuple[str, ...]
    # what is wrong with what was entered, None for nothing
    problem: Problem | None
    max_length: int | None
    until_today: bool
    rule: str
    # how many groups it stands in
    depth: int
    # shown and not entered
    computed: bool = False
    # which of the conditions hold now: a browser cannot tell of all
    holding: tuple[bool, ...] = ()
    # stands before its id where a page shows two forms
    prefix: str = ""

    @property
    def id(self) -> str:
        """Give the id of its input on a page."""
        return f"{self.prefix}{self.key}"

    @property
    def headings(self) -> tuple[tuple[str, tuple[OptionView, ...]], ...]:
        """Give the choices under their headings, "" for none, in the order they are shown."""
        runs = groupby(self.options, key=lambda option: option.group)
        return tuple((group, tuple(options)) for group, options in runs)

    @property
    def told(self) -> str:
        """Give what is told of the chosen one, "" for nothing."""
        return next((option.about for option in self.options if option.chosen), "")


@dataclass(frozen=True, slots=True)
class _Filling:
    values: Mapping[str, Any]
    problems: Mapping[str, Problem]
    context: Mapping[str, Any]
    language: str
    gone: frozenset[int]
    ruled_out: frozenset[tuple[str, str]]
    # what conditions read
    around: Mapping[str, Any]


# where an entry of a decision's result stands in a text
_PLACE = re.compile(r"\{([a-z_]+)\}")
_SHOWN_TYPES = {FieldType.DATE: "date", FieldType.FILE: "file"}


def view(
    form: Form,
    values: Mapping[str, Any],
    problems: Iterable[Problem],
    context: Mapping[str, Any],
    language: str,
) -> tuple[FieldView, ...]:
    """Give the records of a form that is filled with `values`: a draft, or what was posted.

    A value is a text, a bool, a number or a list of texts.
    """
    gone = conditions.hidden(form, values, context)
    around = conditions.values(form, values, context, gone)
    filling = _Filling(
        values=values,
        problems={problem.key: problem for problem in reversed(list(problems))},
        context=context,
        language=language,
        gone=gone,
        ruled_out=conditions.ruled_out(form, around),
        around=around,
    )
    return tuple(
        _field(place, entry, filling)
        for place, entry in enumerate(form.fields)
        if _is_told(entry, filling)
    )


def in_language(words: Words, language: str) -> str:
    """Choose the words of a language, English where it has none."""
    return words.get(language) or words.get("en", "")


def decided(entry: Field) -> str:
    """Name the result of a text's decision in the context of a form."""
    return f"decision:{entry.key}"


def _is_told(entry: Field, filling: _Filling) -> bool:
    """Leave out a text whose decision gives no answer: nothing is told that is not decided."""
    result = filling.context.get(decided(entry)) if entry.decision else {}
    return isinstance(result, Mapping) and all(
        result.get(name) is not None
        for text in entry.labels.values()
        for name in _PLACE.findall(text if entry.decision else "")
    )


def _label(entry: Field, filling: _Filling) -> str:
    text = in_language(entry.labels, filling.language)
    if not entry.decision:
        return text
    result = filling.context[decided(entry)]
    return _PLACE.sub(lambda place: str(result[place[1]]), text)


def _field(place: int, entry: Field, filling: _Filling) -> FieldView:
    known = filling.context.get(entry.key) if entry.prefilled else None
    value = filling.values.get(entry.key, entry.default if known is None else known)
    if entry.computed is not None:
        value = computed.told(entry, filling.context)
    several = isinstance(value, list | tuple)
    return FieldView(
        key=entry.key,
        type=_SHOWN_TYPES.get(entry.type, entry.type.value),
        label=_label(entry, filling),
        hint=in_language(entry.hints, filling.language),
        value="" if several else _text(value),
        options=_options(entry, value if several else [_text(value)], filling),
        required=entry.required,
        hidden=place in filling.gone,
        conditions=tuple(condition.text for condition in entry.hidden_when),
        problem=filling.problems.get(entry.key),
        max_length=entry.limits.max_length or MAX_TEXT.get(entry.type),
        until_today=entry.limits.until_today,
        rule=entry.rule,
        depth=entry.depth,
        computed=entry.computed is not None,
        holding=conditions.holding(entry, filling.around),
    )


def _options(entry: Field, chosen: Any, filling: _Filling) -> tuple[OptionView, ...]:
    return tuple(
        OptionView(
            value=option.value,
            label=in_language(option.labels, filling.language),
            group=in_language(option.group, filling.language),
            chosen=option.value in chosen,
            about=option.about,
            hidden=(entry.key, option.value) in filling.ruled_out,
            conditions=tuple(condition.text for condition in option.hidden_when),
            holding=conditions.holding(option, filling.around),
        )
        for option in options.listed(entry, filling.context, filling.language)
    )


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    return "true" if value is True else str(value)
