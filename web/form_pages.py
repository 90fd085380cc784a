"""What a page with a form of the procedure shows, and what a request posted to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import request

from engine.core.findings import Problem as EngineProblem
from forms.posted import Posted, Upload
from forms.problems import Problem
from forms.view import FieldView

# hidden inputs and the buttons of a form page
_OWN = {"form_token", "action"}


@dataclass(frozen=True, slots=True)
class FormOnPage:
    """A form with what was entered so far and what is wrong with it."""

    url: str
    fields: tuple[FieldView, ...]
    # words of the primary button, "" where the form is not shown
    submit: str
    problems: tuple[Problem | EngineProblem, ...] = ()
    # why the whole could not be done now, "" for nothing
    conflict: str = ""
    # a draft of it can be saved
    saves: bool = False


def posted() -> Posted:
    """Read the fields and files of the request, without the page's own inputs."""
    fields = {key: request.form.getlist(key) for key in request.form if key not in _OWN}
    return Posted(
        values={key: tuple(values) for key, values in fields.items()},
        files={
            key: Upload(name=file.filename or "", body=file.read())
            for key, file in request.files.items()
            if file.filename
        },
    )


def entered(values: Posted) -> dict[str, object]:
    """Give what was posted in the shape in which a form is shown again."""
    return {
        key: texts[0] if len(texts) == 1 else list(texts) for key, texts in values.values.items()
    }


def shown(problems: Iterable[Problem | EngineProblem]) -> tuple[Problem | EngineProblem, ...]:
    """Keep one problem a field, the first."""
    first: dict[str, Problem | EngineProblem] = {}
    for problem in problems:
        first.setdefault(problem.key, problem)
    return tuple(first.values())
