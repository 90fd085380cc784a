"""Photographs of a case, each behind its own address and a policy that lets it do nothing."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from engine.commands import attachments
from web import visit

BLUEPRINT = Blueprint("attachments", __name__)


@BLUEPRINT.get("/attachments/<attachment_id>")
def body(attachment_id: str) -> ResponseReturnValue:
    """Give a picture to whom may see it; opening it is recorded."""
    opened = attachments.open_attachment(visit.engine(), attachment_id, visit.actor())
    answer = Response(opened.body, mimetype=opened.media_type)
    answer.headers["Content-Disposition"] = "inline; filename=photo"
    return answer
