"""The tables of the store; instants are UTC text of fixed width, so text order is time order."""

# Longer than 300 lines because a table is long and the tables are read together.

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# what the partial indexes of the lists hold: a query that repeats the words may use them
LISTED_TASKS = "element IN ('approve_second_supplement', 'return_old_card')"
# answers by which an application is refused
REFUSING = """value IN ('"UNQUALIFIED"', '"CONFIRMED"', '"REFUSE"')"""
# what becomes of a card
OF_CARDS = (
    "field IN ('card_ready_at', 'arrived_at', 'handed_over_at', 'delivered_at',"
    " 'arrival_result', 'delivery_result', 'inquiry_result', 'destruction_reason',"
    " 'qc_code', 'defect_code')"
)
# whose case it is
OF_PERSONS = "field = 'id_number'"


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


# -- people ----------------------------------------------------------------------------------

account = Table(
    "account",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("name"),
    _text("password_hash"),
    _text("unit"),
    # citizen ID number that the account is bound to by a real-name check
    _text("id_number", null=True),
    _text("email", null=True),
    _text("language"),
    _text("created_at"),
    _text("disabled_at", null=True),
    Column("demo", Integer, nullable=False, server_default="0"),
    # set where the password was made up by somebody else: it must be changed, and before then
    _text("password_until", null=True),
    Index(
        "ix_account_of_citizen",
        "id_number",
        unique=True,
        sqlite_where=text("id_number IS NOT NULL AND disabled_at IS NULL"),
        postgresql_where=text("id_number IS NOT NULL AND disabled_at IS NULL"),
    ),
)

# how an account came to stand for a citizen, and which phone is theirs
binding = Table(
    "binding",
    METADATA,
    Column("account_id", Text, ForeignKey("account.id"), primary_key=True),
    _text("phone"),
    # real_name | window
    _text("way"),
    # of the real-name check, "" at a window
    _text("receipt"),
    # account of the officer, or the citizen's own
    _text("bound_by"),
    _text("bound_at"),
)

grant = Table(
    "grant",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("account_id", Text, ForeignKey("account.id"), nullable=False),
    _text("role"),
    _text("unit"),
    _text("asked_by"),
    _text("asked_at"),
    # a grant counts once a second person has confirmed it
    _text("confirmed_by", null=True),
    _text("confirmed_at", null=True),
    _text("revoked_by", null=True),
    _text("revoked_at", null=True),
    Index("ix_grant_of_account", "account_id"),
    Index("ix_grant_of_unit_and_role", "unit", "role"),
)

session = Table(
    "session",
    METADATA,
    # SHA-256 of the token in the cookie
    Column("token_digest", Text, primary_key=True),
    Column("account_id", Text, ForeignKey("account.id"), nullable=False),
    _text("form_token"),
    _text("opened_at"),
    _text("seen_at"),
    # where it was opened, for its person to recognise: network address, browser and system
    Column("address", Text, nullable=False, server_default=""),
    Column("device", Text, nullable=False, server_default=""),
    # password | outside
    Column("kind", Text, nullable=False, server_default="password"),
    # 1 once the second factor was shown
    Column("verified", Integer, nullable=False, server_default="0"),
    Index("ix_session_of_account", "account_id"),
)

# a shared secret for one-time codes; it counts once a first code was right
second_factor = Table(
    "second_factor",
    METADATA,
    Column("account_id", Text, ForeignKey("account.id"), primary_key=True),
    # encrypted, with the name of its key in front
    Column("sealed", LargeBinary, nullable=False),
    _text("begun_at"),
    _text("enrolled_at", null=True),
    # number of the time step whose code was used last: a code works once
    Column("last_step", Integer, nullable=False, server_default="0"),
)

# what replaces a lost telephone, each once
recovery_code = Table(
    "recovery_code",
    METADATA,
    Column("account_id", Text, ForeignKey("account.id"), nullable=False),
    # SHA-256
    _text("digest"),
    _text("used_at", null=True),
    PrimaryKeyConstraint("account_id", "digest"),
)

