"""The guarded table of who decides nothing and who sees no address."""

from __future__ import annotations

import pytest

from engine.core import duties
from engine.core.duties import Label
from engine.core.jurisdictions import may_act
from engine.core.people import ROLES, Actor, Grant

MAILED, COLLECTED = {"delivery_method": "MAIL"}, {"delivery_method": "PICKUP"}


def test_the_table_says_who_sees_what_is_on_the_label() -> None:
    told = {role: (sight.label, sight.only_label) for role, sight in duties.SIGHTS.items()}

    assert told == {
        "maker": (Label.NEVER, False),
        "inspector": (Label.NEVER, False),
        "dispatcher": (Label.MAILED, False),
        "courier": (Label.ALWAYS, True),
    }
    assert all(sight.source for sight in duties.SIGHTS.values())
    assert duties.SIGHTS.keys() <= ROLES


@pytest.mark.parametrize(
    ("role", "key", "answers", "seen"),
    [
        ("maker", "name", MAILED, True),
        ("maker", "phone", MAILED, False),
        ("inspector", "mail_division", MAILED, False),
        ("inspector", "hukou_address", MAILED, False),
        ("dispatcher", "mail_address", MAILED, True),
        ("dispatcher", "mail_address", COLLECTED, False),
        ("dispatcher", "mail_address", {}, False),
        ("dispatcher", "phone", MAILED, False),
        ("courier", "mail_phone", COLLECTED, True),
        ("courier", "waybill_no", MAILED, True),
        ("courier", "name", MAILED, False),
        ("clerk", "phone", COLLECTED, True),
    ],
)
def test_a_role_sees_what_its_work_needs(
    role: str, key: str, answers: dict[str, object], *, seen: bool
) -> None:
    assert duties.sees(role, key, "", answers) is seen


def test_a_phone_is_known_by_its_rule_whatever_it_is_called() -> None:
    assert not duties.sees("maker", "reach_me_at", "phone", MAILED)


@pytest.mark.parametrize(
    ("role", "may"), [("auxiliary", True), ("window", True), ("clerk", True), ("head", False)]
)
def test_the_work_of_an_auxiliary_is_also_for_the_officers_beside(role: str, *, may: bool) -> None:
    here = Actor("anna", "Anna", "520102001", (Grant(role, "520102001"),))

    assert may_act(here, "auxiliary", "station", "520102001", "somebody") is may
    assert not may_act(here, "auxiliary", "station", "520102002", "somebody")
    assert may_act(here, "window", "station", "520102001", "somebody") is (role == "window")


def test_all_that_an_auxiliary_may_state_of_a_case_is_what_arrived() -> None:
    assert frozenset(["arrival_result"]) == duties.STATED
