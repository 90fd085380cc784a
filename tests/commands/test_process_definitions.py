"""Deployments: whole or not at all, versions by content, drafts without lost updates."""

from __future__ import annotations

import hashlib

import pytest

from engine.commands import history, process_definitions, user_tasks
from engine.core.errors import Conflict, DefinitionRejected, NotFound, NotPermitted
from engine.core.findings import Weight
from engine.core.people import SYSTEM
from engine.store.queries import definitions
from tests.bpmn.drawing import call, draw, end, lane, path, process, start, user
from tests.commands.offices import ANALYST, APPLICANT, CLERK, Office, posted
from tests.commands.procedures import FORMS, TWO_TASKS, form, text

FILES = {"p.bpmn": draw(TWO_TASKS), **FORMS}
# another shape of the same process
CHANGED = process(
    "p",
    lane("desk", "start", "receive", "end", jurisdiction="station"),
    start(),
    user("receive"),
    end(),
    path("start", "receive", "end"),
)
CALLING = (
    process(
        "outer",
        lane("desk", "start", "end", jurisdiction="station"),
        start(),
        call("work", "inner"),
        end(),
        path("start", "work", "end"),
    ),
    process(
        "inner",
        lane("inner_desk", "begin", "do", "done", jurisdiction="station"),
        start("begin"),
        user("do"),
        end("done"),
        path("begin", "do", "done"),
    ),
)


def test_a_deployment_gives_version_and_hash(office: Office) -> None:
    (deployed,) = process_definitions.deploy(office.engine, FILES, ANALYST)

    assert (deployed.process_id, deployed.version) == ("p", 1)
    assert deployed.sha256 == hashlib.sha256(FILES["p.bpmn"]).hexdigest()


def test_unchanged_bytes_store_nothing_and_give_the_same(office: Office) -> None:
    first = process_definitions.deploy(office.engine, FILES, ANALYST)
    before = history.verify(office.engine).entries

    second = process_definitions.deploy(office.engine, FILES, ANALYST)

    assert second == first
    assert history.verify(office.engine).entries == before


def test_changed_bytes_give_the_next_version(office: Office) -> None:
    process_definitions.deploy(office.engine, FILES, ANALYST)

    (deployed,) = process_definitions.deploy(office.engine, {"p.bpmn": draw(CHANGED)}, ANALYST)

    assert deployed.version == 2
    assert [row.version for row in definitions.versions(office.engine.store, "p")] == [2, 1]


def test_forms_that_are_not_given_are_taken_over(office: Office) -> None:
    process_definitions.deploy(office.engine, FILES, ANALYST)
    process_definitions.deploy(office.engine, {"p.bpmn": draw(CHANGED)}, ANALYST)

    form_body = definitions.resource_of(office.engine.store, "p:2", "p/receive.json")

    assert form_body == FORMS["p/receive.json"]


def test_a_changed_form_is_a_new_version_of_its_process(office: Office) -> None:
    process_definitions.deploy(office.engine, FILES, ANALYST)

    (deployed,) = process_definitions.deploy(
        office.engine, {"p/receive.json": form(text("remark"))}, ANALYST
    )

    assert (deployed.process_id, deployed.version) == ("p", 2)


def test_a_running_instance_stays_on_its_version(office: Office) -> None:
    process_definitions.deploy(office.engine, FILES, ANALYST)
    office.start()
    process_definitions.deploy(office.engine, {"p.bpmn": draw(CHANGED)}, ANALYST)

    user_tasks.complete(office.engine, office.task(), CLERK, posted())

    assert office.inbox()[0].element == "decide"


def test_a_refused_deployment_stores_nothing(office: Office) -> None:
    without_form = {"p.bpmn": draw(TWO_TASKS)}

    with pytest.raises(DefinitionRejected) as refused:
        process_definitions.deploy(office.engine, without_form, ANALYST)

    assert {finding.element for finding in refused.value.findings} == {"receive", "decide"}
    assert definitions.latest(office.engine.store, office.clock()) == ()


def test_a_form_that_cannot_be_read_is_refused_at_its_field(office: Office) -> None:
    odd = form({"type": "iframe", "key": "press", "label": "Press"})

    with pytest.raises(DefinitionRejected) as refused:
        process_definitions.deploy(office.engine, {**FILES, "p/receive.json": odd}, ANALYST)

    assert "p/receive.json" in {finding.file for finding in refused.value.findings}


def test_a_text_tells_no_decision_that_nothing_makes(office: Office) -> None:
    price = {"type": "text", "id": "price", "text": "{amount}", "properties": {"decision": "fee"}}

    with pytest.raises(DefinitionRejected) as refused:
        process_definitions.deploy(
            office.engine, {**FILES, "p/receive.json": form(price)}, ANALYST
        )

    (finding,) = refused.value.findings
    assert (finding.code, finding.file, finding.element) == (
        "decision_not_made",
        "p/receive.json",
        "price",
    )