# a person at an outside identity provider; without an account until an administrator links it
identity = Table(
    "identity",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("issuer"),
    _text("subject"),
    # what the provider calls the person, for administrators to recognise
    _text("shown"),
    _text("first_at"),
    Column("account_id", Text, ForeignKey("account.id"), nullable=True),
    UniqueConstraint("issuer", "subject"),
    Index("ix_identity_of_account", "account_id"),
)

# a sign-in that was sent to the provider and has not come back
outside_flow = Table(
    "outside_flow",
    METADATA,
    # SHA-256 of the state
    Column("state_digest", Text, primary_key=True),
    # SHA-256 of the token of the browser that began it
    _text("browser_digest"),
    _text("nonce"),
    _text("verifier"),
    # address to go on to
    _text("next"),
    _text("begun_at"),
)

# what an administrator asks for about an account and a second one confirms
account_request = Table(
    "account_request",
    METADATA,
    Column("id", Text, primary_key=True),
    # reset_second_factor | link_identity
    _text("kind"),
    Column("account_id", Text, ForeignKey("account.id"), nullable=False),
    # identity.id, "" where none is meant
    _text("identity_id"),
    _text("asked_by"),
    _text("asked_at"),
    _text("settled_by", null=True),
    _text("settled_at", null=True),
    # confirmed | turned_down
    _text("ending", null=True),
    Index("ix_account_request_of_account", "account_id"),
)

