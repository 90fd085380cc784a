"""The shipped diagrams as drawings: everything in its place, and a pleasure to read."""

from __future__ import annotations

from itertools import combinations, pairwise

from tests.processes import diagrams
from tests.processes.diagrams import Box, box, waypoints

NODES = diagrams.nodes()
FLOWS = diagrams.flows()
LANES = diagrams.lanes()
SHAPES = diagrams.shapes()
EDGES = diagrams.edges()


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
    attached = diagrams.nodes("boundaryEvent")
    boxes = {name: box(SHAPES[name]) for name in NODES if name not in attached}
    segments = {
        name: [_segment(a, b) for a, b in pairwise(waypoints(edge))]
        for name, edge in EDGES.items()
    }

    through = [
        (flow, shape)
        for flow, parts in segments.items()
        for shape, bounds in boxes.items()
        if any(part.overlaps(bounds) for part in parts) and shape not in _ends(flow)
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
