"""Alembic's entry: run the revisions on the connection that `preparation` hands in."""

from __future__ import annotations

from alembic import context

from engine.store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
