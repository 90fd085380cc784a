"""What a form accepts as a photograph."""

from __future__ import annotations

import pytest

from forms.answers import accept
from forms.form import read
from forms.posted import Posted, Upload
from forms.problems import AnswersRejected
from tests.forms.answering import PHOTO, REQUIRED, RULES, TODAY, accepted
from tests.forms.drawing import document
from tests.forms.pictures import jpeg


def test_a_photograph_is_accepted_decoded() -> None:
    posted = Posted({}, {"photo": Upload("photo.exe", jpeg())})

    uploads = accept(read(document(PHOTO | REQUIRED)), posted, {}, RULES, TODAY).uploads

    assert uploads["photo"].media_type == "image/jpeg"


def test_a_file_that_is_no_photograph_is_refused() -> None:
    posted = Posted({}, {"photo": Upload("photo.jpg", b"MZ\x90")})

    with pytest.raises(AnswersRejected) as rejected:
        accept(read(document(PHOTO)), posted, {}, RULES, TODAY)

    assert rejected.value.problems[0].code == "not_a_photo"


def test_a_missing_photograph_is_asked_for() -> None:
    posted = Posted({}, {"photo": Upload("", b"")})

    with pytest.raises(AnswersRejected) as rejected:
        accept(read(document(PHOTO | REQUIRED)), posted, {}, RULES, TODAY)

    assert rejected.value.problems[0].code == "answer_required"


def test_a_photograph_that_is_known_already_is_not_asked_for_again() -> None:
    context = {"photo": "attachment-1"}

    accepted_now = accept(read(document(PHOTO | REQUIRED)), Posted(), context, RULES, TODAY)

    assert accepted_now.uploads == {}


def test_an_optional_photograph_may_be_left_out() -> None:
    assert accepted(PHOTO).uploads == {}
