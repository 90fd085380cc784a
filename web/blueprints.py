"""The blueprints of all audiences."""

from __future__ import annotations

from flask import Blueprint

from web import (
    applicant,
    attachments,
    calendars,
    catalogue,
    desk,
    instances,
    metrics,
    notices,
    operations,
    people,
    sign_in,
    start,
    studio,
    studio_decisions,
)
from web.documents import views as documents

ALL: tuple[Blueprint, ...] = (
    start.BLUEPRINT,
    sign_in.BLUEPRINT,
    applicant.BLUEPRINT,
    desk.BLUEPRINT,
    instances.BLUEPRINT,
    notices.BLUEPRINT,
    attachments.BLUEPRINT,
    documents.BLUEPRINT,
    studio.BLUEPRINT,
    studio_decisions.BLUEPRINT,
    people.BLUEPRINT,
    calendars.BLUEPRINT,
    operations.BLUEPRINT,
    metrics.BLUEPRINT,
    catalogue.BLUEPRINT,
)