@pytest.mark.parametrize(
    ("component", "code"),
    [
        ({"conditional": {"hide": "=today() > opened_on"}}, "function_unknown"),
        ({"properties": {"public": "=pubic(note)"}}, "function_unknown"),
        (
            {"properties": {"fits": '=note = setting("carriage_days")', "mend": "No"}},
            "function_unknown",
        ),
        ({"properties": {"computed": '=setting("word")'}}, "setting_unknown"),
    ],
)
def test_an_expression_of_a_form_calls_nothing_that_it_does_not_have(
    office: Office, component: dict[str, object], code: str
) -> None:
    asking = form({**text("note"), **component})

    with pytest.raises(DefinitionRejected) as refused:
        process_definitions.deploy(office.engine, {**FILES, "p/receive.json": asking}, ANALYST)

    (finding,) = refused.value.findings
    assert (finding.code, finding.file, finding.element) == (code, "p/receive.json", "note")


@pytest.mark.parametrize(
    "properties",
    [
        {"fits": "=date(note) <= today()", "mend": "No"},
        {"computed": '=string(today()) + string(setting("supplement_days"))'},
    ],
)
def test_an_expression_of_a_form_may_ask_for_the_day_and_the_settings(
    office: Office, properties: dict[str, str]
) -> None:
    asking = form({**text("note"), "properties": properties})

    process_definitions.deploy(office.engine, {**FILES, "p/receive.json": asking}, ANALYST)


@pytest.mark.parametrize(
    ("name", "code"), [("notes.txt", "unknown_file_kind"), ("x.json", "form_without_folder")]
)
def test_a_strange_file_is_refused_by_name(office: Office, name: str, code: str) -> None:
    with pytest.raises(DefinitionRejected) as refused:
        process_definitions.deploy(office.engine, {**FILES, name: FORMS["p/receive.json"]}, SYSTEM)

    assert (name, code) in {(each.file, each.code) for each in refused.value.findings}


def test_a_check_tells_what_a_deployment_would_say_and_writes_nothing(office: Office) -> None:
    found = process_definitions.check(office.engine, {"p.bpmn": draw(TWO_TASKS)})

    refused = {finding.element for finding in found if finding.weight is Weight.REFUSAL}
    assert refused == {"receive", "decide"}
    assert definitions.latest(office.engine.store, office.clock()) == ()


def test_a_called_process_is_deployed_but_not_started_by_people(office: Office) -> None:
    office.deploy(*CALLING, files={"inner/do.json": form(text("note"))})

    assert [row.process_id for row in definitions.latest(office.engine.store, office.clock())] == [
        "inner",
        "outer",
    ]
    offered = process_definitions.startable(office.engine, CLERK)
    assert [row.process_id for row in offered] == ["outer"]
    with pytest.raises(NotFound):
        office.start(process_id="inner")


def test_what_a_caller_calls_belongs_to_its_version(office: Office) -> None:
    office.deploy(*CALLING, files={"inner/do.json": form(text("note"))})

    deployed = process_definitions.deploy(
        office.engine, {"inner/do.json": form(text("remark"))}, SYSTEM
    )

    assert {(each.process_id, each.version) for each in deployed} == {("outer", 2), ("inner", 2)}


def test_a_guest_is_offered_what_applicants_start(office: Office) -> None:
    office.deploy(TWO_TASKS, files=FORMS)

    assert process_definitions.startable(office.engine, None) == ()
    assert process_definitions.startable(office.engine, APPLICANT) == ()


def test_only_analysts_and_approvers_deploy(office: Office) -> None:
    with pytest.raises(NotPermitted):
        process_definitions.deploy(office.engine, FILES, CLERK)


def test_a_draft_is_saved_revision_by_revision(office: Office) -> None:
    first = process_definitions.save_draft(office.engine, "p.bpmn", b"one", 0, ANALYST)

    second = process_definitions.save_draft(office.engine, "p.bpmn", b"two", first, ANALYST)

    assert definitions.draft_of(office.engine.store, "p.bpmn") == (second, b"two")
    assert (first, second) == (1, 2)


@pytest.mark.parametrize("seen", [0, 1])
def test_a_draft_that_moved_on_is_not_overwritten(office: Office, seen: int) -> None:
    process_definitions.save_draft(office.engine, "p.bpmn", b"one", 0, ANALYST)
    process_definitions.save_draft(office.engine, "p.bpmn", b"two", 1, ANALYST)

    with pytest.raises(Conflict) as refused:
        process_definitions.save_draft(office.engine, "p.bpmn", b"three", seen, ANALYST)

    assert refused.value.code == "draft_moved_on"
    assert definitions.draft_of(office.engine.store, "p.bpmn") == (2, b"two")


def test_the_names_of_elements_are_given_by_definition(office: Office) -> None:
    office.deploy(TWO_TASKS, files=FORMS)

    names = process_definitions.element_names(office.engine, {"p:1"})

    assert names["p:1"]["receive"]["en"] == "receive"
