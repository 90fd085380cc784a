"""What a page with a form of the procedure shows, and what a request posted to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request

from engine.core.errors import EngineError, InvalidAnswers
from engine.core.findings import Problem
from forms import view
from forms.fields import Form
from forms.posted import Posted, Upload
from forms.problems import Problem as FormProblem
from forms.view import FieldView
from web import refusals, visit, words

# hidden inputs and the buttons of a form page
_OWN = {"form_token", "action", "next", "form_version"}


@dataclass(frozen=True, slots=True)
class FormOnPage:
    """A form with what was entered so far and what is wrong with it."""

    url: str
    fields: tuple[FieldView, ...] = ()
    # words of the primary button, "" where the form is not shown
    submit: str = ""
    problems: tuple[Problem, ...] = ()
    # why the whole could not be done now, "" for nothing
    conflict: str = ""
    # a draft of it can be saved
    saves: bool = False
    # version of the process whose form it is, 0 where no other one can come between
    version: int = 0


@dataclass(frozen=True, slots=True)
class Filling:
    """What a form is filled with: a draft, or what was posted and refused."""

    values: Mapping[str, Any] = field(default_factory=dict)
    refusal: EngineError | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Keep one problem a field, the first."""
        found: Iterable[Problem] = ()
        if isinstance(self.refusal, InvalidAnswers):
            found = self.refusal.problems
        first: dict[str, Problem] = {}
        for problem in found:
            first.setdefault(problem.key, problem)
        return tuple(first.values())

    @property
    def conflict(self) -> str:
        """Say why the whole was refused, where no field is to blame."""
        if self.refusal is None or isinstance(self.refusal, InvalidAnswers):
            return ""
        return refusals.told(self.refusal)


def posted(own: frozenset[str] = frozenset()) -> Posted:
    """Read the fields and files of the request, without the page's own inputs.

    `own` are inputs of this page beside those of every form page.
    """
    outside = _OWN | own
    fields = {key: request.form.getlist(key) for key in request.form if key not in outside}
    return Posted(
        values={key: tuple(values) for key, values in fields.items()},
        files={
            key: Upload(name=file.filename or "", body=file.read())
            for key, file in request.files.items()
            if file.filename
        },
    )


def refused(given: Posted, refusal: EngineError) -> Filling:
    """Keep what was posted, to be shown again with what is wrong."""
    return Filling(
        {key: each[0] if len(each) == 1 else list(each) for key, each in given.values.items()},
        refusal,
    )


def build(url: str, form: Form, context: Mapping[str, Any], filling: Filling) -> FormOnPage:
    """Show a form in the language of the guest."""
    language = visit.language()
    return FormOnPage(
        url=url,
        fields=view.view(form, filling.values, _as_forms(filling), context, language),
        submit=words.local(form.submit, language) or words.say("form.send", language),
        problems=filling.problems,
        conflict=filling.conflict,
    )


def _as_forms(filling: Filling) -> list[FormProblem]:
    return [FormProblem(each.key, each.code, each.parameters) for each in filling.problems]
