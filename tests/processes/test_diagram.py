"""The shipped diagram as a drawing: complete, named in three languages, and a pleasure to read."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest

from engine.core.people import ROLES
from forms.form import read
from tests.processes import diagrams
from tests.processes.diagrams import Box, box, waypoints

TRANSLATIONS = {"name:zh-Hans", "name:es"}
NODES = diagrams.nodes()
FLOWS = diagrams.flows()
LANES = diagrams.lanes()
SHAPES = diagrams.shapes()
EDGES = diagrams.edges()
SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
FORMS = {path.parent.name + "/" + path.stem for path in diagrams.FORMS.glob("*/*.json")}
# what one counts from, and how, by clock and kind: domain.md 1.2, decisions 2
CLOCKS = {
    ("CLK-STAT", "reminder"): {f"calendar days after(submitted_at, {n})" for n in (30, 45, 55)},
    ("CLK-STAT", "breach"): {"calendar days after(submitted_at, 60)"},
    ("CLK-PRE", "reminder"): {"working days after(checking_from, 2)"},
    ("CLK-PRE", "breach"): {"working days after(checking_from, 3)"},
    ("CLK-SUPP", "reminder"): {"working days after(checked_at, 7)"},
    ("CLK-SUPP", "breach"): {"working days after(checked_at, 10)"},
    ("CLK-REV", "reminder"): {"working days after(accepted_at, 2)"},
    ("CLK-REV", "breach"): {"working days after(accepted_at, 3)"},
    ("CLK-PROD", "reminder"): {"working days after(data_received_at, 2)"},
    ("CLK-PROD", "breach"): {"working days after(data_received_at, 3)"},
    ("CLK-PICKUP", "reminder"): {f"working days after(accepted_at, {n})" for n in (15, 25)},
    ("CLK-PICKUP", "breach"): {"working days after(accepted_at, 30)"},
    ("CLK-VERIFY", "reminder"): {"calendar days after(delivered_at, 20)"},
    ("CLK-VERIFY", "breach"): {"calendar days after(delivered_at, 30)"},
    ("CLK-EXPLAIN", "reminder"): {"working days after(breach.due, 1)"},
    ("CLK-EXPLAIN", "breach"): {"working days after(breach.due, 3)"},
}


def needs_form() -> set[str]:
    """Name the forms of user tasks, of the start of the outer process and of messages."""
    asking = [*diagrams.nodes("userTask").values(), NODES["application_submitted"]]
    asking += [
        node
        for node in NODES.values()
        if node.find("bpmn:messageEventDefinition", diagrams.SPACES) is not None
    ]
    return {f"{diagrams.process_of(node)}/{node.get('id')}" for node in asking}


def test_every_id_is_in_snake_case() -> None:
    ids = [str(node.get("id")) for node in (*NODES.values(), *FLOWS.values(), *LANES.values())]

    assert [each for each in ids if not SNAKE_CASE.fullmatch(each)] == []


def test_everything_with_a_name_has_it_in_three_languages() -> None:
    named = [
        *NODES.values(),
        *FLOWS.values(),
        *LANES.values(),
        *diagrams.found("bpmn:process"),
        *diagrams.found("bpmn:collaboration/bpmn:participant"),
    ]

    untranslated = [
        node.get("id")
        for node in named
        if node.get("name") and not diagrams.properties(node).keys() >= TRANSLATIONS
    ]

    assert untranslated == []


def test_everything_but_a_parallel_gateway_has_a_name() -> None:
    nameless = {name for name, node in NODES.items() if not node.get("name")}

    assert nameless == set(diagrams.nodes("parallelGateway"))


def test_every_decision_is_a_question_and_its_ways_are_answers() -> None:
    questions = diagrams.nodes("exclusiveGateway")

    answers = [flow.get("name") for flow in FLOWS.values() if flow.get("sourceRef") in questions]

    assert [
        name for name, node in questions.items() if not node.get("name", "").endswith("?")
    ] == []
    assert all(answers)


def test_every_decision_has_a_way_that_is_always_open() -> None:
    assert [
        n for n, node in diagrams.nodes("exclusiveGateway").items() if not node.get("default")
    ] == []


def test_every_flow_node_stands_in_one_lane() -> None:
    assert diagrams.members().keys() == NODES.keys()


def test_every_lane_is_an_organisational_role() -> None:
    roles = {name: diagrams.properties(lane).get("role", "") for name, lane in LANES.items()}

    assert [name for name, role in roles.items() if role not in ROLES] == []


def test_people_act_only_in_lanes_of_people() -> None:
    lanes = diagrams.members()

    roles = {
        diagrams.properties(LANES[lanes[task]])["role"] for task in diagrams.nodes("userTask")
    }

    assert "platform" not in roles


def test_every_form_that_is_asked_for_is_there_and_no_other() -> None:
    assert needs_form() == FORMS


@pytest.mark.parametrize("name", sorted(FORMS))
def test_every_form_is_accepted_and_speaks_three_languages(name: str) -> None:
    form = read((diagrams.FORMS / f"{name}.json").read_bytes())

    words = [field.labels for field in form.fields]
    words += [field.hints for field in form.fields if field.hints]
    words += [option.labels for field in form.fields for option in field.options]
    assert all(each.keys() == {"en", "zh-Hans", "es"} for each in [*words, form.submit])


@pytest.mark.parametrize("task", ["receive_production_data", "produce_card", "check_card_quality"])
def test_production_staff_see_no_phone_and_no_address(task: str) -> None:
    (path,) = diagrams.FORMS.glob(f"*/{task}.json")

    facts = read(path.read_bytes()).facts

    assert [fact for fact in facts if "phone" in fact or "address" in fact] == []


def test_the_courier_sees_what_is_on_the_label_only() -> None:
    form = read((diagrams.FORMS / "issue_card/confirm_delivery.json").read_bytes())

    assert set(form.facts) == {
        "waybill_no",
        "mail_recipient",
        "mail_phone",
        "mail_division",
        "mail_address",
        "mail_postcode",
    }


def test_every_clock_counts_as_the_law_says() -> None:
    drawn: dict[tuple[str, str], set[str]] = {}
    for event in diagrams.nodes("boundaryEvent").values():
        said = diagrams.properties(event)
        for timer in diagrams.found("bpmn:timerEventDefinition/bpmn:timeDate", event):
            drawn.setdefault((said["deadline"], said["kind"]), set()).add(str(timer.text))

    assert drawn == CLOCKS


def test_every_clock_names_its_legal_basis() -> None:
    timers = [
        event
        for event in diagrams.nodes("boundaryEvent").values()
        if diagrams.found("bpmn:timerEventDefinition", event)
    ]

    assert all(diagrams.properties(event)["legalBasis"] for event in timers)


def test_duties_are_kept_apart() -> None:
    apart = {
        name: set(diagrams.properties(task)["separateFrom"].split())
        for name, task in diagrams.nodes("userTask").items()
        if "separateFrom" in diagrams.properties(task)
    }

    assert apart == {
        "review_application_data": {"check_application"},
        "sign_off": {"check_application", "review_application_data"},
        "check_card_quality": {"produce_card"},
    }


def test_everything_is_drawn() -> None:
    pools = {str(each.get("id")) for each in diagrams.found("bpmn:collaboration/bpmn:participant")}

    assert SHAPES.keys() == NODES.keys() | LANES.keys() | pools
    assert EDGES.keys() == FLOWS.keys()


def test_tasks_have_one_size_but_for_the_two_that_carry_the_clocks_of_a_case() -> None:
    tasks = diagrams.nodes("userTask", "serviceTask", "businessRuleTask", "callActivity")

    others = {
        name for name in tasks if (box(SHAPES[name]).width, box(SHAPES[name]).height) != (100, 80)
    }

    assert others == {"handle_the_case", "issue_the_card"}


def test_shapes_stand_on_a_grid_of_ten() -> None:
    tasks = diagrams.nodes("userTask", "serviceTask", "businessRuleTask", "callActivity")

    off = [n for n in tasks if box(SHAPES[n]).x % 10 or box(SHAPES[n]).y % 10]

    assert off == []


def test_no_two_shapes_overlap() -> None:
    still = {
        name: box(SHAPES[name]) for name in NODES if name not in diagrams.nodes("boundaryEvent")
    }

    clashes = [(a, b) for (a, x), (b, y) in combinations(still.items(), 2) if x.overlaps(y)]

    assert clashes == []


def test_every_shape_stands_inside_its_lane() -> None:
    outside = [
        name
        for name, lane in diagrams.members().items()
        if not box(SHAPES[name]).inside(box(SHAPES[lane]))
    ]

    assert outside == []


def test_flows_run_straight_and_square() -> None:
    slanted = [
        name
        for name, edge in EDGES.items()
        if any(a != c and b != d for (a, b), (c, d) in pairwise(waypoints(edge)))
    ]

    assert slanted == []


def test_no_two_flows_cross() -> None:
    segments = {
        name: [_segment(a, b) for a, b in pairwise(waypoints(edge))]
        for name, edge in EDGES.items()
    }

    crossings = [
        (one, other)
        for (one, mine), (other, theirs) in combinations(segments.items(), 2)
        if any(x.overlaps(y) for x in mine for y in theirs) and not _touch(one, other)
    ]

    assert crossings == []


def test_no_flow_runs_through_a_shape() -> None:
    through = [
        (name, shape)
        for name, edge in EDGES.items()
        for shape in NODES
        if shape not in diagrams.nodes("boundaryEvent") and shape not in _ends(name)
        for a, b in pairwise(waypoints(edge))
        if _segment(a, b).overlaps(box(SHAPES[shape]))
    ]

    assert through == []


def _segment(a: tuple[float, float], b: tuple[float, float]) -> Box:
    x, y = min(a[0], b[0]), min(a[1], b[1])
    return Box(x, y, abs(a[0] - b[0]) or 0.1, abs(a[1] - b[1]) or 0.1)


def _ends(flow: str) -> set[str]:
    source = str(FLOWS[flow].get("sourceRef"))
    host = str(NODES[source].get("attachedToRef"))
    return {source, host, str(FLOWS[flow].get("targetRef"))}


def _touch(one: str, other: str) -> bool:
    """Tell whether two flows leave or reach the same element."""
    return bool(_ends(one) & _ends(other))
