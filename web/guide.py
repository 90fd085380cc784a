"""The public guide to a procedure: its steps, its legal clocks, its documents."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from engine.commands import document_templates, guides
from engine.commands.document_templates import KeptTemplates
from engine.commands.guides import Limit, Part, Step
from web import visit, words

BLUEPRINT = Blueprint("guide", __name__)


@dataclass(frozen=True, slots=True)
class LimitOnPage:
    """A time limit in words."""

    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class StepOnPage:
    """A step in words."""

    name: str
    who: str
    limits: tuple[LimitOnPage, ...]
    # path in the provincial system, "" for none
    system: str
    # what the citizen is asked for, () in steps of the office
    asked: tuple[str, ...]
    gives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartOnPage:
    """A part of the procedure."""

    name: str
    limits: tuple[LimitOnPage, ...]
    steps: tuple[StepOnPage, ...]


@dataclass(frozen=True, slots=True)
class GuidePage:
    """The whole procedure."""

    title: str
    lead: str
    parts: tuple[PartOnPage, ...]


@BLUEPRINT.get("/guide/<process_id>")
def page(process_id: str) -> ResponseReturnValue:
    """Show the guide to everybody, signed in or not."""
    found, language = guides.guide(visit.engine(), process_id), visit.language()
    name = words.local(found.names, language, process_id)
    titles = document_templates.kept(visit.engine())
    content = GuidePage(
        title=words.say("guide.title", language, name=name),
        lead=words.say("guide.lead", language, version=found.version),
        parts=tuple(_part(part, titles) for part in found.parts),
    )
    return render_template("guide.html", page=content)


def _part(part: Part, titles: KeptTemplates) -> PartOnPage:
    return PartOnPage(
        name=words.local(part.names, visit.language(), part.process_id),
        limits=tuple(_limit(limit) for limit in part.limits),
        steps=tuple(_step(step, titles) for step in part.steps),
    )


def _step(step: Step, titles: KeptTemplates) -> StepOnPage:
    language = visit.language()
    given = (titles.newest(kind) for kind in step.documents)
    asked = (words.local(field.labels, language, field.key) for field in step.fields)
    return StepOnPage(
        name=words.local(step.names, language, step.element),
        who=words.local(step.actors, language),
        limits=tuple(_limit(limit) for limit in step.limits),
        system=words.local(step.menu_paths, language, ""),
        asked=tuple(asked) if step.own else (),
        gives=tuple(words.local(each.title, language) for each in given if each is not None),
    )


def _limit(limit: Limit) -> LimitOnPage:
    language = visit.language()
    if not limit.count:
        return LimitOnPage(words.say("guide.varies", language), limit.legal_basis)
    return LimitOnPage(
        words.count(f"guide.{limit.count}", limit.days, language), limit.legal_basis
    )
