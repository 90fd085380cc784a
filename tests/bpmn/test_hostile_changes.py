"""Whatever is broken in a diagram: the check answers with findings, or the diagram runs."""

from __future__ import annotations

import contextlib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.bpmn import checks, definitions
from engine.bpmn.resources import Resources
from engine.core.errors import EngineError
from engine.core.findings import Weight
from tests.bpmn.drawing import (
    call,
    catch_message,
    catch_timer,
    draw,
    end,
    error_end,
    error_on,
    exclusive,
    flow,
    inclusive,
    lane,
    message_on,
    milestone,
    parallel,
    path,
    process,
    race,
    service,
    start,
    sub_process,
    timer_on,
    user,
)
from tests.bpmn.walking import Walk

WHOLE = draw(
    process(
        "p",
        lane("desk", "start", "check", "withdraw", "answer", jurisdiction="station"),
        start(instants="submitted_at"),
        user("check", separateFrom="inner_check"),
        timer_on(
            "check",
            "late",
            "working days after(submitted_at, 3)",
            deadline="CLK",
            kind="breach",
            legalBasis="Art. 1",
        ),
        service("tell", "notices.tell"),
        end("told"),
        path("late", "tell", "told"),
        exclusive("is_good", "all"),
        parallel("fork"),
        call("handle", "inner"),
        message_on("handle", "withdraw", "withdraw", role="applicant"),
        error_on("handle", "lost", "LOST"),
        end("withdrawn"),
        path("withdraw", "withdrawn"),
        milestone("noted", status="NOTED"),
        path("lost", "noted", "join"),
        sub_process("sub", start("s"), milestone("m"), end("e"), path("s", "m", "e")),
        parallel("join"),
        inclusive("all", "ended"),
        race("first"),
        catch_timer("wait", "P1D"),
        catch_message("answer", "answer", role="applicant"),
        exclusive("ended"),
        end(),
        path("start", "check", "is_good", "all", "ended", "end"),
        flow("is_good", "fork", "good"),
        path("fork", "handle", "join", "all"),
        path("fork", "sub", "join"),
        flow("all", "first", "good and count([1]) = 1"),
        path("first", "wait", "ended"),
        path("first", "answer", "ended"),
    ),
    process(
        "inner",
        lane("inner_desk", "inner_check", role="reviewer"),
        start("inner_start"),
        user("inner_check"),
        exclusive("found", "not_found"),
        error_end("not_found", "LOST"),
        end("inner_end"),
        path("inner_start", "inner_check", "found", "not_found"),
        flow("found", "inner_end", "good"),
    ),
    messages=("withdraw", "answer"),
    errors=("LOST",),
)
RESOURCES = {
    "forms": frozenset(["p/check", "inner/inner_check"]),
    "operations": frozenset(["notices.tell"]),
    "calendars": frozenset(["CN"]),
}
WORDS = st.sampled_from(
    ["", "check", "inner", "join", "p", "sub", "start", "end", "😀", "a b", "1"]
)


def refused(diagram: bytes) -> bool:
    findings = checks.check(Resources({"f.bpmn": diagram}, **RESOURCES))  # type: ignore[arg-type]
    return any(each.weight is Weight.REFUSAL for each in findings)


def test_the_whole_is_not_refused() -> None:
    assert not refused(WHOLE)


def change(root: Any, data: st.DataObject) -> None:
    nodes = [node for node in root.iter("*") if node is not root]
    node = data.draw(st.sampled_from(nodes))
    other = data.draw(st.sampled_from(nodes))
    kind = data.draw(st.sampled_from(["remove", "attribute", "tag", "copy", "text", "forget"]))
    if kind == "remove":
        node.getparent().remove(node)
    elif kind == "attribute" and node.attrib:
        node.set(data.draw(st.sampled_from(sorted(node.attrib))), data.draw(WORDS))
    elif kind == "tag":
        node.tag = other.tag
    elif kind == "copy" and other not in list(node.iter()) and node not in list(other.iter()):
        other.append(etree.fromstring(etree.tostring(node)))
    elif kind == "text":
        node.text = data.draw(WORDS)
    elif kind == "forget" and node.attrib:
        del node.attrib[data.draw(st.sampled_from(sorted(node.attrib)))]


@settings(max_examples=80)
@given(data=st.data())
def test_a_changed_diagram_is_refused_or_runs(data: st.DataObject) -> None:
    root = etree.fromstring(WHOLE)
    for _ in range(data.draw(st.integers(1, 3))):
        change(root, data)
    diagram = etree.tostring(root)

    if refused(diagram):
        return
    resources = Resources({"f.bpmn": diagram}, **RESOURCES)  # type: ignore[arg-type]
    for process_id in definitions.startable(resources):
        # a deadline may count from what is not there; all else must go on
        with contextlib.suppress(EngineError):
            Walk(definitions.compile(resources, process_id), good=True)
