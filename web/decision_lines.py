"""The lines of a timeline that tell a decision: its result and rules, and what it looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from engine.commands.made_decisions import MatchedLine, ToldDecision
from engine.core.progress import DecisionWarning
from engine.store.queries.answers import AnswerRow
from forms.fields import Field
from web import decision_words, facts, visit, words
from web.facts import Sight

# outputs that hold words for the applicant, by the language of the reader
_COLUMNS: Mapping[str, str] = MappingProxyType({"en": "en", "zh-Hans": "zh", "es": "es"})
_WRITTEN = frozenset(_COLUMNS.values())
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
    decision, result = decision_words.name(made.decision), _result("", made.output)
    yield words.say(key, language, decision=decision, rules=rules, result=result)
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
    return f"{decision_words.name(matched.decision)} {told}".strip() if matched.decision else told


def _input(answer: AnswerRow, fields: Mapping[str, Field]) -> str:
    language, named = visit.language(), decision_words.looked_at(answer.field, fields)
    if answer.value in (None, ""):
        return f"{named} = {words.say('facts.not_known', language)}"
    fact = facts.one(answer, fields, Sight(full=False))
    hidden = words.say("deed.decision_hidden", language)
    told = decision_words.value(answer.field, fact.value)
    return f"{named} = {hidden if fact.hidden else told}"


def _result(key: str, output: Any) -> str:
    """Tell what a decision gave; `key` is the output whose value it is, "" for the whole."""
    language = visit.language()
    if isinstance(output, list):
        return "; ".join(_result(key, each) for each in output) or "–"
    if isinstance(output, dict):
        return _parts(output)
    if output in (None, ""):
        return words.say("facts.not_known", language)
    if isinstance(output, bool):
        return words.say("facts.yes" if output else "facts.no", language)
    told = output if isinstance(output, str) else json.dumps(output, ensure_ascii=False)
    return decision_words.value(key, told)


def _parts(output: Mapping[str, Any]) -> str:
    """Tell the outputs by name; of what is written for the applicant the code says which it is."""
    written = output.keys() >= _WRITTEN
    parts = [name for name in output if not (written and name in _WRITTEN)]
    if written and not parts:
        return str(output[_COLUMNS.get(visit.language(), "en")])
    return ", ".join(
        f"{decision_words.output(name)} = {_result(name, output[name])}" for name in parts
    )
