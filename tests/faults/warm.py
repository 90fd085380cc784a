"""Import what a process of these tests needs, and warm up what it would otherwise do first."""

from __future__ import annotations

import psycopg

from engine.bpmn import definitions
from engine.bpmn.resources import Resources
from engine.store import tables
from tests.bpmn.drawing import draw
from tests.faults import children, costs, desk
from tests.forms import pictures

WARM = (psycopg, tables, children, costs, pictures)
COMPILED = definitions.compile(
    Resources(
        {"p.bpmn": draw(desk.PROCEDURE, messages=("withdrawal",))},
        operations=frozenset(desk.HANDLERS),
    ),
    "p",
)
