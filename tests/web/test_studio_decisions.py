"""What analysts meet: decisions listed, drafted, tried, checked and deployed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from engine.commands import process_definitions
from engine.commands.engine import Engine
from engine.core.people import SYSTEM
from tests.bpmn.drawing import draw
from tests.commands.fees import ASKING, FILES, asking, fee, years
from tests.web.browsers import Browser
from tests.web.test_studio import send

Visitor = Callable[..., Browser]
FEE = "/studio/decisions/fee.dmn"


@pytest.fixture
def analyst(engine: Engine, visitor: Visitor) -> Browser:
    """An analyst of an office in which one procedure asks what a card costs."""
    process_definitions.deploy(engine, {"p.bpmn": draw(ASKING), **FILES}, SYSTEM)
    return visitor("analyst")


def ask(browser: Browser, address: str, body: bytes) -> tuple[int, Any]:
    return send(browser, address, body)


def attempt(browser: Browser, body: bytes, **inputs: str) -> tuple[int, Any]:
    posted = {"document": body.decode(), "decision": "fee", "inputs": inputs}
    return send(browser, f"{FEE}/try", json.dumps(posted).encode())


def test_decisions_are_for_analysts(analyst: Browser, visitor: Visitor) -> None:
    assert visitor("clerk").get(FEE).status_code == 403
    assert visitor("approver").get(FEE).status_code == 200


def test_the_studio_lists_decisions_with_version_and_use(analyst: Browser) -> None:
    page = analyst.read("/studio")

    assert "fee.dmn · Version 1" in page
    assert "used by p" in page
    assert "used by no procedure" in page


def test_a_decision_opens_with_its_words_and_addresses(analyst: Browser) -> None:
    page = analyst.read(FEE)

    assert '"try_url": "/studio/decisions/fee.dmn/try"' in page
    assert '"Hit policy": "Hit policy"' in page


def test_the_page_of_the_editor_alone_allows_inline_styles(analyst: Browser) -> None:
    policy = analyst.get(FEE).headers["Content-Security-Policy"]

    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self';" in policy


def test_a_new_decision_begins_as_a_draft_that_can_be_tried(analyst: Browser) -> None:
    answer = analyst.post("/studio/decisions", page="/studio", name="parking_fee")

    assert answer.headers["Location"] == "/studio/decisions/parking_fee.dmn"
    drafted = analyst.get("/studio/files/parking_fee.dmn").data
    status, told = ask(analyst, "/studio/decisions/parking_fee.dmn/trials", drafted)
    assert (status, "reason" in str(told)) == (200, True)
    assert ask(analyst, "/studio/check/parking_fee.dmn", drafted)[1]["findings"] == []


def test_a_decision_draft_is_saved_over_the_revision_that_was_seen(analyst: Browser) -> None:
    first = ask(analyst, "/studio/files/fee.dmn", fee("41"))
    stale = ask(analyst, "/studio/files/fee.dmn", fee("42"))

    assert (first[0], stale[0]) == (200, 409)
    assert "Somebody else saved fee.dmn" in str(stale[1])


def test_a_trial_answers_with_the_rule_that_matched(analyst: Browser) -> None:
    status, told = attempt(analyst, fee("45"), reason="LOSS")

    assert status == 200
    assert told == {
        "result": [{"name": "", "text": "45"}],
        "rules": [{"line": 1, "rule": "rule_1"}],
        "warnings": [],
    }


def test_a_warning_of_a_trial_is_a_sentence(analyst: Browser) -> None:
    _status, told = attempt(analyst, fee("1 / 0"), reason="LOSS")

    assert "It divides by zero." in str(told)


def test_a_trial_says_what_it_cannot_understand(analyst: Browser) -> None:
    posted = {"document": years().decode(), "decision": "years", "inputs": {"age": "old"}}

    status, told = ask(analyst, f"{FEE}/try", json.dumps(posted).encode())

    assert (status, told) == (422, {"problems": {"age": "Enter a number"}})


def test_a_trial_of_no_document_says_why(analyst: Browser) -> None:
    assert "well-formed XML" in str(attempt(analyst, b"<"))
    assert ask(analyst, f"{FEE}/trials", b"<")[0] == 422
    assert ask(analyst, f"{FEE}/try", b"[]")[0] == 422


def test_a_check_names_the_cell_and_what_is_wrong_with_it(analyst: Browser) -> None:
    _status, told = ask(analyst, "/studio/check/fee.dmn", fee('"x'))

    assert told["findings"][0]["element"] == "rule_1"
    assert "the closing quote is missing" in told["findings"][0]["text"]


def test_advice_on_other_files_is_not_told(analyst: Browser) -> None:
    _status, told = ask(analyst, "/studio/check/fee.dmn", fee("rate"))

    assert [each["file"] for each in told["findings"]] == ["fee.dmn"]


def test_a_decision_is_deployed_alone(analyst: Browser) -> None:
    status, told = ask(analyst, "/studio/deploy/fee.dmn", fee("45"))

    assert status == 200
    assert told["text"] == "Deployed: fee.dmn, version 2. New cases run it as of p 2."


def test_the_versions_of_a_process_say_which_decisions_they_run(analyst: Browser) -> None:
    send(analyst, "/studio/deploy/fee.dmn", fee("45"))

    page = analyst.read("/studio/versions/p")

    assert "fee.dmn version 2" in page
    assert "fee.dmn version 1" in page


def test_the_versions_of_a_process_say_which_decisions_are_pinned(
    analyst: Browser, engine: Engine
) -> None:
    drawn = draw(asking(decisionVersion="1"))

    process_definitions.deploy(engine, {"p.bpmn": drawn}, SYSTEM)

    assert "fee.dmn version 1, pinned" in analyst.read("/studio/versions/p")


def test_a_pinned_version_that_is_not_there_is_refused_in_words(analyst: Browser) -> None:
    drawn = draw(asking(decisionVersion="9"))

    status, told = send(analyst, "/studio/deploy/p.bpmn", drawn)

    assert status == 422
    assert "The decision fee has no version 9." in str(told)


def test_a_refused_decision_is_kept_as_a_draft(analyst: Browser) -> None:
    status, told = ask(analyst, "/studio/deploy/fee.dmn", fee('"x'))

    assert (status, told["revision"]) == (422, 1)
    assert "Draft of" in analyst.read("/studio")


def test_a_decision_that_is_not_there_is_not_found(analyst: Browser) -> None:
    assert analyst.get("/studio/decisions/no.dmn").status_code == 404


def test_the_editor_of_diagrams_is_told_the_decisions(analyst: Browser) -> None:
    assert '"decisions": {"fee": 1, "years": 1}' in analyst.read("/studio/diagrams/p.bpmn")
