"""A business rule task may pin a version of its decision: nothing but the diagram changes that."""

from __future__ import annotations

import json

import pytest

from engine.commands import decision_versions, process_definitions
from engine.core.errors import DefinitionRejected
from engine.store.queries import definitions, history
from tests.bpmn.drawing import draw, start
from tests.commands.fees import FILES, asking, fee, years
from tests.commands.offices import ANALYST, Office
from tests.dmn.documents import decision, literal
from tests.dmn.documents import definitions as document


@pytest.fixture
def pinning(office: Office) -> Office:
    """An office whose procedure asks the first of two versions of what a card costs."""
    office.deploy(asking(), files=FILES)
    deploy(office, "fee.dmn", fee("45"))
    office.deploy(asking(decisionVersion="1"))
    return office


def deploy(office: Office, name: str, body: bytes) -> list[tuple[str, int]]:
    """Deploy a decision document alone, and give the versions that it brought."""
    deployed = process_definitions.deploy(office.engine, {name: body}, ANALYST)
    return [(each.process_id, each.version) for each in deployed]


def refusals(office: Office, version: str, **files: bytes) -> list[tuple[str, str | None]]:
    """Give what a diagram that pins this version is refused for, with the element."""
    given = {f"{name}.dmn": body for name, body in files.items()}
    drawn = {"diagram.bpmn": draw(asking(decisionVersion=version)), **given}
    with pytest.raises(DefinitionRejected) as refused:
        process_definitions.deploy(office.engine, drawn, ANALYST)
    return [(each.code, each.element) for each in refused.value.findings]


def amounts(office: Office, instance_id: str) -> list[object]:
    """Give what the decisions of a case have given."""
    entries = history.timeline(office.engine.store, instance_id)
    return [json.loads(made["output"]) for e in entries for made in e.body.get("decisions", ())]


def test_a_case_runs_the_version_that_its_diagram_pins(pinning: Office) -> None:
    assert amounts(pinning, pinning.start(reason="LOSS")) == [40]


def test_a_pinned_decision_that_is_deployed_again_gives_no_new_version(pinning: Office) -> None:
    deployed = deploy(pinning, "fee.dmn", fee("50"))

    assert deployed == []
    assert amounts(pinning, pinning.start(reason="LOSS")) == [40]


def test_a_pin_that_is_taken_out_runs_the_latest_again(pinning: Office) -> None:
    pinning.deploy(asking())

    assert amounts(pinning, pinning.start(reason="LOSS")) == [45]


def test_a_version_that_comes_with_the_diagram_may_be_pinned(pinning: Office) -> None:
    pinning.deploy(asking(decisionVersion="3"), files={"fee.dmn": fee("50")})

    assert amounts(pinning, pinning.start(reason="LOSS")) == [50]


def test_the_versions_of_a_process_say_what_is_pinned(pinning: Office) -> None:
    pinned, latest, _first = definitions.versions(pinning.engine.store, "p")

    told = [decision_versions.run_by(pinning.engine, row)[0] for row in (pinned, latest)]

    assert [(each.version, each.is_pinned) for each in told] == [(1, True), (2, False)]


def test_a_pinned_document_is_run_with_what_it_imported_then(pinning: Office) -> None:
    imports = '<import name="f" namespace="fee" importType="http://www.omg.org/dmn/x"/>'
    twice = document(imports, decision("twice", literal("f.fee * 2"), "fee#fee"))
    pinning.deploy(asking(), files={"twice.dmn": twice})
    deploy(pinning, "fee.dmn", fee("50"))

    drawn = asking(decisionVersion="1").replace(">fee<", ">twice<")
    pinning.deploy(drawn)
    row = definitions.versions(pinning.engine.store, "p")[0]

    told = decision_versions.run_by(pinning.engine, row)
    assert [(each.file, each.version) for each in told] == [("fee.dmn", 2), ("twice.dmn", 1)]


def test_a_decision_that_left_its_document_may_still_be_pinned(pinning: Office) -> None:
    renamed = document(decision("price_list", literal("1")), namespace="fee")

    deploy(pinning, "fee.dmn", renamed)

    assert amounts(pinning, pinning.start(reason="LOSS")) == [40]


def test_a_version_that_was_never_deployed_is_refused(pinning: Office) -> None:
    assert refusals(pinning, "3") == [("decision_version_unknown", "price")]


@pytest.mark.parametrize("text", ["0", "-1", "1.0", "latest", "٣", "1e3", "99999999999"])
def test_what_is_no_whole_number_is_refused_as_a_version(pinning: Office, text: str) -> None:
    assert refusals(pinning, text) == [("decision_version_malformed", "price")]


def test_a_version_that_lacks_the_decision_is_refused(office: Office) -> None:
    other = document(decision("price_list", literal("1")), namespace="fee")
    office.deploy(asking(), files={**FILES, "fee.dmn": fee()})
    office.deploy(asking(decisionVersion="1"))

    moved = {"fee": other, "more": document(decision("fee", literal("1")), namespace="more")}

    assert refusals(office, "2", **moved) == [("decision_version_unknown", "price")]


def test_a_version_from_before_the_decision_is_refused(office: Office) -> None:
    before = document(decision("price_list", literal("1")), namespace="fee")
    process_definitions.deploy(office.engine, {"fee.dmn": before, "years.dmn": years()}, ANALYST)
    office.deploy(asking(), files=FILES)

    assert refusals(office, "1") == [("decision_not_in_version", "price")]


def test_an_unknown_decision_is_unknown_in_every_version(office: Office) -> None:
    drawn = asking(decisionVersion="1").replace(">fee<", ">free<")

    found = process_definitions.check(office.engine, {"diagram.bpmn": draw(drawn), **FILES})

    told = [each.code for each in found if each.element == "price"]
    assert told == ["decision_unknown", "not_drawn"]


def test_a_version_belongs_on_a_business_rule_task(office: Office) -> None:
    property_of = start(decisionVersion="1")
    misplaced = draw(asking().replace(start(), property_of))

    found = process_definitions.check(office.engine, {"diagram.bpmn": misplaced, **FILES})

    assert ("property_misplaced", "start") in [(each.code, each.element) for each in found]
