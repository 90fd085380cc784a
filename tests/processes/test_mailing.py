"""To whom and where a card is mailed, wherever that is asked (2.1: applicant or guardian)."""

from __future__ import annotations

import pytest

from engine.core.errors import InvalidAnswers
from forms.fields import Field
from tests.processes import exceptions_at_acceptance as acceptance
from tests.processes import exceptions_on_the_way as way
from tests.processes import scenarios
from tests.processes.filling import form_of
from tests.processes.office import LOSS, MAIL, Case, Office
from tests.processes.refusals import refused_fields

ASKING = (
    ("reissue", "application_submitted"),
    ("reissue", "delivery_changed"),
    ("deliver_card", "settle_returned_mail"),
    ("handle_case", "supplement_application"),
    ("reissue_by_office", "error_reported"),
)
WRONG = {
    "mail_recipient": "王小二",
    "mail_division": "xx",
    "mail_address": "人民大道旁边",
    "mail_postcode": "55",
}
TOLD = {
    "mail_recipient": "answer_does_not_fit",
    "mail_division": "mainland_division",
    "mail_address": "mail_address",
    "mail_postcode": "postcode",
}
ADDRESS = [*MAIL, "mail_postcode"][1:]
UNUSABLE = {
    "pre_decision": "SUPPLEMENT",
    "pre_reason_code": "PRE-09",
    "pre_reason_text": "收件地址无法投递，请更正。",
}


def field(form: tuple[str, str], key: str) -> Field:
    (found,) = (each for each in form_of(*form).fields if each.key == key)
    return found


@pytest.mark.parametrize("form", ASKING)
def test_every_form_that_asks_for_an_address_has_the_same_rules(form: tuple[str, str]) -> None:
    rules = {key: field(form, key).rule for key in ADDRESS}

    assert rules == {
        "mail_recipient": "name",
        "mail_phone": "phone",
        "mail_division": "mainland_division",
        "mail_address": "mail_address",
        "mail_postcode": "postcode",
    }


def test_an_application_is_mailed_to_the_applicant_where_it_can_be_found(office: Office) -> None:
    with pytest.raises(InvalidAnswers) as refused:
        office.apply(**{**LOSS, **MAIL, **WRONG})

    assert refused_fields(refused) == TOLD


def test_a_changed_delivery_is_mailed_to_the_applicant(office: Office) -> None:
    case = scenarios.accepted(office)

    with pytest.raises(InvalidAnswers) as refused:
        case.send("delivery_changed", **{**MAIL, **WRONG})

    assert refused_fields(refused) == TOLD


def test_returned_mail_goes_to_the_holder_again(office: Office) -> None:
    case = way.mail_returned(office)

    with pytest.raises(InvalidAnswers) as refused:
        case.complete("settle_returned_mail", **{**way.AGREED_AGAIN, **WRONG})

    assert refused_fields(refused) == TOLD


def test_the_name_of_a_division_is_kept_in_full(office: Office) -> None:
    case = office.apply(**{**MAIL, "mail_division": "520102"})

    assert case.answers["mail_division"] == "贵州省贵阳市南明区"


# -- PRE-09: an address that cannot be used ----------------------------------------------------


def without_method(mailing: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in mailing.items() if key != "delivery_method"}


def asked_for_an_address(office: Office) -> Case:
    return office.apply(**MAIL).complete("check_application", **UNUSABLE)


def test_an_address_that_cannot_be_used_is_corrected_in_every_part(office: Office) -> None:
    case = asked_for_an_address(office)

    case.complete(
        "supplement_application",
        supplement_note="已更正。",
        **without_method(acceptance.BY_MAIL),
        mail_postcode="563000",
    )

    corrected = {key: case.answers[key] for key in ("mail_division", "mail_address")}
    assert corrected == {
        "mail_division": "贵州省遵义市红花岗区",
        "mail_address": "示范大道88号2单元301室",
    }
    assert case.answers["mail_postcode"] == "563000"
    assert case.open == {"check_application"}


def test_the_correction_is_for_nobody_else_either(office: Office) -> None:
    case = asked_for_an_address(office)
    other = {**without_method(MAIL), "mail_recipient": "王小二"}

    with pytest.raises(InvalidAnswers) as refused:
        case.complete("supplement_application", supplement_note="已更正。", **other)

    assert refused_fields(refused) == {"mail_recipient": "answer_does_not_fit"}


@pytest.mark.parametrize("form", [ASKING[1], ASKING[2], ASKING[3]])
def test_a_correction_begins_with_what_is_known(form: tuple[str, str]) -> None:
    assert all(field(form, key).prefilled for key in ADDRESS)
