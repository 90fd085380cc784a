"""What an applicant meets: the service, its form, the own applications, one case."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image

from engine.commands import timers
from engine.commands.engine import Engine
from tests.web.browsers import Browser, Clock
from tests.web.permits import ANSWERS

Visitor = Callable[..., Browser]


def photo() -> tuple[io.BytesIO, str]:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "PNG")
    made.seek(0)
    return made, "card.png"


def test_a_guest_sees_what_citizens_may_start(visitor: Visitor) -> None:
    page = visitor().read("/")

    assert 'href="/apply/permit"' in page
    assert "You will be asked to sign in." in page


def test_a_citizen_sees_no_places_of_the_staff(visitor: Visitor) -> None:
    page = visitor("applicant").read("/applications")

    assert not re.search(r'href="/(inbox|studio|operations|instances|people)"', page)


def test_an_application_is_sent_and_followed(visitor: Visitor) -> None:
    browser = visitor("applicant")

    case = browser.apply()

    page = browser.read(case)
    assert "To be checked" in page
    assert "The office has until Thu 19 Mar, 17:00 for the next step." in page
    assert case in browser.read("/applications")


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_wrong(visitor: Visitor) -> None:
    browser = visitor("applicant")

    answer = browser.post("/apply/permit", **{**ANSWERS, "id_number": "520102190001010018"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#id_number"' in page
    assert "does not fit the number" in page
    assert 'value="13800138000"' in page
    assert 'aria-invalid="true"' in page


def test_a_question_left_open_is_asked_again_in_words_that_fit_it(visitor: Visitor) -> None:
    left = {"reason": "", "name": ""}

    page = visitor("applicant").post("/apply/permit", **{**ANSWERS, **left}).get_data(as_text=True)

    assert "Reason – Choose one of the options</a>" in page
    assert "Name – Enter an answer</a>" in page


def test_a_field_that_the_form_does_not_have_is_refused(visitor: Visitor) -> None:
    answer = visitor("applicant").post("/apply/permit", **ANSWERS, decision="PASS")

    assert answer.status_code == 422
    assert "This form has no field of that name" in answer.get_data(as_text=True)


def test_the_other_inputs_of_the_page_are_no_fields_of_the_form(visitor: Visitor) -> None:
    answer = visitor("applicant").post("/apply/permit", **ANSWERS, next="/apply/permit")

    assert answer.status_code == 303


def test_a_second_open_application_is_refused_with_what_was_typed_kept(visitor: Visitor) -> None:
    browser = visitor("applicant")
    case = browser.apply()

    answer = browser.post("/apply/permit", **ANSWERS)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "open application for this person" in page
    assert f'<a href="{case}">Go to the open application</a>' in page
    assert "贵阳北站" in page


def test_a_citizen_sees_the_own_answers_in_full_but_no_names_of_officers(
    visitor: Visitor, clock: Clock
) -> None:
    browser = visitor("applicant")
    case = browser.apply()
    clerk = visitor("clerk")
    task = clerk.first_task()
    clerk.post(task, decision="PASS", page=task)

    page = browser.read(case)

    assert "52019919850704202X" in page
    assert "Collected" in page
    assert "陆晨" not in page


def test_the_page_says_why_a_case_ended_as_it_did(visitor: Visitor) -> None:
    browser = visitor("applicant")
    case = browser.apply()
    assert "Ask at the window." not in browser.read(case)
    clerk = visitor("clerk")
    task = clerk.first_task()

    clerk.post(task, decision="REFUSE", grounds="没有可用的停车位", page=task)

    assert "A permit needs a parking space. Ask at the window." in browser.read(case)


def test_an_application_of_somebody_else_does_not_exist(visitor: Visitor) -> None:
    case = visitor("applicant").apply()

    answer = visitor("courier").get(case)

    assert answer.status_code == 404


def test_a_withdrawal_closes_the_case(visitor: Visitor) -> None:
    browser = visitor("applicant")
    case = browser.apply()
    message = re.search(r'href="(/messages/[^"]+)"', browser.read(case))
    assert message is not None

    answer = browser.post(message[1], page=message[1], withdrawal_reason="found it")

    assert answer.status_code == 303
    assert "Withdrawn" in browser.read(case)
    assert browser.post(message[1], page=message[1]).status_code == 409


@pytest.mark.parametrize(
    ("language", "deed"),
    [
        ("en", "Withdraw application"),
        ("zh-Hans", "撤回申请"),
        ("es", "Retirar la solicitud"),
    ],
)
def test_the_page_of_a_message_is_headed_by_the_deed_that_the_case_offers(
    visitor: Visitor, language: str, deed: str
) -> None:
    browser = visitor("applicant")
    case = browser.apply()
    browser.post("/language", page=case, language=language)
    offered = re.search(rf'href="(/messages/[^"]+)">{deed}</a>', browser.read(case))
    assert offered is not None

    page = browser.read(offered[1])

    assert f"<h1>{deed}</h1>" in page
    assert f">{deed}</button>" in page


def test_the_page_of_a_message_that_is_over_says_so_and_asks_for_nothing(
    visitor: Visitor,
) -> None:
    browser = visitor("applicant")
    case = browser.apply()
    message = re.search(r'href="(/messages/[^"]+)"', browser.read(case))
    assert message is not None
    browser.post(message[1], page=message[1], withdrawal_reason="found it")

    page = browser.read(message[1])

    assert "This is no longer possible since" in page
    assert 'name="withdrawal_reason"' not in page


def test_a_photo_is_shown_to_its_applicant_behind_a_policy_that_lets_it_do_nothing(
    visitor: Visitor,
) -> None:
    browser = visitor("applicant")
    case = browser.apply(reason="DAMAGE", where="", damage_photo=photo())
    address = re.search(r'src="(/attachments/[^"]+)"', browser.read(case))
    assert address is not None

    answer = browser.get(address[1])

    assert answer.mimetype in {"image/jpeg", "image/png"}
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert visitor("courier").get(address[1]).status_code == 404


def test_a_file_that_is_no_picture_is_refused_at_its_field(visitor: Visitor) -> None:
    browser = visitor("applicant")
    fake = (io.BytesIO(b"%PDF-1.7"), "card.png")

    answer = browser.post("/apply/permit", **{**ANSWERS, "reason": "DAMAGE"}, damage_photo=fake)

    assert answer.status_code == 422
    assert "Choose a JPEG or PNG picture" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("language", "words"), [("zh-Hans", "待核验"), ("es", "Presentada"), ("en", "To be checked")]
)
def test_the_language_is_chosen_by_a_post_and_kept(
    visitor: Visitor, language: str, words: str
) -> None:
    browser = visitor("applicant")
    case = browser.apply()

    answer = browser.post("/language", page=case, language=language, next=case)

    assert (answer.status_code, answer.headers["Location"]) == (303, case)
    page = browser.read(case)
    assert words in page
    assert f'<html lang="{language}">' in page


def test_an_unknown_language_changes_nothing(visitor: Visitor) -> None:
    browser = visitor("applicant")

    browser.post("/language", page="/applications", language="tlh")

    assert '<html lang="en">' in browser.read("/applications")


def test_a_browser_that_asks_for_chinese_gets_it(visitor: Visitor) -> None:
    page = visitor().get("/", headers={"Accept-Language": "zh-CN,zh;q=0.9"})

    assert '<html lang="zh-Hans">' in page.get_data(as_text=True)


def test_a_missed_deadline_is_told_to_the_applicant_in_words(
    visitor: Visitor, clock: Clock, engine: Engine
) -> None:
    case = visitor("applicant").apply()
    clock.advance(days=4)
    timers.fire_due(engine)

    page = visitor("applicant").read(case)

    assert "Deadline passed" in page
