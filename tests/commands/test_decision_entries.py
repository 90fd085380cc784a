"""What the history keeps of a decision: all it read, what matched, what it gave and warned of."""

from __future__ import annotations

from typing import Any

from engine.commands import history as histories
from engine.commands import made_decisions
from engine.store.queries import history, instances
from tests.bpmn.drawing import end, lane, path, process, rule, start, user
from tests.commands.fees import FILES, asking, fee
from tests.commands.offices import Office
from tests.commands.procedures import form, text
from tests.dmn.documents import decision, input_data, literal, table
from tests.dmn.documents import definitions as document

# the second decision reads what the first one gave, and an answer that nobody gave
CHAIN = process(
    "p",
    lane("desk", "start", "receive", "end", jurisdiction="station"),
    lane("machine", "price", "judge", role="platform", jurisdiction="none"),
    start(),
    rule("price", "fee", "amount"),
    rule("judge", "band", "band"),
    user("receive"),
    end(),
    path("start", "price", "judge", "receive", "end"),
)
BAND = document(
    input_data("amount", "number"),
    input_data("nickname", "string"),
    decision(
        "band", table(["amount", "nickname"], [["< 50", "-", '"LOW"']]), "#amount", "#nickname"
    ),
    namespace="band",
)


def entry(office: Office, instance_id: str) -> Any:
    """Give the first entry of a case."""
    return history.timeline(office.engine.store, instance_id)[0]


def told(office: Office, instance_id: str) -> Any:
    """Give the first decision of a case as people are told it."""
    entries = history.timeline(office.engine.store, instance_id)
    row = instances.page(office.engine.store, instance_id)
    assert row is not None
    made = made_decisions.of(office.engine, row.definition_id, instance_id, entries)
    return made[entries[0].seq][0]


def test_an_answer_that_was_read_is_named_by_the_entry_of_its_digest(office: Office) -> None:
    office.deploy(asking(), files=FILES)

    instance_id = office.start(reason="LOSS")

    made = entry(office, instance_id).body["decisions"][0]
    assert made["answers"] == {"reason": 1}
    assert "inputs" not in made
    assert "reason" in entry(office, instance_id).body["fields"]


def test_a_variable_that_was_read_is_kept_as_it_was(office: Office) -> None:
    office.deploy(CHAIN, files={**FILES, "band.dmn": BAND})

    made = entry(office, office.start(reason="LOSS")).body["decisions"][1]

    assert made["inputs"] == {"amount": "40", "nickname": "null"}
    assert (made["output"], made["matched"][0][2]) == ('"LOW"', 1)


def test_no_personal_value_stands_in_the_entry(office: Office) -> None:
    files = {**FILES, "p/start.json": form(text("reason", "P3"))}
    office.deploy(asking(), files={**files, "fee.dmn": fee("number(reason)")})

    body = entry(office, office.start(reason="LOSS")).body

    assert "LOSS" not in str(body)


def test_a_warning_is_kept_without_the_value_it_is_about(office: Office) -> None:
    office.deploy(asking(), files={**FILES, "fee.dmn": fee("number(reason)")})

    made = entry(office, office.start(reason="LOSS")).body["decisions"][0]

    assert [each[1:] for each in made["warnings"]] == [["invalid_number", {"function": "number"}]]


def test_a_pinned_version_stands_in_the_entry(office: Office) -> None:
    office.deploy(asking(decisionVersion="1"), files=FILES)

    instance_id = office.start(reason="LOSS")

    assert entry(office, instance_id).body["decisions"][0]["version"] == 1
    assert (told(office, instance_id).file, told(office, instance_id).version) == ("fee.dmn", 1)


def test_the_latest_version_is_told_by_what_the_definition_was_deployed_with(
    office: Office,
) -> None:
    office.deploy(asking(), files=FILES)
    instance_id = office.start(reason="LOSS")

    office.deploy(asking(), files={"fee.dmn": fee("45")})

    assert told(office, instance_id).version == 1


def test_a_history_with_decisions_stands_as_it_was_sealed(office: Office) -> None:
    office.deploy(CHAIN, files={**FILES, "band.dmn": BAND, "fee.dmn": fee("1 / 0")})

    office.start(reason="LOSS")

    assert histories.verify(office.engine).broken == ()


def test_a_decision_without_inputs_reads_nothing(office: Office) -> None:
    fixed = document(decision("fee", literal("7")), namespace="fee")
    office.deploy(asking(), files={**FILES, "fee.dmn": fixed})

    made = entry(office, office.start(reason="LOSS")).body["decisions"][0]

    assert made == {"decision": "fee", "element": "price", "matched": [], "output": "7"}
