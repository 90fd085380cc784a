"""Photographs are stored with the deed that brings them and opened by who may see the case."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from sqlalchemy import update

from engine.commands import attachments, history, process_instances
from engine.core.errors import InvalidAnswers, NotFound
from engine.store.database import schema_engine
from engine.store.queries import answers
from engine.store.queries import history as entries
from engine.store.tables import attachment
from forms.posted import Posted, Upload
from tests.bpmn.drawing import end, lane, path, process, start, user
from tests.commands.offices import APPLICANT, AUDITOR, CLERK, NEIGHBOUR, STRANGER, Office
from tests.commands.procedures import form, text

APPLYING = process(
    "p",
    lane("citizen", "apply", role="applicant", jurisdiction="own_case"),
    lane("desk", "check", "ready", jurisdiction="station"),
    start("apply"),
    user("check"),
    end("ready"),
    path("apply", "check", "ready"),
)
PHOTO = {
    "type": "filepicker",
    "key": "damage_photo",
    "label": "Photo",
    "properties": {"class": "P3"},
}


@pytest.fixture(autouse=True)
def _deployed(office: Office) -> None:
    office.deploy(
        APPLYING, files={"p/apply.json": form(PHOTO), "p/check.json": form(text("note"))}
    )


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(file, "PNG")
    return file.getvalue()


def apply(office: Office, body: bytes) -> str:
    upload = Posted(files={"damage_photo": Upload("card.png", body)})
    return process_instances.start(office.engine, "p", APPLICANT, upload)


def photo_of(office: Office, instance_id: str) -> str:
    found = {row.field: row for row in answers.current(office.engine.store, instance_id)}
    assert found["damage_photo"].data_class == "P3"
    return str(found["damage_photo"].value)


def test_the_answer_is_the_id_of_the_photograph(office: Office) -> None:
    photo = photo_of(office, apply(office, png()))

    opened = attachments.open_attachment(office.engine, photo, CLERK)

    assert (opened.media_type, opened.field) == ("image/png", "damage_photo")
    assert Image.open(io.BytesIO(opened.body)).size == (8, 6)


def test_who_opens_a_photograph_stands_in_the_history(office: Office) -> None:
    instance = apply(office, png())
    office.clock.advance(minutes=1)

    attachments.open_attachment(office.engine, photo_of(office, instance), AUDITOR)

    told = entries.timeline(office.engine.store, instance)[-1]
    assert (told.kind, told.actor) == ("person_read", AUDITOR.id)
    assert history.verify(office.engine).broken == ()


def test_a_photograph_that_was_exchanged_past_the_product_is_named(office: Office) -> None:
    instance = apply(office, png())

    with schema_engine(office.engine.store) as past, past.begin() as connection:
        connection.execute(update(attachment).values(body=b"another face"))

    (broken,) = history.verify(office.engine).broken
    assert (broken.name, broken.seq, broken.what) == (instance, 1, "changed")


def test_the_applicants_own_look_is_nobody_elses_business(office: Office) -> None:
    instance = apply(office, png())

    attachments.open_attachment(office.engine, photo_of(office, instance), APPLICANT)

    kinds = [entry.kind for entry in entries.timeline(office.engine.store, instance)]
    assert kinds == ["instance_started"]


@pytest.mark.parametrize("reader", [NEIGHBOUR, STRANGER], ids=lambda actor: actor.id)
def test_others_do_not_learn_of_the_photograph(office: Office, reader: object) -> None:
    photo = photo_of(office, apply(office, png()))

    with pytest.raises(NotFound):
        attachments.open_attachment(office.engine, photo, reader)  # type: ignore[arg-type]


def test_what_is_no_photograph_starts_nothing(office: Office) -> None:
    with pytest.raises(InvalidAnswers):
        apply(office, b"<svg/>")

    assert office.inbox(CLERK) == ()
