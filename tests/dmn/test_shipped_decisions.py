"""The decisions of the re-issue: who may apply online, what it costs, how long a card is valid."""

import json
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from engine.bpmn import product_functions
from engine.dmn import models
from tests.bpmn.offices import CLOCKS, FRIDAY
from tests.dmn.documents import answer, codes, decide

# the settings of an office that has decided nothing
KNOWN = product_functions.known(CLOCKS, FRIDAY)
FILES = {
    name: models.read(Path(f"processes/{name}.dmn").read_bytes(), functions=KNOWN)
    for name in ("eligibility", "fee", "refusal", "validity")
}
REASONS = ["LOSS", "DAMAGE", "EXPIRY", "NAME_CHANGE", "ITEM_CHANGE", "ERROR", "NEW_GEN"]
FINE = {
    "hukou_in_guizhou": True,
    "reason": "LOSS",
    "age": 41,
    "months_since_last_card": 12,
    "fingerprint_status": "ENROLLED",
}
ONLINE = '{"verdict": "ONLINE_OK", "because": "", "reasons": []}'


@pytest.mark.parametrize(
    ("difference", "because"),
    [
        pytest.param({"hukou_in_guizhou": False}, "PRE-02", id="registered-elsewhere"),
        pytest.param({"hukou_in_guizhou": None}, "PRE-02", id="registration-unknown"),
        pytest.param({"reason": "EXPIRY"}, "PRE-03", id="renewal-needs-a-photo"),
        pytest.param({"reason": "NAME_CHANGE"}, "PRE-03", id="register-first"),
        pytest.param({"reason": None}, "PRE-03", id="reason-unknown"),
        pytest.param({"age": 15}, "PRE-03", id="guardian-applies"),
        pytest.param({"age": None}, "PRE-03", id="age-unknown"),
        pytest.param({"months_since_last_card": 25}, "PRE-03", id="photo-too-old"),
        pytest.param({"months_since_last_card": None}, "PRE-03", id="no-earlier-card"),
        pytest.param({"fingerprint_status": "NONE"}, "PRE-03", id="no-fingerprints"),
        pytest.param({"fingerprint_status": "EXEMPT"}, "PRE-03", id="exempt-from-fingerprints"),
        pytest.param({"fingerprint_status": None}, "PRE-03", id="fingerprints-unknown"),
    ],
)
def test_who_has_to_go_to_the_window_is_told_why(difference, because):
    told = decide(FILES["eligibility"], "eligibility", {**FINE, **difference}).value

    assert (told["verdict"], told["because"]) == ("GO_TO_WINDOW", because)


def test_all_conditions_that_are_not_met_are_told_at_once():
    child = {"reason": "EXPIRY", "age": 14, "months_since_last_card": 30}

    told = decide(FILES["eligibility"], "eligibility", {**FINE, **child}).value

    assert [each["condition"] for each in told["reasons"]] == [
        "REASON_NEEDS_WINDOW",
        "TOO_YOUNG",
        "PHOTO_TOO_OLD",
    ]


def test_somebody_whom_the_register_does_not_know_is_told_that_alone():
    nobody = dict.fromkeys(FINE) | {"hukou_in_guizhou": False, "reason": "LOSS"}

    told = decide(FILES["eligibility"], "eligibility", nobody).value

    assert [each["condition"] for each in told["reasons"]] == ["OTHER_PROVINCE"]


def test_who_is_exempt_from_fingerprints_is_not_told_that_they_are_missing():
    told = decide(
        FILES["eligibility"], "eligibility", {**FINE, "fingerprint_status": "EXEMPT"}
    ).value["reasons"]

    assert [each["condition"] for each in told] == ["FINGERPRINTS_EXEMPT"]
    assert told[0]["en"].startswith("You are exempt from fingerprints")


