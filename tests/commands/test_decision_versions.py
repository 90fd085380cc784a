"""Decisions change alone: what uses them gets a new version, what runs keeps its own."""

from __future__ import annotations

import json

import pytest

from engine.commands import decision_versions, process_definitions
from engine.core.errors import DefinitionRejected, NotFound
from engine.core.findings import Weight
from engine.store.queries import definitions, history
from tests.commands.fees import ASKING, FILES, fee, years
from tests.commands.offices import ANALYST, Office
from tests.dmn.documents import decision, literal
from tests.dmn.documents import definitions as document


@pytest.fixture
def asking(office: Office) -> Office:
    """An office whose one procedure asks what the card costs."""
    office.deploy(ASKING, files=FILES)
    return office


def outputs(office: Office, instance_id: str) -> list[object]:
    """Give what the decisions of an instance have given."""
    entries = history.timeline(office.engine.store, instance_id)
    return [
        json.loads(made["output"]) for entry in entries for made in entry.body.get("decisions", ())
    ]


def test_a_decision_deployed_alone_gives_what_uses_it_a_new_version(asking: Office) -> None:
    deployed = process_definitions.deploy(asking.engine, {"fee.dmn": fee("45")}, ANALYST)

    assert [(each.process_id, each.version) for each in deployed] == [("p", 2)]


def test_a_decision_that_nothing_uses_gives_no_new_version(asking: Office) -> None:
    deployed = process_definitions.deploy(asking.engine, {"years.dmn": years("10")}, ANALYST)

    assert deployed == ()
    assert len(definitions.versions(asking.engine.store, "p")) == 1


def test_a_new_case_runs_the_latest_decision(asking: Office) -> None:
    process_definitions.deploy(asking.engine, {"fee.dmn": fee("45")}, ANALYST)

    assert outputs(asking, asking.start(reason="LOSS")) == [45]


def test_a_version_runs_the_decision_that_it_was_deployed_with(asking: Office) -> None:
    process_definitions.deploy(asking.engine, {"fee.dmn": fee("45")}, ANALYST)

    newest, first = definitions.versions(asking.engine.store, "p")

    assert decision_versions.run_by(asking.engine, newest)[0].version == 2
    assert decision_versions.run_by(asking.engine, first)[0].version == 1


def test_a_version_that_was_taken_over_keeps_its_number(asking: Office) -> None:
    process_definitions.deploy(asking.engine, {"years.dmn": years("10")}, ANALYST)

    listed = {each.name: each.version for each in decision_versions.latest(asking.engine)}

    assert listed == {"fee.dmn": 1, "years.dmn": 2}


def test_the_list_says_which_procedures_use_a_decision(asking: Office) -> None:
    fees, ages = decision_versions.latest(asking.engine)

    assert [row.process_id for row in fees.used_by] == ["p"]
    assert (ages.used_by, ages.decisions) == ((), ("years",))


def test_a_document_that_was_never_deployed_has_no_version(asking: Office) -> None:
    with pytest.raises(NotFound):
        decision_versions.version_of(asking.engine, "no.dmn", asking.clock())


def test_an_office_without_decisions_lists_none(office: Office) -> None:
    assert decision_versions.latest(office.engine) == ()


def test_a_decision_of_the_same_id_in_two_documents_is_refused(asking: Office) -> None:
    twice = {"more.dmn": document(decision("fee", literal("1")), namespace="more")}

    with pytest.raises(DefinitionRejected) as refused:
        process_definitions.deploy(asking.engine, twice, ANALYST)

    assert [(each.code, each.element) for each in refused.value.findings] == [
        ("duplicate_id", "fee")
    ]


def test_a_decision_in_use_cannot_be_taken_away(asking: Office) -> None:
    renamed = {"fee.dmn": document(decision("price_list", literal("1")), namespace="fee")}

    with pytest.raises(DefinitionRejected) as refused:
        process_definitions.deploy(asking.engine, renamed, ANALYST)

    assert [(each.code, each.element) for each in refused.value.findings] == [
        ("decision_unknown", "price")
    ]


def test_every_document_tells_its_own_findings(asking: Office) -> None:
    broken = {
        "fee.dmn": fee("40 +"),
        "years.dmn": years("20 +"),
    }

    found = process_definitions.check(asking.engine, broken)

    assert {each.file for each in found if each.code == "feel_syntax"} == set(broken)


def test_a_name_that_nothing_gives_is_advice_and_stops_nothing(asking: Office) -> None:
    process_definitions.deploy(asking.engine, {"fee.dmn": fee("rate * 2")}, ANALYST)

    found = process_definitions.check(asking.engine, {})

    told = [each for each in found if each.file == "fee.dmn"]
    assert [(each.code, each.parameters, each.weight) for each in told] == [
        ("name_unknown", {"name": "rate"}, Weight.ADVICE)
    ]


def test_a_document_that_imports_another_is_listed_with_its_decisions(asking: Office) -> None:
    imports = '<import name="f" namespace="fee" importType="http://www.omg.org/dmn/x"/>'
    importing = document(imports, decision("twice", literal("f.fee * 2"), "fee#fee"))
    asking.deploy(files={"twice.dmn": importing})

    assert decision_versions.latest(asking.engine)[1].decisions == ("twice",)
    assert decision_versions.numbers(asking.engine) == {"fee": 1, "twice": 1, "years": 1}
