"""Officers at a window bind accounts to who stands before them."""

from __future__ import annotations

from collections.abc import Callable

from tests.web.browsers import Browser

Visitor = Callable[..., Browser]
SHOWN = {"username": "applicant", "id_number": "52019919850704202X", "name": "田秋月"}


def test_an_officer_binds_a_new_phone_at_the_window(visitor: Visitor) -> None:
    clerk = visitor("clerk")

    answer = clerk.post("/applicants/phone", page="/applicants", phone="13800138000", **SHOWN)

    assert answer.status_code == 303
    assert "Name and phone are bound to the account." in clerk.read(answer.headers["Location"])


def test_what_is_wrong_with_a_binding_is_told_where_it_was_entered(visitor: Visitor) -> None:
    shown = SHOWN | {"username": "nobody-known"}

    answer = visitor("clerk").post(
        "/applicants/phone", page="/applicants", phone="13800138000", **shown
    )

    page = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert "Nothing was bound" in page
    assert 'value="nobody-known"' in page
    assert SHOWN["id_number"] not in page