@pytest.mark.parametrize("language", ["en", "zh", "es"])
def test_every_condition_says_what_to_do_in_every_language(language):
    todo = {"en": "What to do:", "zh": "办理方式：", "es": "Qué hacer:"}[language]
    nothing_met = {"reason": "ERROR", "age": 3, "months_since_last_card": 99}
    nothing_met |= {"hukou_in_guizhou": False, "fingerprint_status": "NONE"}

    told = decide(FILES["eligibility"], "eligibility", nothing_met).value["reasons"]
    told += decide(
        FILES["eligibility"], "eligibility", {**FINE, "months_since_last_card": None}
    ).value["reasons"]
    told += decide(
        FILES["eligibility"], "eligibility", {**FINE, "fingerprint_status": "EXEMPT"}
    ).value["reasons"]

    assert len(told) == 7
    assert all(todo in each[language] for each in told)


@pytest.mark.parametrize(
    "difference",
    [
        pytest.param({}, id="loss"),
        pytest.param({"reason": "DAMAGE"}, id="damage"),
        pytest.param({"age": 16}, id="from-16"),
        pytest.param({"months_since_last_card": 24}, id="photo-of-two-years"),
        pytest.param({"months_since_last_card": 0}, id="photo-of-this-month"),
    ],
)
def test_loss_and_damage_are_dealt_with_online(difference):
    assert answer(FILES["eligibility"], "eligibility", {**FINE, **difference}) == ONLINE


def test_every_combination_is_told_each_condition_once():
    values = product(
        [True, False, None],
        [*REASONS, None],
        [Decimal(0), Decimal(15), Decimal("15.5"), Decimal(16), Decimal(99), None],
        [Decimal(0), Decimal(24), Decimal(25), None],
        ["ENROLLED", "EXEMPT", "NONE", None],
    )

    told = [
        decide(FILES["eligibility"], "eligibility", dict(zip(FINE, each, strict=True))).value
        for each in values
    ]

    named = [[each["condition"] for each in one["reasons"]] for one in told]
    assert all(len(set(each)) == len(each) for each in named)
    assert all((one["verdict"] == "ONLINE_OK") == (not one["reasons"]) for one in told)


@pytest.mark.parametrize(
    ("reason", "exemption", "amount"),
    [
        pytest.param("LOSS", "NONE", "40", id="loss"),
        pytest.param("DAMAGE", "NONE", "40", id="damage"),
        pytest.param("EXPIRY", "NONE", "20", id="renewal"),
        pytest.param("NAME_CHANGE", None, "20", id="change-of-name"),
        pytest.param("ITEM_CHANGE", "HARDSHIP", "10", id="half-in-hardship"),
        pytest.param("LOSS", "HARDSHIP", "20", id="half-of-a-loss"),
        pytest.param("LOSS", "MINIMUM_ALLOWANCE", "40", id="loss-is-never-exempt"),
        pytest.param("DAMAGE", "MINIMUM_ALLOWANCE", "0", id="exempt-exchange"),
        pytest.param("EXPIRY", "SPECIAL_DIFFICULTY", "0", id="exempt-renewal"),
        pytest.param("ERROR", "NONE", "0", id="error-of-the-authority"),
        pytest.param("NEW_GEN", "NONE", "null", id="by-decree"),
    ],
)
def test_the_fee_depends_on_reason_and_exemption(reason, exemption, amount):
    fee = decide(FILES["fee"], "fee", {"reason": reason, "exemption": exemption})

    assert str(fee.value["amount"]).replace("None", "null") == amount
    assert codes(fee) == []


@pytest.mark.parametrize(
    ("submitted_at", "amount"),
    [
        pytest.param("2003-12-31T15:59:59.000000Z", "None", id="the-day-before-in-China"),
        pytest.param("2003-12-31T16:00:00.000000Z", "40", id="from-midnight-in-China"),
        pytest.param(None, "40", id="not-filed-yet"),
    ],
)
def test_a_fee_is_that_of_the_day_of_the_application(submitted_at, amount):
    decided = decide(FILES["fee"], "fee", {"reason": "LOSS", "submitted_at": submitted_at})

    fee = decided.value or {"amount": None}
    assert str(fee["amount"]) == amount


