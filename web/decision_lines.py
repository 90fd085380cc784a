"""The lines of a timeline that tell a decision: its result and rules, and what it looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine.commands.made_decisions import MatchedLine, ToldDecision
from engine.core.progress import DecisionWarning
from engine.store.queries.answers import AnswerRow
from forms.fields import Field
from web import facts, visit, words
from web.facts import Sight

# outputs that hold words for the applicant, by their language
_WRITTEN = frozenset(["en", "zh", "es"])
_NOT_KEPT = re.compile(r"\{\w+\}")


def by_entry(
    decisions: Mapping[int, Iterable[ToldDecision]], fields: Mapping[str, Field]
) -> dict[int, tuple[str, ...]]:
    """Write the decisions of a case by the number of their entry, masked as for an overseer."""
    return {
        seq: tuple(line for each in made for line in _lines(each, fields))
        for seq, made in decisions.items()
    }


def _lines(made: ToldDecision, fields: Mapping[str, Field]) -> Iterator[str]:
    language = visit.language()
    rules = ", ".join(_rule(each) for each in made.rules)
    key = "deed.decided_by_rule" if rules else "deed.decided"
    result = _result(made.output)
    yield words.say(key, language, decision=made.decision, rules=rules, result=result)
    given = {"file": made.file, "version": made.version}
    yield words.say("deed.decided_by", language, **given)
    inputs = ", ".join(_input(each, fields) for each in made.inputs)
    if inputs:
        yield words.say("deed.decided_on", language, inputs=inputs)
    for each in made.warnings:
        yield words.say("deed.decision_warned", language, warning=_warning(each))


def _warning(warned: DecisionWarning) -> str:
    """Say why a value is doubtful; parameters that were not kept stand as dots."""
    told = words.reason(warned.code, warned.parameters, visit.language())
    return _NOT_KEPT.sub("…", told)


def _rule(matched: MatchedLine) -> str:
    told = words.say("deed.decision_rule", visit.language(), line=matched.line)
    return f"{matched.decision} {told}".strip()


def _input(answer: AnswerRow, fields: Mapping[str, Field]) -> str:
    language, named = visit.language(), facts.label(answer.field, fields)
    if answer.value in (None, ""):
        return f"{named} = {words.say('facts.not_known', language)}"
    fact = facts.one(answer, fields, Sight(full=False))
    hidden = words.say("deed.decision_hidden", language)
    return f"{named} = {hidden if fact.hidden else fact.value}"


def _result(output: Any) -> str:
    if isinstance(output, list):
        return "; ".join(_result(each) for each in output) or "–"
    if isinstance(output, dict):
        # an output that is written in every language is told in none: the code says which it is
        hidden = _WRITTEN if output.keys() >= _WRITTEN else frozenset()
        told = [name for name in output if name not in hidden]
        return ", ".join(f"{name} = {_result(output[name])}" for name in told)
    return output if isinstance(output, str) else json.dumps(output, ensure_ascii=False)
