"""What analysts meet: diagrams as drafts, checks, deployment, versions, forms."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.web.browsers import Browser, Clock
from tests.web.permits import ANSWERS, DIAGRAM

Visitor = Callable[..., Browser]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def analyst(visitor: Visitor) -> Browser:
    return visitor("analyst")


def send(browser: Browser, address: str, body: bytes, revision: int = 0) -> tuple[int, Any]:
    page = browser.read("/studio")
    token = re.search(r'name="form_token" value="([^"]+)"', page)
    assert token is not None
    answer = browser.client.post(
        address,
        data=body,
        headers={
            "X-Form-Token": token[1],
            "If-Match": str(revision),
            "Accept": "application/json",
        },
    )
    return answer.status_code, answer.get_json()


def test_the_studio_is_for_analysts(visitor: Visitor) -> None:
    assert visitor("clerk").get("/studio").status_code == 403
    assert visitor().get("/studio").headers["Location"] == "/sign-in?next=/studio"


def test_the_studio_lists_diagrams_with_their_version(analyst: Browser) -> None:
    page = analyst.read("/studio")

    assert "permit.bpmn" in page
    assert "Version 1" in page


def test_a_new_diagram_begins_as_a_draft_with_a_lane(analyst: Browser) -> None:
    answer = analyst.post("/studio", page="/studio", name="parking")

    assert answer.headers["Location"] == "/studio/diagrams/parking.bpmn"
    assert b'id="parking_clerk"' in analyst.get("/studio/files/parking.bpmn").data
    assert "parking.bpmn" in analyst.read("/studio")


def test_a_name_that_is_no_name_is_refused(analyst: Browser) -> None:
    answer = analyst.post("/studio", page="/studio", name="../etc")

    assert answer.status_code == 422


def test_a_draft_is_saved_over_the_revision_that_was_seen(analyst: Browser) -> None:
    first = send(analyst, "/studio/files/permit.bpmn", DIAGRAM)
    second = send(analyst, "/studio/files/permit.bpmn", DIAGRAM + b" ", 1)
    stale = send(analyst, "/studio/files/permit.bpmn", DIAGRAM, 1)

    assert (first[0], second[0], stale[0]) == (200, 200, 409)
    assert "Somebody else saved permit.bpmn" in str(stale[1])


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "There is no document of the kind filing_recipe. Known kinds: acceptance_notice, "),
        ("zh-Hans", "没有种类为 filing_recipe 的文书。已有种类：acceptance_notice, "),
        ("es", "No hay documento de la clase filing_recipe. Clases conocidas: acceptance_notice"),
    ],
)
def test_a_kind_of_document_without_a_template_is_refused_on_its_element(
    analyst: Browser, language: str, told: str
) -> None:
    analyst.post("/language", language=language, next="/studio")
    wrong = DIAGRAM.replace(b"filing_receipt", b"filing_recipe")

    status, answer = send(analyst, "/studio/deploy/permit.bpmn", wrong)

    assert status == 422
    (finding,) = [each for each in answer["findings"] if told in each["text"]]
    assert finding["element"] == "asked"


def test_the_editor_knows_the_kinds_of_documents(analyst: Browser) -> None:
    page = analyst.read("/studio/diagrams/permit.bpmn")

    assert '"documents": ["acceptance_notice", "closing_record", ' in html.unescape(page)


def test_a_check_names_the_element_and_the_reason(analyst: Browser) -> None:
    broken = DIAGRAM.replace(b"Permit Act, s. 4", b"")

    status, told = send(analyst, "/studio/check/permit.bpmn", broken)

    assert status == 200
    assert "day_three" in str(told)
    assert "The deadline names no legal basis." in str(told)


def test_a_refused_deployment_stores_the_draft_and_nothing_else(analyst: Browser) -> None:
    broken = DIAGRAM.replace(b'"clerk"', b'"nobody"')

    status, told = send(analyst, "/studio/deploy/permit.bpmn", broken)

    assert status == 422
    assert "There is no role nobody." in str(told)
    assert "Version 1" in analyst.read("/studio")
    assert b'"nobody"' in analyst.get("/studio/files/permit.bpmn").data


def test_a_deployment_makes_a_new_version(analyst: Browser) -> None:
    changed = DIAGRAM.replace(b"Permits > Check", b"Permits, Check").replace(
        b"Permits &gt; Check", b"Permits, Check"
    )

    status, told = send(analyst, "/studio/deploy/permit.bpmn", changed)

    assert (status, "permit 2" in str(told)) == (200, True)
    assert len(re.findall(r"<tr><td", analyst.read("/studio/versions/permit"))) == 2


def test_a_drafted_form_is_deployed_with_its_diagram(analyst: Browser, visitor: Visitor) -> None:
    form = analyst.get("/studio/files/permit/check.json").data
    send(analyst, "/studio/files/permit/check.json", form.replace(b"Grounds", b"Ground of it"))

    send(analyst, "/studio/deploy/permit.bpmn", DIAGRAM)

    visitor("applicant").apply()
    clerk = visitor("clerk")
    assert "Ground of it" in clerk.read(clerk.first_task())


def test_a_form_opens_in_its_editor_and_a_missing_one_empty(analyst: Browser) -> None:
    assert "Grounds" in analyst.read("/studio/forms/permit/check.json?from=permit.bpmn")
    assert "components" in analyst.read("/studio/forms/permit/nothing.json")


def test_the_editor_is_told_roles_operations_and_forms(analyst: Browser) -> None:
    page = analyst.read("/studio/diagrams/permit.bpmn")

    assert '"household_county"' in page
    assert '"notices.tell"' in page
    assert '"permit/check.json"' in page


@pytest.mark.parametrize(
    "address", ["/studio/diagrams/no.bpmn", "/studio/versions/no", "/studio/files/no.dmn"]
)
def test_what_is_not_there_is_not_found(analyst: Browser, address: str) -> None:
    assert analyst.get(address).status_code == 404


def test_only_diagrams_and_forms_are_saved(analyst: Browser) -> None:
    assert send(analyst, "/studio/files/run.py", b"")[0] == 404


def mended() -> bytes:
    """Draw the procedure with other words in it."""
    return DIAGRAM.replace(b"Permits &gt; Check", b"Permits, Check")


def planned_at(browser: Browser, begins: str, body: bytes) -> tuple[int, str]:
    """Deploy a diagram from an instant."""
    status, told = send(browser, f"/studio/deploy/permit.bpmn?from={begins}", body)
    return status, str(told)


def take_back(browser: Browser, reason: str) -> tuple[int, str]:
    """Take the deployment back whose form the studio shows first."""
    page = browser.read("/studio")
    address = re.search(r'action="(/studio/deployments/\w+/take-back)"', page)
    assert address is not None
    answer = browser.post(address[1], page="/studio", reason=reason)
    return answer.status_code, answer.get_data(as_text=True)


def test_a_deployment_from_an_instant_waits_visibly(analyst: Browser, clock: Clock) -> None:
    status, told = planned_at(analyst, "2026-03-21T08:00", mended())

    assert status == 200
    assert "Deployed: permit 2. It takes effect on Sat 21 Mar, 08:00, in 5 days" in told
    listed = analyst.read("/studio")
    assert "Waiting to take effect" in listed
    assert "version 2 takes effect on Sat 21 Mar, 08:00, in 5 days" in listed
    versions = analyst.read("/studio/versions/permit")
    assert "takes effect on Sat 21 Mar, 08:00, in 5 days" in versions
    assert "new cases follow it since" in versions

    clock.advance(days=5)
    analyst.sign_in("analyst")

    assert "Waiting to take effect" not in analyst.read("/studio")
    assert "no longer for new cases" in analyst.read("/studio/versions/permit")


def test_a_deployment_at_once_says_what_waits(analyst: Browser) -> None:
    planned_at(analyst, "2026-03-21T08:00", mended())

    _status, told = send(analyst, "/studio/deploy/permit.bpmn", DIAGRAM + b"\n", 1)

    assert "permit: version 4 waits and takes its place on Sat 21 Mar, 08:00." in str(told)
    assert "built anew as version 4" in analyst.read("/studio/versions/permit")


def test_of_two_for_one_instant_the_page_says_which_counts(analyst: Browser) -> None:
    planned_at(analyst, "2026-03-21T08:00", mended())
    send(analyst, "/studio/deploy/permit.bpmn?from=2026-03-21T08:00", mended() + b"\n", 1)

    told = "Counts instead, deployed later for the same instant: "
    assert told in analyst.read("/studio")
    assert told in analyst.read("/studio/versions/permit")


@pytest.mark.parametrize(
    ("begins", "told"),
    [("2026-03-15T08:00", "2026-03-15 08:00 has passed"), ("soon", "is no day and time")],
)
def test_an_instant_that_cannot_be_is_refused(analyst: Browser, begins: str, told: str) -> None:
    status, said = planned_at(analyst, begins, mended())

    assert status == 422
    assert told in said
    assert "Version 1" in analyst.read("/studio")


def test_an_approver_takes_back_what_waits_and_an_analyst_does_not(
    analyst: Browser, visitor: Visitor
) -> None:
    planned_at(analyst, "2026-03-21T08:00", mended())
    approver = visitor("approver")

    silent = take_back(approver, "")
    done = take_back(approver, "The order was postponed")

    assert silent[0] == 422
    assert done[0] == 303
    assert "Taken back: it will not take effect." in approver.read("/studio?told=taken_back")
    assert "/take-back" not in analyst.read("/studio")
    assert "by approver: The order was postponed" in analyst.read("/studio/versions/permit")


def test_a_planned_decision_is_told_by_its_version(analyst: Browser) -> None:
    body = (ROOT / "processes" / "fee.dmn").read_bytes()

    _status, told = send(analyst, "/studio/deploy/fee.dmn?from=2026-03-21T08:00", body)

    assert "Deployed: fee.dmn, version 1. It takes effect on" in str(told)
    listed = analyst.read("/studio")
    assert "Not deployed yet" in listed
    assert "version 1 takes effect on Sat 21 Mar, 08:00, in 5 days" in listed
    assert analyst.get("/studio/decisions/fee.dmn").status_code == 200


def test_who_sends_an_older_form_is_told_and_loses_nothing(
    analyst: Browser, visitor: Visitor, clock: Clock
) -> None:
    form = analyst.get("/studio/files/permit/asked.json").data
    send(analyst, "/studio/files/permit/asked.json", form.replace(b"Where", b"Where it was"))
    planned_at(analyst, "2026-03-21T08:00", DIAGRAM)
    applicant = visitor("applicant")
    version = re.search(r'name="form_version" value="(\d+)"', applicant.read("/apply/permit"))
    clock.advance(days=5)
    applicant.sign_in("applicant")

    answer = applicant.post("/apply/permit", **ANSWERS, form_version="1")

    assert version is not None
    assert version[1] == "1"
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "This form has changed since you opened it" in page
    assert 'name="form_version" value="2"' in page
