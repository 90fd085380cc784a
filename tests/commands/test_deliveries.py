"""Messages between instances: who receives them, once, and what the histories tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from engine.commands import deliveries, history, service_tasks, user_tasks
from engine.commands import messages as commands
from engine.core import instants
from engine.core.errors import Conflict, NotFound, NotPermitted
from engine.core.progress import SENDING
from engine.store.failpoints import Failpoints
from engine.store.queries import answers, incidents, instances, tasks
from engine.store.queries import history as entries
from engine.store.queries import service_tasks as queries
from engine.store.queries.history import TimelineEntry
from engine.store.transaction import reading
from tests.bpmn.drawing import (
    draw,
    end,
    end_message,
    flow,
    lane,
    message_on,
    parallel,
    path,
    process,
    start,
    throw_message,
    timer_on,
    user,
)
from tests.commands.offices import CLERK, COLLEAGUE, HEAD, Office, posted
from tests.commands.procedures import form, text

CASE = process(
    "case",
    lane("desk", "start", "check", "read", "end", jurisdiction="station"),
    start(),
    user("check"),
    message_on("check", "died", "died", role="platform", when='stage != "made"'),
    user("read"),
    end(),
    end("closed"),
    path("start", "check", "read", "end"),
    flow("died", "closed"),
)
NEWS = process(
    "news",
    lane("register", "heard", "told", jurisdiction="station"),
    start("heard"),
    throw_message("tell", "died", correlation="number", payload="ground"),
    end("told"),
    path("heard", "tell", "told"),
)
FORMS = {
    **dict.fromkeys(("case/check.json", "case/read.json"), form()),
    "case/start.json": form(text("number"), text("stage")),
    "news/heard.json": form(text("number"), text("ground", "P1")),
}


@pytest.fixture(autouse=True)
def _deployed(office: Office) -> None:
    office.deploy(CASE, NEWS, files=FORMS, messages=("died",))


ODD = {
    "odd/o_start.json": form(text("number")),
    **dict.fromkeys(("odd/wait.json", "odd/look.json"), form()),
}


def case(office: Office, number: str = "7", stage: str = "open") -> str:
    return office.start(CLERK, "case", number=number, stage=stage)


def news(office: Office, number: str = "7") -> str:
    return office.start(CLERK, "news", number=number, ground="certificate")


def outcome(office: Office, instance: str) -> str | None:
    row = instances.page(office.engine.store, instance)
    assert row is not None
    return row.outcome


def told(office: Office, instance: str) -> TimelineEntry:
    return entries.timeline(office.engine.store, instance)[-1]


def test_every_open_instance_with_the_same_answer_receives_the_message(office: Office) -> None:
    same, again, other = case(office), case(office), case(office, "8")

    sender = news(office)
    service_tasks.run_due(office.engine)

    found = [outcome(office, each) for each in (same, again, other, sender)]
    assert found == ["closed", "closed", None, "told"]
    assert history.verify(office.engine).broken == ()


def test_both_histories_tell_of_the_other(office: Office) -> None:
    receiver = case(office)

    sender = news(office)
    service_tasks.run_due(office.engine)

    numbers = [instances.page(office.engine.store, each) for each in (receiver, sender)]
    to, by = (row.case_no for row in numbers if row is not None)
    received, sent = told(office, receiver), told(office, sender)
    assert (received.kind, received.body["sender"]) == ("message_received", by)
    assert (sent.kind, sent.body["received"], sent.body["receivers"]) == ("message_sent", 1, [to])


def test_the_payload_is_copied_with_its_class(office: Office) -> None:
    receiver = case(office)

    news(office)
    service_tasks.run_due(office.engine)

    known = {row.field: row for row in answers.current(office.engine.store, receiver)}
    assert (known["ground"].value, known["ground"].data_class) == ("certificate", "P1")


def test_a_message_that_nobody_waits_for_is_sent_all_the_same(office: Office) -> None:
    sender = news(office)

    service_tasks.run_due(office.engine)

    assert told(office, sender).body["received"] == 0
    assert outcome(office, sender) == "told"


def test_an_instance_that_does_not_take_it_now_does_not_receive_it(office: Office) -> None:
    receiver = case(office, stage="made")

    sender = news(office)
    service_tasks.run_due(office.engine)

    assert outcome(office, receiver) is None
    assert told(office, sender).body["received"] == 0


def test_an_empty_answer_finds_nobody(office: Office) -> None:
    receiver = case(office, number="")

    sender = news(office, number="")
    service_tasks.run_due(office.engine)

    assert (outcome(office, receiver), told(office, sender).body["received"]) == (None, 0)


def test_an_instance_that_moved_on_meanwhile_does_not_receive_it(office: Office) -> None:
    receiver = case(office)
    news(office)
    (due,) = queries.due(office.engine.store, instants.text(office.clock.now), 9)
    user_tasks.complete(office.engine, office.task(), CLERK, posted())

    deliveries.deliver(office.engine, due)

    assert outcome(office, receiver) is None


def test_a_message_is_delivered_once(office: Office) -> None:
    receiver = case(office)
    sender = news(office)
    (due,) = queries.due(office.engine.store, instants.text(office.clock.now), 9)
    deliveries.deliver(office.engine, due)
    before = [len(entries.timeline(office.engine.store, each)) for each in (receiver, sender)]

    deliveries.deliver(office.engine, due)

    after = [len(entries.timeline(office.engine.store, each)) for each in (receiver, sender)]
    assert before == after


def test_an_end_event_sends_too(office: Office) -> None:
    last = end_message("tell_end", "died", correlation="number")
    sender = process("last", lane("l", "begin"), start("begin"), last, path("begin", "tell_end"))
    _deploy_beside(office, sender, "died", {"last/begin.json": form(text("number"))})
    receiver = case(office)

    office.start(CLERK, "last", number="7")
    service_tasks.run_due(office.engine)

    assert outcome(office, receiver) == "closed"


def test_a_process_of_a_case_sends_to_another_one_of_the_same_case(office: Office) -> None:
    own = process(
        "own",
        lane("l", "begin", "fork", "wait", "last", "look", "looked", jurisdiction="station"),
        start("begin"),
        parallel("fork"),
        throw_message("tell_own", "died", correlation="number"),
        end("own_told"),
        user("wait"),
        message_on("wait", "beside", "died", interrupting=False, role="platform"),
        user("look"),
        end("looked"),
        end("last"),
        path("begin", "fork", "tell_own", "own_told"),
        path("fork", "wait", "last"),
        path("beside", "look", "looked"),
    )
    asked = dict.fromkeys(("own/wait.json", "own/look.json"), form())
    _deploy_beside(office, own, "died", {"own/begin.json": form(text("number")), **asked})
    office.start(CLERK, "own", number="8")

    instance = office.start(CLERK, "own", number="7")
    service_tasks.run_due(office.engine)

    sent = [
        each
        for each in entries.timeline(office.engine.store, instance)
        if each.kind == "message_sent"
    ]
    assert [each.body["received"] for each in sent] == [1]
    assert outcome(office, instance) is None
    assert sorted(each.element for each in office.inbox()) == ["look", "look", "wait", "wait"]


def test_what_breaks_one_receiver_is_an_incident_of_the_sender_and_changes_nothing(
    office: Office,
) -> None:
    broken = message_on("wait", "died_too", "died", role="platform")
    timed = timer_on("look", "never", "working days after(missing, 3)")
    odd = process(
        "odd",
        lane("o", "o_start", "wait", "look", jurisdiction="station"),
        start("o_start"),
        user("wait"),
        broken,
        user("look"),
        timed,
        end("o_end"),
        end("o_late"),
        path("o_start", "wait", "o_end"),
        path("died_too", "look", "o_end"),
        flow("never", "o_late"),
    )
    _deploy_beside(office, odd, "died", ODD)
    receiver, stuck = case(office), office.start(CLERK, "odd", number="7")

    news(office)
    service_tasks.run_due(office.engine)

    (incident,) = incidents.open_incidents(office.engine.store)
    assert (incident.operation, incident.failure) == (SENDING, "timer_without_instant")
    assert [outcome(office, each) for each in (receiver, stuck)] == [None, None]


def test_no_person_may_send_what_only_instances_send(office: Office) -> None:
    instance = case(office)
    (waiting,) = _awaited(office, instance)

    for person in (CLERK, COLLEAGUE, HEAD):
        with pytest.raises((NotPermitted, NotFound)):
            commands.send(office.engine, waiting, person, posted())


def test_a_completed_task_costs_the_same_where_a_message_is_sent_behind_it(
    office: Office,
) -> None:
    telling = process(
        "telling",
        lane("t", "t_start", "ask", jurisdiction="station"),
        start("t_start"),
        user("ask"),
        throw_message("shout", "died", correlation="number"),
        end("t_end"),
        path("t_start", "ask", "shout", "t_end"),
    )
    _deploy_beside(office, telling, "died", {"telling/ask.json": form()})
    office.start(CLERK, "telling")
    places = Failpoints("statement", passage=0)
    engine = replace(office.engine, store=replace(office.engine.store, failpoints=places))

    user_tasks.complete(engine, office.task(), CLERK, posted())

    assert places.passed <= 10


def test_a_message_is_refused_while_its_condition_is_false(office: Office) -> None:
    asked = message_on("rest", "remark", "remark", role="clerk", when='stage = "open"')
    talk = process(
        "talk",
        lane("k", "k_start", "rest", jurisdiction="station"),
        start("k_start"),
        user("rest"),
        asked,
        end("k_end"),
        end("k_told"),
        path("k_start", "rest", "k_end"),
        flow("remark", "k_told"),
    )
    forms = {"talk/k_start.json": form(text("stage")), "talk/rest.json": form()}
    _deploy_beside(office, talk, "remark", forms)
    early, late = (office.start(CLERK, "talk", stage=each) for each in ("made", "open"))
    (closed,), (opened,) = _awaited(office, early), _awaited(office, late)

    with pytest.raises(Conflict, match="message_not_now"):
        commands.send(office.engine, closed, CLERK, posted())
    commands.send(office.engine, opened, CLERK, posted())

    assert [outcome(office, each) for each in (early, late)] == [None, "k_told"]


def _deploy_beside(office: Office, drawn: str, message: str, forms: Mapping[str, bytes]) -> None:
    """Deploy another process in a file of its own, beside those of the case and of the news."""
    office.deploy(files={"beside.bpmn": draw(drawn, messages=(message,)), **forms})


def _awaited(office: Office, instance: str) -> list[str]:
    with reading(office.engine.store) as tx:
        return [each.id for each in tasks.awaited_of(tx, instance)]
