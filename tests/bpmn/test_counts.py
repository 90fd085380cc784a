"""How often something has happened, counted by the diagram itself."""

from __future__ import annotations

from tests.bpmn.drawing import (
    draw,
    end,
    exclusive,
    flow,
    lane,
    milestone,
    path,
    process,
    start,
    user,
)
from tests.bpmn.offices import compiled
from tests.bpmn.walking import Walk

# made, and made again until it is faultless; the third time for the last time
MAKING = process(
    "p",
    lane("desk", "start", "make", "is_it_faultless", "rejected", "end", jurisdiction="station"),
    start(),
    user("make"),
    exclusive("is_it_faultless", default="rejected"),
    milestone("rejected", counts="remake_seq tries"),
    exclusive("is_it_enough", default="make"),
    end(),
    end("given_up"),
    path("start", "make", "is_it_faultless"),
    flow("is_it_faultless", "end", "faultless = true"),
    flow("is_it_faultless", "rejected"),
    path("rejected", "is_it_enough"),
    flow("is_it_enough", "given_up", "remake_seq > 2"),
    flow("is_it_enough", "make"),
)


def making() -> Walk:
    return Walk(compiled(draw(MAKING)))


def test_what_never_happened_has_no_count() -> None:
    walk = making()

    walk.complete("make", faultless=True)

    assert "remake_seq" not in walk.answers
    assert walk.outcome == "end"


def test_each_passing_counts_one_more() -> None:
    walk = making()

    counts = []
    for _ in range(2):
        walk.complete("make")
        counts.append(walk.last.counts)

    assert counts == [{"remake_seq": 1, "tries": 1}, {"remake_seq": 2, "tries": 2}]


def test_a_condition_of_the_same_run_reads_the_new_count() -> None:
    walk = making()

    for _ in range(3):
        walk.complete("make")

    assert walk.outcome == "given_up"