def test_every_combination_meets_exactly_one_rule_of_the_fee():
    exemptions = ["NONE", "MINIMUM_ALLOWANCE", "SPECIAL_DIFFICULTY", "HARDSHIP", None]

    lines = [
        len(decide(FILES["fee"], "fee", {"reason": reason, "exemption": exemption}).matched)
        for reason, exemption in product(REASONS, exemptions)
    ]

    assert set(lines) == {1}


@pytest.mark.parametrize(
    ("age", "years"),
    [
        pytest.param(0, "5", id="new-born"),
        pytest.param(15, "5", id="15"),
        pytest.param(16, "10", id="16"),
        pytest.param(25, "10", id="25"),
        pytest.param(26, "20", id="26"),
        pytest.param(45, "20", id="45"),
        pytest.param(46, '"long-term"', id="46"),
        pytest.param(None, "null", id="unknown"),
    ],
)
def test_validity_depends_on_the_age_at_issue(age, years):
    assert answer(FILES["validity"], "card_validity_years", {"age_at_issue": age}) == years


@pytest.mark.parametrize(
    ("decisions", "code", "kind"),
    [
        pytest.param({"pre_reason_code": "PRE-04"}, "PRE-04", "D", id="station"),
        pytest.param(
            {"pre_reason_code": "PRE-08", "rev_decision": "UNQUALIFIED"}
            | {"rev_reason_code": "REV-03"},
            "REV-03",
            "F",
            id="county-after-a-supplement",
        ),
        pytest.param(
            {"rev_decision": "FLAG", "sign_decision": "UNQUALIFIED", "sign_reason_code": "REV-01"},
            "REV-01",
            "D",
            id="second-officer",
        ),
        pytest.param(
            {"pre_reason_code": "PRE-08", "investigation_finding": "CONFIRMED"},
            None,
            "X",
            id="the-ground-of-an-investigation-is-withheld",
        ),
    ],
)
def test_a_refusal_says_what_to_do_and_its_remedies(decisions, code, kind):
    told = decide(FILES["refusal"], "refusal", decisions).value

    assert (told["code"], told["kind"]) == (code, kind)
    assert all(told["advice"][language] for language in ("en", "zh", "es"))
    assert all("60" in told["remedies"][language] for language in ("en", "zh", "es"))


def test_every_reason_of_the_forms_has_its_advice():
    forms = Path("forms")
    asked = {
        option["value"]
        for path in forms.glob("*/*.json")
        for component in json.loads(path.read_bytes())["components"]
        if component.get("key", "").endswith("_reason_code")
        for option in component["values"]
    }

    silent = [
        code
        for code in asked
        if decide(FILES["refusal"], "advice_on_reason", {"pre_reason_code": code}).value is None
    ]

    assert (len(asked) > 20, silent) == (True, [])


@pytest.mark.parametrize("name", FILES)
def test_a_shipped_file_is_free_of_findings_and_wholly_drawn(name):
    root = etree.parse(f"processes/{name}.dmn").getroot()
    drawn = set(root.xpath("//@dmnElementRef"))
    nodes = root.xpath("//*[local-name()='decision' or local-name()='inputData']/@id")
    needs = root.xpath("//*[local-name()='informationRequirement']/@id")

    assert FILES[name].findings == ()
    assert drawn == {*nodes, *needs}


@pytest.mark.parametrize("name", FILES)
def test_every_rule_names_its_ground(name):
    root = etree.parse(f"processes/{name}.dmn").getroot()

    grounds = root.xpath("//*[local-name()='rule']/*[local-name()='description']/text()")

    assert len(grounds) == len(root.xpath("//*[local-name()='rule']"))
    assert all(len(ground) > 10 for ground in grounds)


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(REASONS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@given(st.fixed_dictionaries(dict.fromkeys(FINE, _ANYTHING)))
def test_eligibility_answers_whatever_it_is_given(variables):
    decided = decide(FILES["eligibility"], "eligibility", variables)

    assert decided.value["verdict"] in {"ONLINE_OK", "GO_TO_WINDOW"}
