"""What a document says, in the words of one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.commands.issued_documents import LastInstant, OpenedDocument
from forms import documents
from web import facts, moments, statuses, units, visit, words
from web.facts import Sight
from web.pieces import Fact

# of the entry that the document belongs to
_SEAL_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Content:
    """A document as it is printed."""

    language: str
    title: str
    # organisation that gives it
    office: str
    case_no: str
    # when the step ran
    dated: str
    paragraphs: tuple[str, ...]
    # label and value
    facts: tuple[tuple[str, str], ...]
    # content of the QR code, "" for none
    code: str
    signatures: tuple[str, ...]
    # foot of each page
    foot: str


def of(opened: OpenedDocument) -> Content:
    """Put a document into the language of the guest."""
    language, instance = visit.language(), opened.sheet.instance
    template = opened.template
    shown = {fact.key: fact.value or "***" for fact in _facts(opened)}
    values = {**shown, **_due(opened, language), **_case(opened, language)}
    answers = {row.field: row.value for row in opened.answers}
    told = [words.local(text, language) for text in documents.told(template, answers)]
    labels = {fact.key: fact.label for fact in _facts(opened)}
    return Content(
        language=language,
        title=words.local(template.title, language),
        office=units.name(str(answers.get("accepting_station", "")))
        or words.say("documents.office", language),
        case_no=instance.case_no,
        dated=moments.short(opened.issued.at, visit.now(), language),
        paragraphs=(*(documents.filled(text, values) for text in told), *_guess(opened, told)),
        facts=tuple((labels[key], shown[key]) for key in template.facts if key in shown),
        code=instance.case_no if template.code else "",
        signatures=tuple(words.local(each, language) for each in template.signatures),
        foot=words.say(
            "documents.foot",
            language,
            case_no=instance.case_no,
            entry=opened.issued.seq,
            printed=moments.short(visit.now(), visit.now(), language),
        ),
    )


def _facts(opened: OpenedDocument) -> tuple[Fact, ...]:
    return facts.facts(opened.answers, opened.sheet.fields, Sight(full=opened.full))


def _due(opened: OpenedDocument, language: str) -> Mapping[str, str]:
    return {f"due:{clock}": _date(last, language) for clock, last in opened.due.items()}


def _date(last: LastInstant, language: str) -> str:
    written = moments.due(last.at, visit.now(), language)
    if not last.provisional:
        return written
    return words.say("deadline.at_provisional", language, at=written)


def _guess(opened: OpenedDocument, told: Iterable[str]) -> tuple[str, ...]:
    """Say below a document why one of its dates may still move."""
    marks = tuple(f"{{due:{clock}}}" for clock, last in opened.due.items() if last.provisional)
    if not any(mark in text for text in told for mark in marks):
        return ()
    return (words.say("deadline.provisional", visit.language()),)


def _case(opened: OpenedDocument, language: str) -> Mapping[str, str]:
    instance = opened.sheet.instance
    return {
        "case_no": instance.case_no,
        "procedure": words.local(instance.names, language, instance.process_id),
        "status": statuses.of(instance, language),
    }
