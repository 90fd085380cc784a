"""Answers by which officers refuse an application, with the reason that goes with each."""

from __future__ import annotations

from sqlalchemy import ColumnElement, FromClause, and_, func, literal_column, or_, select, text

from engine.store.tables import REFUSING, answer, history, user_task

# fields in which officers refuse, and the field of the reason that is given with it
_GIVEN = {
    "pre_decision": "pre_reason_code",
    "rev_decision": "rev_reason_code",
    "sign_decision": "sign_reason_code",
}
# those whose reason was given before
_KNOWN = {"investigation_finding": "suspicion_code", "chase_result": "rev_reason_code"}


def _named(*fields: str) -> list[ColumnElement[str]]:
    return [literal_column(f"'{field}'") for field in fields]


_given, _known = answer.alias("reason"), answer.alias("earlier_reason")
_IS_GIVEN = and_(
    _given.c.instance_id == answer.c.instance_id,
    _given.c.seq == answer.c.seq,
    _given.c.field.in_(_named(*_GIVEN.values())),
)
_IS_KNOWN = and_(
    _known.c.instance_id == answer.c.instance_id,
    _known.c.current == literal_column("1"),
    or_(
        *(
            and_(answer.c.field == _named(decision)[0], _known.c.field == _named(reason)[0])
            for decision, reason in _KNOWN.items()
        )
    ),
)
REFUSES = and_(
    # as the index says it
    text(f"answer.{REFUSING}"),
    answer.c.field.in_(_named(*_GIVEN, *_KNOWN)),
)
# the unit whose task it was: the entry names the element
PLACE = (
    select(func.max(user_task.c.unit))
    .join_from(
        history,
        user_task,
        and_(
            user_task.c.instance_id == history.c.instance_id,
            user_task.c.element == history.c.element,
        ),
    )
    .where(history.c.instance_id == answer.c.instance_id, history.c.seq == answer.c.seq)
    .correlate(answer)
    .scalar_subquery()
)
REASON_FIELD = func.coalesce(_given.c.field, _known.c.field)
REASON = func.coalesce(_given.c.value, _known.c.value)


def with_reasons(answers: FromClause) -> FromClause:
    """Join the reasons to answers that refuse."""
    return answers.outerjoin(_given, _IS_GIVEN).outerjoin(_known, _IS_KNOWN)
