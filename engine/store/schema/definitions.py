"""What is deployed: resources, process definitions, templates of documents, drafts."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from engine.store.schema.columns import text_column
from engine.store.schema.metadata import METADATA

deployment = Table(
    "deployment",
    METADATA,
    Column("id", Text, primary_key=True),
    text_column("at"),
    text_column("actor"),
    # in force from here on; `at` or before where it did not wait
    Column("effective_at", Text, nullable=False, server_default=""),
    # id of the deployment whose files it took over, "" for the first
    Column("built_on", Text, nullable=False, server_default=""),
    # one that waits ends where it is taken back with a reason, or replaced by another one
    text_column("withdrawn_at", null=True),
    text_column("withdrawn_by", null=True),
    text_column("withdrawal_reason", null=True),
    text_column("replaced_by", null=True),
)

# bytes by their SHA-256, stored once
content = Table(
    "content",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# everything that the definitions of a deployment run with, given or taken over from before
resource = Table(
    "resource",
    METADATA,
    Column("deployment_id", Text, ForeignKey("deployment.id"), nullable=False),
    # reissue.bpmn, eligibility.dmn, <process id>/<element id>.json
    text_column("name"),
    Column("sha256", Text, ForeignKey("content.sha256"), nullable=False),
    PrimaryKeyConstraint("deployment_id", "name"),
    Index("ix_resource_by_name", "name"),
)

process_definition = Table(
    "process_definition",
    METADATA,
    # <process id>:<version>
    Column("id", Text, primary_key=True),
    text_column("process_id"),
    Column("version", Integer, nullable=False),
    Column("deployment_id", Text, ForeignKey("deployment.id"), nullable=False),
    # the .bpmn resource it stands in, and that resource's SHA-256
    text_column("file"),
    text_column("sha256"),
    # hash of all files that it runs with: another version is one in which this differs
    text_column("fingerprint"),
    # JSON {"en": …, "zh-Hans": …, "es": …}
    text_column("names"),
    # 1 where people start it: not called by another process of its deployment
    Column("startable", Integer, nullable=False),
    # role of the lane of its start event, "" where it has none
    text_column("start_role"),
    text_column("start_element"),
    UniqueConstraint("process_id", "version"),
)

# what documents of a kind say from an instant on; those given before keep what was said then
document_template = Table(
    "document_template",
    METADATA,
    # name of the file: filing_receipt
    text_column("kind"),
    text_column("from_at"),
    Column("sha256", Text, ForeignKey("content.sha256"), nullable=False),
    PrimaryKeyConstraint("kind", "from_at"),
)

draft = Table(
    "draft",
    METADATA,
    # name as in resource
    Column("name", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    text_column("saved_by"),
    text_column("saved_at"),
)