# counters of failed sign-ins, by account and by address
sign_in_failure = Table(
    "sign_in_failure",
    METADATA,
    Column("subject", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    _text("next_at"),
)

setting = Table(
    "setting",
    METADATA,
    Column("name", Text, primary_key=True),
    _text("value"),
    _text("changed_by"),
    _text("changed_at"),
)

# -- definitions -----------------------------------------------------------------------------

deployment = Table(
    "deployment",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("at"),
    _text("actor"),
    # in force from here on; `at` or before where it did not wait
    Column("effective_at", Text, nullable=False, server_default=""),
    # id of the deployment whose files it took over, "" for the first
    Column("built_on", Text, nullable=False, server_default=""),
    # one that waits ends where it is taken back with a reason, or replaced by another one
    _text("withdrawn_at", null=True),
    _text("withdrawn_by", null=True),
    _text("withdrawal_reason", null=True),
    _text("replaced_by", null=True),
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
    _text("name"),
    Column("sha256", Text, ForeignKey("content.sha256"), nullable=False),
    PrimaryKeyConstraint("deployment_id", "name"),
    Index("ix_resource_by_name", "name"),
)

process_definition = Table(
    "process_definition",
    METADATA,
    # <process id>:<version>
    Column("id", Text, primary_key=True),
    _text("process_id"),
    Column("version", Integer, nullable=False),
    Column("deployment_id", Text, ForeignKey("deployment.id"), nullable=False),
    # the .bpmn resource it stands in, and that resource's SHA-256
    _text("file"),
    _text("sha256"),
    # hash of all files that it runs with: another version is one in which this differs
    _text("fingerprint"),
    # JSON {"en": …, "zh-Hans": …, "es": …}
    _text("names"),
    # 1 where people start it: not called by another process of its deployment
    Column("startable", Integer, nullable=False),
    # role of the lane of its start event, "" where it has none
    _text("start_role"),
    _text("start_element"),
    UniqueConstraint("process_id", "version"),
)

# what documents of a kind say from an instant on; those given before keep what was said then
document_template = Table(
    "document_template",
    METADATA,
    # name of the file: filing_receipt
    _text("kind"),
    _text("from_at"),
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
    _text("saved_by"),
    _text("saved_at"),
)

# -- instances -------------------------------------------------------------------------------

process_instance = Table(
    "process_instance",
    METADATA,
    Column("id", Text, primary_key=True),
    # what people say on the phone; unique, not guessable from its neighbours
    Column("case_no", Text, nullable=False, unique=True),
    Column("definition_id", Text, ForeignKey("process_definition.id"), nullable=False),
    _text("started_by"),
    _text("starter_unit"),
    _text("started_at"),
    # public status of domain.md 1.7, "" before the first
    _text("status"),
    _text("ended_at", null=True),
    # id of the end event
    _text("outcome", null=True),
    # counts recorded deeds; every record is WHERE version = the one loaded
    Column("version", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("head_seq", Integer, nullable=False),
    _text("head_hash"),
    Index("ix_process_instance_of_starter", "started_by", "started_at"),
    Index("ix_process_instance_by_start", "started_at"),
    Index(
        "ix_process_instance_open",
        "ended_at",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

# one open instance per subject: (process id, digest of the value of the field named by `unique`)
open_subject = Table(
    "open_subject",
    METADATA,
    _text("process_id"),
    _text("subject_digest"),
    Column("instance_id", Text, ForeignKey("process_instance.id"), nullable=False),
    PrimaryKeyConstraint("process_id", "subject_digest"),
    Index("ix_open_subject_of_instance", "instance_id"),
)

user_task = Table(
    "user_task",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("instance_id", Text, ForeignKey("process_instance.id"), nullable=False),
    _text("process_id"),
    _text("element"),
    _text("role"),
    _text("jurisdiction"),
    _text("unit"),
    # space-separated element ids (separation of duties)
    _text("separate_from"),
    # timer.id of the breach that counts for it
    _text("deadline", null=True),
    _text("opened_at"),
    _text("holder", null=True),
    _text("held_at", null=True),
    # JSON of what the holder has typed so far
    _text("draft", null=True),
    _text("ended_at", null=True),
    # completed | withdrawn
    _text("ending", null=True),
    _text("completed_by", null=True),
    Index(
        "ix_user_task_open_by_role_and_unit",
        "role",
        "unit",
        "opened_at",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index("ix_user_task_of_instance_and_element", "instance_id", "element", "completed_by"),
    Index(
        "ix_user_task_of_lists",
        "element",
        "opened_at",
        sqlite_where=text(LISTED_TASKS),
        postgresql_where=text(LISTED_TASKS),
    ),
)

timer = Table(
    "timer",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("instance_id", Text, ForeignKey("process_instance.id"), nullable=False),
    _text("process_id"),
    _text("element"),
    _text("activity"),
    # the one place of a due time
    _text("due_at"),
    Column("provisional", Integer, nullable=False),
    _text("clock"),
    _text("kind"),
    _text("legal_basis"),
    _text("start_at", null=True),
    Column("days", Integer, nullable=True),
    _text("count"),
    _text("calendar"),
    _text("unit"),
    _text("armed_at"),
    _text("ended_at", null=True),
    # fired | disarmed
    _text("ending", null=True),
    # after a failed firing: when to try again
    Column("attempts", Integer, nullable=False, server_default="0"),
    _text("retry_at", null=True),
    # code of the last failure
    _text("failure", null=True),
    # version of the calendar files that it was counted by, NULL where it was not counted
    Column("calendar_version", Integer, nullable=True),
    Index(
        "ix_timer_counted_by",
        "calendar_version",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index(
        "ix_timer_next_due",
        "due_at",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index(
        "ix_timer_failing",
        "due_at",
        sqlite_where=text("ended_at IS NULL AND failure IS NOT NULL"),
        postgresql_where=text("ended_at IS NULL AND failure IS NOT NULL"),
    ),
    Index("ix_timer_of_instance", "instance_id"),
)

# the outbox: a row is written with the state, its handler runs outside the transaction
service_task = Table(
    "service_task",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("instance_id", Text, ForeignKey("process_instance.id"), nullable=False),
    _text("process_id"),
    _text("element"),
    _text("operation"),
    # JSON of the variables handed over
    _text("variables"),
    _text("result_variable"),
    _text("opened_at"),
    Column("attempts", Integer, nullable=False),
    # when it may run next; NULL while an incident waits for a person
    _text("next_at", null=True),
    # code of the last failure, JSON of its parameters
    _text("failure", null=True),
    _text("ended_at", null=True),
    # done | sent | withdrawn | given_up
    _text("ending", null=True),
    Index(
        "ix_service_task_next",
        "next_at",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index("ix_service_task_of_instance", "instance_id"),
)

awaited_message = Table(
    "awaited_message",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("instance_id", Text, ForeignKey("process_instance.id"), nullable=False),
    _text("process_id"),
    _text("element"),
    _text("name"),
    _text("role"),
    _text("jurisdiction"),
    _text("unit"),
    _text("opened_at"),
    _text("ended_at", null=True),
    # received | withdrawn
    _text("ending", null=True),
    Index("ix_awaited_message_of_instance", "instance_id"),
    Index(
        "ix_awaited_message_by_name",
        "name",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

# a closed instance that was taken up again by order: its outcome stands as reversed
reopening = Table(
    "reopening",
    METADATA,
    Column("instance_id", Text, ForeignKey("process_instance.id"), primary_key=True),
    # the instance that takes over its application
    Column("reopened_as", Text, ForeignKey("process_instance.id"), nullable=False, unique=True),
    _text("ordered_by"),
    _text("ordered_at"),
    # why, and number or date of the order
    _text("ground"),
    _text("reference"),
    Index("ix_reopening_by_order", "ordered_at"),
)

# a paid fee, or a part of it, that a window gives back once a second person confirms it
refund = Table(
    "refund",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("instance_id", Text, ForeignKey("process_instance.id"), nullable=False),
    # whose till it goes out of
    _text("unit"),
    # yuan, two places
    _text("amount"),
    # one of a short list; words beside it, "" for none
    _text("ground"),
    _text("note"),
    # of the refund, not of the payment
    _text("receipt_no"),
    _text("asked_by"),
    _text("asked_at"),
    _text("settled_by", null=True),
    _text("settled_at", null=True),
    # confirmed | turned_down
    _text("ending", null=True),
    Index("ix_refund_of_instance", "instance_id"),
    Index("ix_refund_of_day", "unit", "settled_at"),
    Index(
        "ix_refund_waiting",
        "instance_id",
        unique=True,
        sqlite_where=text("settled_at IS NULL"),
        postgresql_where=text("settled_at IS NULL"),
    ),
    Index(
        "ix_refund_by_receipt",
        "unit",
        "receipt_no",
        unique=True,
        sqlite_where=text("ending IS NULL OR ending = 'confirmed'"),
        postgresql_where=text("ending IS NULL OR ending = 'confirmed'"),
    ),
)

# what people and outside systems entered; also the erasable side of the history: the digest of
# salt and value stands in the entry (instance_id, seq).
answer = Table(
    "answer",
    METADATA,
    Column("instance_id", Text, ForeignKey("process_instance.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    _text("field"),
    # JSON text; NULL once erased
    _text("value", null=True),
    Column("salt", LargeBinary, nullable=True),
    # P1 | P2 | P3
    _text("data_class"),
    _text("actor"),
    _text("at"),
    # 1 for the latest of its field
    Column("current", Integer, nullable=False),
    PrimaryKeyConstraint("instance_id", "seq", "field"),
    Index(
        "ix_answer_of_payments",
        "at",
        sqlite_where=text("field = 'fee_payment'"),
        postgresql_where=text("field = 'fee_payment'"),
    ),
    Index(
        "ix_answer_of_refusals",
        "at",
        sqlite_where=text(REFUSING),
        postgresql_where=text(REFUSING),
    ),
    Index(
        "ix_answer_of_cards",
        "field",
        "at",
        sqlite_where=text(OF_CARDS),
        postgresql_where=text(OF_CARDS),
    ),
    Index(
        "ix_answer_of_persons",
        "value",
        sqlite_where=text(OF_PERSONS),
        postgresql_where=text(OF_PERSONS),
    ),
    Index(
        "ix_answer_current_of_instance",
        "instance_id",
        "field",
        sqlite_where=text("current = 1"),
        postgresql_where=text("current = 1"),
    ),
)

# numbers that no two instances may have, such as that of a card; they outlive the answer
taken_value = Table(
    "taken_value",
    METADATA,
    _text("field"),
    # SHA-256 of the number without its case, width and spaces
    _text("digest"),
    Column("instance_id", Text, ForeignKey("process_instance.id"), nullable=False),
    PrimaryKeyConstraint("field", "digest"),
)

history = Table(
    "history",
    METADATA,
    Column("instance_id", Text, ForeignKey("process_instance.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    _text("at"),
    _text("kind"),
    _text("actor"),
    _text("element"),
    # canonical JSON that repeats the columns and holds no personal value
    Column("body", LargeBinary, nullable=False),
    _text("prev"),
    _text("hash"),
    PrimaryKeyConstraint("instance_id", "seq"),
)

# chains per day: readings of personal data, searches, exports, sign-ins, deployments, grants
day_chain = Table(
    "day_chain",
    METADATA,
    Column("day", Text, primary_key=True),
    Column("head_seq", Integer, nullable=False),
    _text("head_hash"),
)

day_entry = Table(
    "day_entry",
    METADATA,
    _text("day"),
    Column("seq", Integer, nullable=False),
    _text("at"),
    _text("kind"),
    _text("actor"),
    # "" where the deed is not about one instance
    _text("instance_id"),
    Column("body", LargeBinary, nullable=False),
    _text("prev"),
    _text("hash"),
    PrimaryKeyConstraint("day", "seq"),
    Index("ix_day_entry_of_instance", "instance_id"),
    Index("ix_day_entry_by_actor", "actor", "at"),
)

attachment = Table(
    "attachment",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("instance_id", Text, nullable=False),
    _text("field"),
    _text("media_type"),
    Column("body", LargeBinary, nullable=False),
    _text("added_by"),
    _text("added_at"),
    Index("ix_attachment_of_instance", "instance_id"),
)

# number series: acceptance numbers per station and day
counter = Table(
    "counter",
    METADATA,
    _text("series"),
    _text("day"),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("series", "day"),
)

notice = Table(
    "notice",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("account_id"),
    Column("instance_id", Text, nullable=True),
    _text("kind"),
    # JSON without personal data
    _text("parameters"),
    _text("at"),
    _text("read_at", null=True),
    # when it may go by mail, or be tried again; NULL where it need not, or has gone
    _text("mail_at", null=True),
    Index("ix_notice_of_account", "account_id", "at"),
    Index(
        "ix_notice_to_mail",
        "mail_at",
        sqlite_where=text("mail_at IS NOT NULL"),
        postgresql_where=text("mail_at IS NOT NULL"),
    ),
)

# -- organisation and calendars --------------------------------------------------------------

unit = Table(
    "unit",
    METADATA,
    Column("code", Text, primary_key=True),
    _text("parent", null=True),
    # province | prefecture | county | station | centre
    _text("level"),
    # JSON {"zh-Hans": …, "en": …, "es": …}
    _text("names"),
    _text("address", null=True),
    # 09:00-12:00 13:00-17:00
    _text("hours", null=True),
    Column("active", Integer, nullable=False, server_default="1"),
    # code of the calendar that it works by, NULL for that of its division
    _text("calendar", null=True),
    # of a county: what the card names as its issuing organ
    _text("issuing_organ", null=True),
    # counts the changes of the row; the setting units_version counts those of all units
    Column("revision", Integer, nullable=False, server_default="1"),
    Index("ix_unit_of_parent", "parent"),
)

# values of the dated settings, proposed by one person and approved by a second one; the setting
# settings_version counts those approved
dated_setting = Table(
    "dated_setting",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("name"),
    # the day from which on it is in force
    _text("valid_from"),
    _text("value"),
    # decree, order or letter that it rests on
    _text("source"),
    _text("proposed_by"),
    _text("proposed_at"),
    _text("settled_by", null=True),
    _text("settled_at", null=True),
    # approved | turned_down
    _text("ending", null=True),
    Index("ix_dated_setting_by_name", "name", "valid_from"),
)

calendar_file = Table(
    "calendar_file",
    METADATA,
    # CN-2026, 522700-2024; a later version replaces an earlier one, never in place.
    # The version counts the changes of all files; the newest is the setting calendar_version.
    _text("name"),
    Column("version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    _text("loaded_at"),
    _text("loaded_by"),
    PrimaryKeyConstraint("name", "version"),
)

# a decree that somebody hands in, and a second person approves
calendar_proposal = Table(
    "calendar_proposal",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("calendar"),
    Column("year", Integer, nullable=False),
    _text("decree"),
    _text("source"),
    # the calendar file that it would become
    Column("body", LargeBinary, nullable=False),
    _text("proposed_by"),
    _text("proposed_at"),
    _text("settled_by", null=True),
    _text("settled_at", null=True),
    # approved | turned_down
    _text("ending", null=True),
    # the version that it became
    Column("version", Integer, nullable=True),
    # deadlines that it has moved so far
    Column("moved", Integer, nullable=False, server_default="0"),
    Index("ix_calendar_proposal_by_version", "version"),
)

# -- operations ------------------------------------------------------------------------------

# something an operator has to look at, as long as its cause lasts
alarm = Table(
    "alarm",
    METADATA,
    Column("id", Text, primary_key=True),
    # timer_late, outbox_grows, …
    _text("kind"),
    # what it is about where there may be several (CN-2027), else ""
    _text("subject"),
    # JSON without personal data
    _text("facts"),
    _text("raised_at"),
    _text("seen_at"),
    # when it was last told by mail; NULL until it was
    _text("told_at", null=True),
    _text("acknowledged_by", null=True),
    _text("acknowledged_at", null=True),
    _text("cleared_at", null=True),
    Index(
        "ix_alarm_open",
        "kind",
        "subject",
        unique=True,
        sqlite_where=text("cleared_at IS NULL"),
        postgresql_where=text("cleared_at IS NULL"),
    ),
    Index("ix_alarm_by_raising", "raised_at"),
)

# a time in which a system or a place could not work: the explanation of what fell due in it
outage = Table(
    "outage",
    METADATA,
    Column("id", Text, primary_key=True),
    # register, mail, production, power, network, server, other
    _text("system"),
    # unit that could not work; those below it could not either
    _text("unit"),
    _text("note"),
    _text("from_at"),
    # NULL while it lasts
    _text("until_at", null=True),
    _text("recorded_by"),
    _text("recorded_at"),
    Index("ix_outage_by_start", "from_at"),
)

# -- work in bulk, and the courier -------------------------------------------------------------

# open user tasks that were pulled together
batch = Table(
    "batch",
    METADATA,
    # B-260316-001
    Column("number", Text, primary_key=True),
    _text("process_id"),
    _text("element"),
    _text("made_by"),
    _text("made_at"),
)

batch_task = Table(
    "batch_task",
    METADATA,
    Column("task_id", Text, ForeignKey("user_task.id"), primary_key=True),
    Column("batch", Text, ForeignKey("batch.number"), nullable=False),
    Index("ix_batch_task_of_batch", "batch"),
)

# what the courier tells, once each; it may come before the task that it completes is open
courier_scan = Table(
    "courier_scan",
    METADATA,
    # the courier's own
    Column("id", Text, primary_key=True),
    _text("waybill_no"),
    # PICKED_UP | DELIVERED | RETURNED | LOST | DAMAGED
    _text("event"),
    _text("scanned_at"),
    _text("received_at"),
    # JSON of what completes the task (who signed, why it came back); NULL once it is an answer
    _text("details", null=True),
    # waiting | applied | noted | refused
    _text("state"),
    # code of the refusal
    _text("reason", null=True),
    Index(
        "ix_courier_scan_waiting",
        "received_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index("ix_courier_scan_of_waybill", "waybill_no"),
)
