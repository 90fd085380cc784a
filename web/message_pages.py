"""What the page of a message to a case shows."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from engine.commands.message_sheets import MessageSheet
from web import form_pages, refusals, visit, words
from web.form_pages import Filling, FormOnPage


@dataclass(frozen=True, slots=True)
class MessagePage:
    """The form of a message to a case."""

    title: str
    over: str
    back: str
    # why it cannot be sent, "" where it can
    closed: str
    form: FormOnPage


def message(sheet: MessageSheet, filling: Filling) -> MessagePage:
    """Build the page of a message."""
    language = visit.language()
    url = url_for("instances.send", message_id=sheet.message_id)
    return MessagePage(
        title=_deed(sheet, language),
        over=words.local(sheet.instance.names, language) + f" {sheet.instance.case_no}",
        back=url_for("instances.page", instance_id=sheet.instance.id),
        closed="" if sheet.closed is None else refusals.told(sheet.closed),
        form=form_pages.build(url, sheet.form, sheet.context, filling),
    )


def _deed(sheet: MessageSheet, language: str) -> str:
    """Name what is about to be done; the event's own name tells it as done."""
    submit = words.local(sheet.form.submit, language)
    return submit or words.local(sheet.names, language, sheet.element)
