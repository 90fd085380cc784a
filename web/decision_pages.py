"""What the pages about decisions show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import url_for

from engine.commands import decision_versions
from engine.commands.decision_trials import Outcome, Trying
from engine.commands.decision_versions import DecisionFile, RunDecision
from engine.core.errors import InvalidAnswers
from engine.store.queries.definitions import DraftRow
from web import decision_words, studio_pages, studio_planned, visit, words
from web.studio_pages import DraftedRow, EditorPage

DECISIONS = ".dmn"
# by whether the diagram pins the version
_RUNS = {False: "studio.runs_decision", True: "studio.runs_pinned_decision"}


def editor(name: str) -> EditorPage:
    """Give a decision document and the words of its editor; raises NotFound."""
    revision, _body = studio_pages.latest(name)
    urls = {
        "check_url": url_for("studio.check", name=name),
        "deploy_url": url_for("studio.deploy", name=name),
        "trials_url": url_for("studio_decisions.trials", name=name),
        "try_url": url_for("studio_decisions.try_out", name=name),
    }
    own = words.below("studio.try", visit.language())
    data = studio_pages.editor(name, revision)
    data["words"] = {**data["words"], **own}
    return EditorPage(name, {**data, **urls, "menus": words.below("dmn", visit.language())})


def rows(drafts: Iterable[DraftRow]) -> tuple[DraftedRow, ...]:
    """List the decision documents, deployed or only drafted."""
    deployed = {each.name: each for each in decision_versions.latest(visit.engine())}
    drafted = {each.name: each for each in drafts if each.name.endswith(DECISIONS)}
    planned = decision_versions.planned(visit.engine())
    names = sorted({*deployed, *drafted, *planned})
    return tuple(
        _row(name, deployed.get(name), drafted.get(name), planned.get(name, ())) for name in names
    )


def deployed(name: str, lines: str, since: datetime) -> str:
    """Say that a decision document was deployed, and which processes run it from then on."""
    language = visit.language()
    version = decision_versions.version_of(visit.engine(), name, since)
    told = words.say("studio.decision_done", language, name=name, version=version)
    used = words.say("studio.decision_run_by", language, lines=lines) if lines else ""
    return " ".join(part for part in (told, used) if part)


def run_by(found: Iterable[RunDecision]) -> tuple[str, ...]:
    """Say which versions of decisions a version of a process runs."""
    language = visit.language()
    return tuple(
        words.say(_RUNS[each.is_pinned], language, file=each.file, version=each.version)
        for each in found
    )


def outcome(found: Outcome) -> dict[str, Any]:
    """Tell the result of a trial: entries, rules that matched, warnings in words."""
    language = visit.language()
    return {
        "result": [{"name": name, "text": text} for name, text in found.result.items()],
        "rules": [{"rule": each.rule, "line": each.line} for each in found.matched],
        "warnings": [
            {
                "element": each.element,
                "text": words.reason(each.code, each.parameters, language),
            }
            for each in found.warnings
        ],
    }


def problems(invalid: InvalidAnswers) -> dict[str, str]:
    """Say what is wrong with each input."""
    language = visit.language()
    return {
        each.key: words.sentence(each.code, each.parameters, language) for each in invalid.problems
    }


def trying(posted: object) -> Trying | None:
    """Read what is to be tried from the JSON of a request, None where it cannot be read."""
    match posted:
        case {"document": str(document), "decision": str(decision), "inputs": dict(inputs)}:
            texts = {str(name): str(text) for name, text in inputs.items()}
            return Trying(document.encode(), decision, texts)
    return None


def _row(
    name: str,
    found: DecisionFile | None,
    draft: DraftRow | None,
    planned: Iterable[tuple[int, str]],
) -> DraftedRow:
    language = visit.language()
    state = words.say("studio.never_deployed", language)
    about = [name, state]
    if found:
        at = studio_pages.at(found.deployed_at)
        about[1] = words.say("studio.deployed", language, version=found.version, at=at)
        users = ", ".join(
            words.local(row.names, language, row.process_id) for row in found.used_by
        )
        key = "studio.used_by" if users else "studio.used_by_none"
        about.append(words.say(key, language, processes=users))
    about += [studio_planned.version(number, at) for number, at in planned]
    return DraftedRow(
        url=url_for("studio_decisions.page", name=name),
        name=", ".join(map(decision_words.name, found.decisions if found else ())) or name,
        about=" · ".join(about),
        draft=studio_pages.drafted(draft),
    )
