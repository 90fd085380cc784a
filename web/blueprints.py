"""The blueprints of all audiences."""

from __future__ import annotations

from flask import Blueprint

from web import (
    applicant,
    applicants,
    attachments,
    bulk,
    calendars,
    catalogue,
    colleagues,
    courier,
    desk,
    instances,
    metrics,
    notices,
    office_settings,
    office_units,
    operations,
    outside,
    own_sessions,
    people,
    person,
    second_factor,
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
    applicants.BLUEPRINT,
    desk.BLUEPRINT,
    bulk.BLUEPRINT,
    instances.BLUEPRINT,
    notices.BLUEPRINT,
    attachments.BLUEPRINT,
    documents.BLUEPRINT,
    studio.BLUEPRINT,
    studio_decisions.BLUEPRINT,
    people.BLUEPRINT,
    person.BLUEPRINT,
    colleagues.BLUEPRINT,
    second_factor.BLUEPRINT,
    outside.BLUEPRINT,
    own_sessions.BLUEPRINT,
    calendars.BLUEPRINT,
    office_units.BLUEPRINT,
    office_settings.BLUEPRINT,
    operations.BLUEPRINT,
    metrics.BLUEPRINT,
    catalogue.BLUEPRINT,
    courier.BLUEPRINT,
)
