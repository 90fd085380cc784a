"""The naive way: SpiffWorkflow's own serializer, one SQLite row an instance."""

from __future__ import annotations

import sqlite3
from io import BytesIO
from pathlib import Path

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.util.task import TaskState

from benchmarks import drawings


class Naive:
    """Load, step and save a whole instance as JSON."""

    def __init__(self, path: Path) -> None:
        parser = SpiffBpmnParser()
        parser.add_bpmn_xml(etree.parse(BytesIO(drawings.stock())))
        self.spec = parser.get_spec("card")
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=FULL")
        self.connection.execute("CREATE TABLE instance (id TEXT PRIMARY KEY, state TEXT)")

    def start(self, key: str) -> None:
        """Create an instance and save it."""
        workflow = BpmnWorkflow(self.spec)
        workflow.do_engine_steps()
        self._write("INSERT INTO instance (state, id) VALUES (?, ?)", workflow, key)

    def complete(self, key: str) -> bool:
        """Complete the open user task of an instance; tell whether the instance has ended."""
        (text,) = self.connection.execute(
            "SELECT state FROM instance WHERE id = ?", (key,)
        ).fetchone()
        workflow = self.serializer.deserialize_json(text)
        workflow.refresh_timers()
        task = workflow.get_next_task(state=TaskState.READY, manual=True)
        task.data.update(drawings.answers(task.task_spec.name))
        task.run()
        workflow.do_engine_steps()
        self._write("UPDATE instance SET state = ? WHERE id = ?", workflow, key)
        return bool(workflow.completed)

    def state_bytes(self, key: str) -> int:
        """Return the size of the saved state."""
        row = self.connection.execute("SELECT state FROM instance WHERE id = ?", (key,)).fetchone()
        return len(row[0].encode())

    def _write(self, statement: str, workflow: BpmnWorkflow, key: str) -> None:
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute(statement, (self.serializer.serialize_json(workflow), key))
        self.connection.execute("COMMIT")
