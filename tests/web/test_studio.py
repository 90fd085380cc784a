"""What analysts meet: diagrams as drafts, checks, deployment, versions, forms."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.web.browsers import Browser
from tests.web.permits import DIAGRAM

Visitor = Callable[..., Browser]


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
