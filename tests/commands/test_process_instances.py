"""Starting instances, messages to them, and what is erased when they are over."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from engine.commands import (
    form_answers,
    history,
    message_sheets,
    messages,
    process_instances,
    sheets,
    user_tasks,
)
from engine.core.errors import Conflict, InvalidAnswers, InvalidInput, NotFound, NotPermitted
from engine.core.organisation import Organisation, opening_hours
from engine.core.people import Actor
from engine.store.queries import answers, applications, instances, tasks
from engine.store.transaction import reading
from tests.bpmn.drawing import end, lane, message_on, path, process, start, user
from tests.commands.offices import (
    APPLICANT,
    AUDITOR,
    CLERK,
    HEAD,
    NEIGHBOUR,
    STRANGER,
    Office,
    person,
    posted,
)
from tests.commands.procedures import form, text

PROVINCE = person("pro", ("province", "520000"))
OWN_NUMBER = "52019919850704202X"
APPLYING = process(
    "p",
    lane("citizen", "apply", "withdrawn", "gone", role="applicant", jurisdiction="own_case"),
    lane("desk", "check", "ready", jurisdiction="station"),
    start("apply", unique="id_number", status="SUBMITTED"),
    user("check", assigns="acceptance_no"),
    message_on("check", "withdrawn", "withdrawal"),
    end("ready", status="READY"),
    end("gone"),
    path("apply", "check", "ready"),
    path("withdrawn", "gone"),
)
FILES = {
    "p/apply.json": form(text("id_number", "P3"), text("name")),
    "p/check.json": form(text("note")),
    "p/withdrawn.json": form(text("why")),
}


@pytest.fixture(autouse=True)
def _deployed(office: Office) -> None:
    office.deploy(APPLYING, files=FILES, messages=("withdrawal",))


def apply(office: Office, actor: Actor = APPLICANT, number: str = OWN_NUMBER) -> str:
    """Apply, by an account that is bound to the number unless it is bound already."""
    bound = replace(actor, id_number=actor.id_number or number)
    return office.start(bound, id_number=number, name="张美")


def message_of(office: Office, instance_id: str) -> str:
    with reading(office.engine.store) as tx:
        (message,) = tasks.awaited_of(tx, instance_id)
    return message.id


def known(office: Office, instance_id: str) -> dict[str, object]:
    return {row.field: row.value for row in answers.current(office.engine.store, instance_id)}


def test_a_started_instance_has_a_case_number_and_a_status(office: Office) -> None:
    found = instances.page(office.engine.store, apply(office))

    assert found is not None
    assert re.fullmatch(r"260313-\d{5}-\d{5}", found.case_no)
    assert (found.status, found.started_by, found.about) == ("SUBMITTED", APPLICANT.id, "张*")
    assert instances.find(office.engine.store, found.case_no) == found


def test_the_case_number_and_the_sample_are_answers(office: Office) -> None:
    instance = apply(office)

    told = known(office, instance)

    assert isinstance(told["sampled"], bool)
    assert str(told["case_no"]).startswith("260313-")


def test_a_second_open_instance_of_a_subject_is_refused_by_its_first(office: Office) -> None:
    first = apply(office)

    with pytest.raises(Conflict) as refused:
        apply(office, NEIGHBOUR)

    assert refused.value.code == "open_instance_exists"
    assert refused.value.parameters == {"instance": first}


def test_who_was_never_checked_may_not_file(office: Office) -> None:
    with pytest.raises(NotPermitted) as refused:
        office.start(NEIGHBOUR, id_number=OWN_NUMBER, name="张美")

    assert refused.value.code == "real_name_needed"
    assert applications.of(office.engine.store, NEIGHBOUR.id) == ()


def test_another_subject_may_start(office: Office) -> None:
    apply(office)

    assert apply(office, NEIGHBOUR, number="520199200603151015")


def test_an_ended_instance_makes_room_for_another(office: Office) -> None:
    messages.send(office.engine, message_of(office, apply(office)), APPLICANT, posted())

    assert apply(office)


def test_who_does_not_hold_the_role_of_the_lane_may_not_start(office: Office) -> None:
    with pytest.raises(NotPermitted):
        office.start(CLERK)


def test_the_applicant_withdraws_by_a_message(office: Office) -> None:
    instance = apply(office)

    messages.send(office.engine, message_of(office, instance), APPLICANT, posted(why="moved"))

    ended = instances.page(office.engine.store, instance)
    assert ended is not None
    assert ended.outcome == "gone"
    assert office.inbox(CLERK) == ()


def test_a_message_is_received_once(office: Office) -> None:
    message = message_of(office, apply(office))
    messages.send(office.engine, message, APPLICANT, posted())

    with pytest.raises(Conflict) as refused:
        messages.send(office.engine, message, APPLICANT, posted())

    assert refused.value.code == "message_no_longer_awaited"


def test_another_applicant_does_not_learn_of_the_message(office: Office) -> None:
    message = message_of(office, apply(office))

    with pytest.raises(NotFound):
        messages.send(office.engine, message, NEIGHBOUR, posted())


def test_acceptance_numbers_count_per_station_and_day(office: Office) -> None:
    numbers = []
    for number in (OWN_NUMBER, "520199200603151015"):
        instance = apply(office, NEIGHBOUR, number=number)
        user_tasks.complete(office.engine, office.task(), CLERK, posted())
        numbers.append(known(office, instance)["acceptance_no"])

    assert numbers == ["5201020012026031300001", "5201020012026031300002"]


def test_nobody_handles_the_own_case(office: Office) -> None:
    apply(office, NEIGHBOUR)
    officer = person("off", ("clerk", "520102001"), id_number=OWN_NUMBER)

    with pytest.raises(NotPermitted) as refused:
        user_tasks.complete(office.engine, office.task(), officer, posted())

    assert refused.value.code == "own_case"


def test_nobody_files_for_a_number_that_the_account_is_not_bound_to(office: Office) -> None:
    apply(office, NEIGHBOUR, number="520199200603151015")

    with pytest.raises(InvalidAnswers) as refused:
        apply(office, APPLICANT, number="520199200603151015")

    (problem,) = refused.value.problems
    assert (problem.key, problem.code) == ("id_number", "not_your_id_number")
    assert applications.of(office.engine.store, APPLICANT.id) == ()


def test_the_applications_of_a_person_are_listed_with_status(office: Office) -> None:
    instance = apply(office)

    (row,) = applications.of(office.engine.store, APPLICANT.id)

    assert (row.instance.id, row.timers, row.asked) == (instance, (), ())
    assert applications.of(office.engine.store, NEIGHBOUR.id) == ()


@pytest.mark.parametrize("reader", [APPLICANT, CLERK, HEAD, AUDITOR], ids=lambda actor: actor.id)
def test_who_is_concerned_sees_the_instance(office: Office, reader: Actor) -> None:
    instance = apply(office)

    sheet = sheets.process_instance(office.engine, instance, reader)

    assert sheet.waiting == {"check": 1, "withdrawn": 1}
    assert [task.may_act for task in sheet.tasks] == [reader is CLERK]
    assert len(sheet.messages) == (reader is APPLICANT)


@pytest.mark.parametrize("reader", [NEIGHBOUR, STRANGER], ids=lambda actor: actor.id)
def test_who_is_not_concerned_does_not(office: Office, reader: Actor) -> None:
    instance = apply(office)

    with pytest.raises(NotFound):
        sheets.process_instance(office.engine, instance, reader)


def test_the_start_page_gets_form_and_choices(office: Office) -> None:
    sheet = sheets.start(office.engine, "p", APPLICANT)

    assert [field.key for field in sheet.form.questions] == ["id_number", "name"]
    assert [choice["value"] for choice in sheet.context["stations"]] == ["520102001", "520103001"]


@pytest.mark.parametrize(
    ("actor", "near"),
    [
        pytest.param(
            replace(APPLICANT, id_number="520103190001010018"), "520103001", id="citizen"
        ),
        pytest.param(
            replace(APPLICANT, id_number=None, unit="520103002"), "520103001", id="officer"
        ),
        pytest.param(APPLICANT, None, id="another-province"),
    ],
)
def test_the_stations_of_the_own_county_are_marked(
    office: Office, actor: Actor, near: str | None
) -> None:
    stations = sheets.start(office.engine, "p", actor).context["stations"]

    assert [each["value"] for each in stations if each.get("near")] == ([near] if near else [])


def test_a_station_is_offered_under_its_divisions_with_address_and_hours(office: Office) -> None:
    station = replace(
        office.engine.organisation.unit("520102001"),
        address="人民路18号",
        hours=opening_hours("09:00-12:00 13:00-17:00"),
    )
    units = {**office.engine.organisation.units, station.code: station}

    listed = form_answers.lists(Organisation(units))["stations"]

    (told,) = (each for each in listed if each["value"] == station.code)
    assert told["group"] == "City · Nanming"
    assert told["about"] == "人民路18号 · 09:00–12:00, 13:00–17:00"


def test_the_message_page_is_for_its_sender(office: Office) -> None:
    message = message_of(office, apply(office))

    assert message_sheets.message(office.engine, message, APPLICANT).element == "withdrawn"
    with pytest.raises(NotPermitted):
        message_sheets.message(office.engine, message, CLERK)


def test_an_erased_answer_is_gone_and_the_history_still_verifies(office: Office) -> None:
    instance = apply(office)
    messages.send(office.engine, message_of(office, instance), APPLICANT, posted())

    process_instances.erase_answer(office.engine, instance, "name", "12 months over", PROVINCE)

    assert known(office, instance)["name"] is None
    assert history.verify(office.engine).broken == ()


def test_an_open_instance_keeps_its_answers(office: Office) -> None:
    instance = apply(office)

    with pytest.raises(Conflict):
        process_instances.erase_answer(office.engine, instance, "name", "wish", PROVINCE)


def test_erasing_needs_a_ground_and_an_answer(office: Office) -> None:
    instance = apply(office)
    messages.send(office.engine, message_of(office, instance), APPLICANT, posted())

    with pytest.raises(InvalidInput):
        process_instances.erase_answer(office.engine, instance, "name", "", PROVINCE)
    with pytest.raises(NotPermitted):
        process_instances.erase_answer(office.engine, instance, "name", "wish", CLERK)
    with pytest.raises(NotFound):
        process_instances.erase_answer(office.engine, instance, "phone", "wish", PROVINCE)
