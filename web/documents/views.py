"""The documents of a case, as PDF in the language asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import Blueprint, Response, g, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import document_templates, issued_documents
from engine.commands.sheets import InstanceSheet
from engine.store.queries.history import TimelineEntry
from forms.schema import LANGUAGES
from web import moments, visit, words

BLUEPRINT = Blueprint("documents", __name__)


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A document of a case, with an address for each language; the reader's own comes first."""

    title: str
    dated: str
    # address and name of the language
    languages: tuple[tuple[str, str, str], ...]


@BLUEPRINT.get("/instances/<instance_id>/documents/<int:seq>/<kind>.pdf")
def document(instance_id: str, seq: int, kind: str) -> ResponseReturnValue:
    """Give a document of a case; printing somebody else's is recorded."""
    from web.documents import content, pages

    opened = issued_documents.open_document(visit.engine(), instance_id, seq, kind, visit.actor())
    asked = request.args.get("language", "")
    if asked in LANGUAGES:
        g.guest = replace(visit.guest(), language=asked)
    body = pages.pdf(content.of(opened))
    answer = Response(body, mimetype="application/pdf")
    name = f"{kind}-{opened.sheet.instance.case_no}.pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def links(sheet: InstanceSheet, entries: Iterable[TimelineEntry]) -> tuple[DocumentLink, ...]:
    """List the documents of a case for its page."""
    language, kept = visit.language(), document_templates.kept(visit.engine())
    given = issued_documents.issued(visit.engine(), sheet, entries, visit.actor())
    told = ((each, kept.at(each.kind, each.at)) for each in given)
    return tuple(
        DocumentLink(
            title=words.local(template.title, language),
            dated=moments.short(each.at, visit.now(), language),
            languages=_languages(sheet.instance.id, each, language),
        )
        for each, template in told
        if template is not None
    )


def _languages(
    instance_id: str, each: issued_documents.IssuedDocument, own: str
) -> tuple[tuple[str, str, str], ...]:
    ordered = sorted(LANGUAGES, key=lambda language: language != own)
    return tuple(
        (
            url_for(
                "documents.document",
                instance_id=instance_id,
                seq=each.seq,
                kind=each.kind,
                language=language,
            ),
            language,
            words.say("shell.own_name", language),
        )
        for language in ordered
    )
