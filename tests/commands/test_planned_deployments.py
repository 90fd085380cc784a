"""Deployments from a set instant: what is in force when, and what is built anew in between."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.commands import (
    decision_versions,
    guides,
    process_definitions,
    process_instances,
    sheets,
)
from engine.core.errors import Conflict, DefinitionRejected, InvalidInput, NotFound
from engine.store.queries import definitions
from engine.store.queries.definitions import DefinitionRow
from tests.bpmn.drawing import draw
from tests.commands.fees import ASKING, asking, fee
from tests.commands.fees import FILES as FEES
from tests.commands.offices import CLERK, Office, posted
from tests.commands.plans import (
    CHANGED,
    OTHER,
    deploy,
    drawing,
    in_force,
    later,
    planned,
    waiting,
)
from tests.commands.procedures import FORMS, TWO_TASKS, form, text


@pytest.fixture
def running(office: Office) -> Office:
    """An office that runs version 1 of p and of q."""
    office.deploy(TWO_TASKS, files={**FORMS, **OTHER})
    return office


def test_a_planned_version_is_stored_at_once_and_counts_from_its_instant(running: Office) -> None:
    begins = later(running)

    deployed = deploy(running, CHANGED, begins)
    before = in_force(running)["p"], planned(running)
    running.clock.now = begins - timedelta(microseconds=1)
    just_before = in_force(running)["p"]
    running.clock.now = begins

    assert deployed == ["p:2"]
    assert before == (1, ["p:2"])
    assert just_before == 1
    assert in_force(running)["p"] == 2
    assert planned(running) == []


def test_what_starts_before_the_instant_keeps_its_version(running: Office) -> None:
    begins = later(running)
    deploy(running, CHANGED, begins)
    old = running.start()
    running.clock.now = begins

    new = running.start()

    versions = {
        case: sheets.process_instance(running.engine, case, CLERK).instance.version
        for case in (old, new)
    }
    assert versions == {old: 1, new: 2}


def test_the_start_page_shows_what_is_in_force(running: Office) -> None:
    begins = later(running)
    deploy(running, CHANGED, begins)

    before = sheets.start(running.engine, "p", CLERK).version
    running.clock.now = begins

    assert (before, sheets.start(running.engine, "p", CLERK).version) == (1, 2)


def test_a_process_that_is_only_planned_does_not_exist_yet(office: Office) -> None:
    begins = later(office)
    deploy(office, OTHER, begins)

    with pytest.raises(NotFound):
        office.start(process_id="q")
    with pytest.raises(NotFound):
        guides.guide(office.engine, "q")
    office.clock.now = begins

    assert office.start(process_id="q")


def test_an_instant_that_has_passed_is_refused(running: Office) -> None:
    for begins in (running.clock(), later(running, -1)):
        with pytest.raises(InvalidInput) as refused:
            deploy(running, CHANGED, begins)

        assert refused.value.code == "deployment_instant_passed"
    assert in_force(running)["p"] == 1


def test_errors_show_at_once(running: Office) -> None:
    with pytest.raises(DefinitionRejected):
        deploy(running, {"p.bpmn": drawing("p", "formless")}, later(running))

    assert planned(running) == []


def test_what_is_deployed_in_between_is_not_undone_at_the_instant(running: Office) -> None:
    begins = later(running)
    deploy(running, CHANGED, begins)

    deploy(running, {"q/receive.json": form(text("remark"))})
    running.clock.now = begins

    assert in_force(running) == {"p": 3, "q": 2}
    body = definitions.resource_of(running.engine.store, "p:3", "q/receive.json")
    assert body == form(text("remark"))
    assert deploy(running, {"p/receive.json": form(text("again"))}) == ["p:4"]
    assert in_force(running) == {"p": 4, "q": 2}


def test_a_planned_version_runs_the_form_that_was_mended_in_between(running: Office) -> None:
    begins = later(running)
    deploy(running, CHANGED, begins)

    at_once = deploy(running, {"p/receive.json": form(text("mended"))})
    running.clock.now = begins

    assert at_once == ["p:3"]
    newest = definitions.versions(running.engine.store, "p")[0]
    assert in_force(running)["p"] == newest.version
    body = definitions.resource_of(running.engine.store, newest.id, "p/receive.json")
    assert body == form(text("mended"))
    drawn = definitions.resource_of(running.engine.store, newest.id, "p.bpmn")
    assert drawn == CHANGED["p.bpmn"]


def test_a_change_that_spoils_what_is_planned_is_refused_whole(running: Office) -> None:
    deploy(running, {"p/decide.json": form(text("grounds"))}, later(running))

    with pytest.raises(DefinitionRejected) as refused:
        deploy(running, CHANGED)

    assert [each.code for each in refused.value.findings] == [
        "planned_unfit",
        "form_without_element",
    ]
    assert refused.value.findings[0].parameters == {"begins": "2026-03-18 10:00"}
    assert in_force(running) == {"p": 1, "q": 1}
    assert planned(running) == ["p:2"]


def test_of_two_for_one_instant_the_later_deployed_counts(running: Office) -> None:
    begins = later(running)
    deploy(running, CHANGED, begins)
    deploy(running, {"p/receive.json": form(text("later"))}, begins)

    running.clock.now = begins

    assert in_force(running)["p"] == 3
    drawn = definitions.resource_of(running.engine.store, "p:3", "p.bpmn")
    assert drawn == CHANGED["p.bpmn"]


def test_planned_ones_take_effect_in_the_order_of_their_instants(running: Office) -> None:
    second, first = later(running, 9), later(running, 5)
    deploy(running, {"p/receive.json": form(text("second"))}, second)
    deploy(running, CHANGED, first)

    running.clock.now = first
    at_first = definitions.latest(running.engine.store, running.clock())[0]
    running.clock.now = second
    at_second = definitions.latest(running.engine.store, running.clock())[0]

    def both(row: DefinitionRow) -> tuple[bool, bool]:
        names = (("p.bpmn", CHANGED["p.bpmn"]), ("p/receive.json", form(text("second"))))
        store = running.engine.store
        return tuple(  # type: ignore[return-value] # two of them
            definitions.resource_of(store, row.id, name) == body for name, body in names
        )

    assert both(at_first) == (True, False)
    assert both(at_second) == (True, True)


def test_what_is_brought_forward_no_longer_waits(running: Office) -> None:
    deploy(running, CHANGED, later(running))

    deploy(running, CHANGED)

    assert waiting(running) == ()
    assert in_force(running)["p"] == 3
    (ended,) = [row for row in definitions.versions(running.engine.store, "p") if row.version == 2]
    assert ended.replaced_by is not None


def test_what_was_deployed_at_once_stays_in_force_when_the_clock_goes_back(
    running: Office,
) -> None:
    deploy(running, CHANGED)

    running.clock.advance(hours=-1)

    assert in_force(running)["p"] == 2


def test_a_planned_decision_is_run_by_what_starts_from_its_instant_on(office: Office) -> None:
    office.deploy(ASKING, files=FEES)
    begins = later(office)
    deploy(office, {"fee.dmn": fee("45")}, begins)

    before = decision_versions.numbers(office.engine)["fee"]
    office.clock.now = begins

    assert (before, decision_versions.numbers(office.engine)["fee"]) == (1, 2)
    (row,) = definitions.latest(office.engine.store, office.clock())
    assert [each.version for each in decision_versions.run_by(office.engine, row)] == [2]


def test_a_decision_that_is_built_anew_keeps_its_number(office: Office) -> None:
    office.deploy(ASKING, files=FEES)
    begins = later(office)
    deploy(office, {"fee.dmn": fee("45")}, begins)

    deploy(office, {"p/receive.json": form(text("remark"))})
    office.clock.now = begins

    (row,) = definitions.latest(office.engine.store, office.clock())
    assert row.version == 4
    assert [each.version for each in decision_versions.run_by(office.engine, row)] == [2]


def test_a_diagram_may_pin_the_decision_that_is_planned_with_it(office: Office) -> None:
    office.deploy(ASKING, files=FEES)
    begins = later(office)
    files = {"p.bpmn": draw(asking(decisionVersion="2")), "fee.dmn": fee("45")}

    deploy(office, files, begins)
    deploy(office, {"p/receive.json": form(text("remark"))})
    office.clock.now = begins

    (row,) = definitions.latest(office.engine.store, office.clock())
    assert [each.version for each in decision_versions.run_by(office.engine, row)] == [2]


def test_who_fills_in_a_form_that_changes_meanwhile_is_told(office: Office) -> None:
    office.deploy(TWO_TASKS, files={**FORMS, "p/start.json": form(text("reason"))})
    begins = later(office)
    deploy(office, {"p/start.json": form(text("reason"), text("place"))}, begins)
    office.clock.now = begins

    with pytest.raises(Conflict) as refused:
        process_instances.start(office.engine, "p", CLERK, posted(reason="Lost"), seen=1)

    assert refused.value.code == "start_form_changed"
    given = posted(reason="Lost", place="Here")
    assert process_instances.start(office.engine, "p", CLERK, given, seen=2)


def test_a_new_version_with_the_same_start_form_takes_what_was_entered(running: Office) -> None:
    begins = later(running)
    deploy(running, CHANGED, begins)
    running.clock.now = begins

    case = process_instances.start(running.engine, "p", CLERK, posted(), seen=1)

    assert sheets.process_instance(running.engine, case, CLERK).instance.version == 2


def test_a_file_that_would_silently_take_a_process_away_is_refused(running: Office) -> None:
    foreign = {"p.bpmn": drawing("other"), "other/receive.json": form(text("note"))}

    with pytest.raises(DefinitionRejected) as refused:
        deploy(running, foreign)

    (finding,) = refused.value.findings
    assert (finding.code, finding.file) == ("process_lost", "p.bpmn")
    assert finding.code in {
        each.code for each in process_definitions.check(running.engine, foreign)
    }
    assert in_force(running) == {"p": 1, "q": 1}
