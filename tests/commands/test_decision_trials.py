"""Trying a drafted decision: what it asks, what it answers, what it cannot understand."""

from __future__ import annotations

import pytest

from engine.commands import decision_trials
from engine.commands.decision_trials import Asked, Trying
from engine.core.errors import DefinitionRejected, InvalidAnswers
from engine.store.queries import definitions
from tests.commands.fees import fee
from tests.commands.offices import Office
from tests.dmn.documents import decision, input_data, item_definition, literal
from tests.dmn.documents import definitions as document

TYPED = [
    pytest.param("number", "12.5", "12.5", id="number"),
    pytest.param("number", "", "null", id="nothing"),
    pytest.param("string", 'say "no"', '"say \\"no\\""', id="string"),
    pytest.param("boolean", "true", "true", id="boolean"),
    pytest.param("date", "2026-03-18", '"2026-03-18"', id="date"),
    pytest.param("Any", "[1, 2]", "[1, 2]", id="feel"),
]
MISTYPED = [
    pytest.param("number", "twelve", "not_a_number", id="no-number"),
    pytest.param("number", "NaN", "not_a_number", id="not-finite"),
    pytest.param("date", "2026-02-30", "not_a_date", id="no-such-day"),
    pytest.param("Any", "[1,", "feel_syntax", id="no-feel"),
    pytest.param("Any", "LOSS", "name_unknown", id="text-without-quotes"),
]


def echo(type_reference: str) -> bytes:
    """Write a decision that gives back what it is given."""
    return document(input_data("x", type_reference), decision("same", literal("x"), "#x"))


def test_a_decision_asks_for_its_inputs_with_their_choices(office: Office) -> None:
    (trial,) = decision_trials.trials(office.engine, "fee.dmn", fee())

    assert trial.inputs == (Asked("reason", "string", ("LOSS", "DAMAGE")),)


def test_the_values_that_a_column_allows_are_choices_too(office: Office) -> None:
    column = (
        '<decisionTable id="t"><input><inputExpression><text>x</text></inputExpression>'
        "<inputValues><text>1, 2</text></inputValues></input><output/></decisionTable>"
    )
    allowing = document(input_data("x"), decision("same", column, "#x"))

    (trial,) = decision_trials.trials(office.engine, "x.dmn", allowing)

    assert trial.inputs == (Asked("x", "number", ("1", "2")),)


def test_a_list_of_something_is_written_in_feel(office: Office) -> None:
    many = item_definition("many", "number", attributes='isCollection="true"')
    listing = document(many, input_data("x", "many"), decision("same", literal("x"), "#x"))

    (trial,) = decision_trials.trials(office.engine, "x.dmn", listing)

    assert trial.inputs == (Asked("x", "feel", ()),)


def test_a_trial_tells_the_result_and_the_rule_that_matched(office: Office) -> None:
    trying = Trying(fee(), "fee", {"reason": "DAMAGE"})

    outcome = decision_trials.decide(office.engine, "fee.dmn", trying)

    assert outcome.result == {"": "20"}
    assert [(rule.rule, rule.line) for rule in outcome.matched] == [("rule_2", 2)]


def test_a_trial_stores_nothing(office: Office) -> None:
    decision_trials.decide(office.engine, "fee.dmn", Trying(fee(), "fee", {"reason": "LOSS"}))

    assert definitions.names(office.engine.store, office.clock()) == ()
    assert definitions.drafts(office.engine.store) == ()


def test_a_result_with_entries_is_told_entry_by_entry(office: Office) -> None:
    pair = document(decision("pair", literal('{a: 1, b: "x"}')))

    outcome = decision_trials.decide(office.engine, "pair.dmn", Trying(pair, "pair", {}))

    assert outcome.result == {"a": "1", "b": '"x"'}


def test_what_went_wrong_is_a_warning_at_its_element(office: Office) -> None:
    trying = Trying(fee("1 / 0"), "fee", {"reason": "LOSS"})

    outcome = decision_trials.decide(office.engine, "fee.dmn", trying)

    assert [reason.code for reason in outcome.warnings] == ["division_by_zero"]


def test_a_decision_reads_the_clock_of_the_office(office: Office) -> None:
    telling = document(decision("day", literal("today()")))

    outcome = decision_trials.decide(office.engine, "day.dmn", Trying(telling, "day", {}))

    assert outcome.result == {"": '"2026-03-13"'}


def test_the_functions_of_the_product_are_there(office: Office) -> None:
    text = 'string(working days after(@"2026-03-10", 3))'
    counting = document(decision("due", literal(text)))

    outcome = decision_trials.decide(office.engine, "due.dmn", Trying(counting, "due", {}))

    assert outcome.result[""].startswith('"2026-03-13T17:00:00')


def test_a_draft_may_import_what_is_deployed(office: Office) -> None:
    office.deploy(files={"fee.dmn": fee()})
    imports = '<import name="f" namespace="fee" importType="http://www.omg.org/dmn/x"/>'
    importing = document(imports, decision("twice", literal("f.fee * 2"), "fee#fee"))

    trying = Trying(importing, "twice", {"f.reason": "LOSS"})
    outcome = decision_trials.decide(office.engine, "twice.dmn", trying)

    assert outcome.result == {"": "80"}


@pytest.mark.parametrize(("type_reference", "typed", "expected"), TYPED)
def test_an_input_is_understood_by_its_type(
    office: Office, type_reference: str, typed: str, expected: str
) -> None:
    trying = Trying(echo(type_reference), "same", {"x": typed})

    outcome = decision_trials.decide(office.engine, "same.dmn", trying)

    assert outcome.result == {"": expected}


@pytest.mark.parametrize(("type_reference", "typed", "code"), MISTYPED)
def test_an_input_that_cannot_be_understood_is_refused_by_name(
    office: Office, type_reference: str, typed: str, code: str
) -> None:
    trying = Trying(echo(type_reference), "same", {"x": typed})

    with pytest.raises(InvalidAnswers) as refused:
        decision_trials.decide(office.engine, "same.dmn", trying)

    assert [(each.key, each.code) for each in refused.value.problems] == [("x", code)]


@pytest.mark.parametrize("body", [b"", b"<definitions/>"], ids=["nothing", "no-dmn"])
def test_what_is_no_decision_document_is_refused(office: Office, body: bytes) -> None:
    with pytest.raises(DefinitionRejected):
        decision_trials.trials(office.engine, "x.dmn", body)


def test_a_decision_that_is_not_there_is_refused(office: Office) -> None:
    with pytest.raises(DefinitionRejected):
        decision_trials.decide(office.engine, "fee.dmn", Trying(fee(), "no", {}))


def test_a_draft_with_an_error_is_not_tried(office: Office) -> None:
    with pytest.raises(DefinitionRejected) as refused:
        decision_trials.decide(office.engine, "fee.dmn", Trying(fee("1 +"), "fee", {}))

    assert [(each.code, each.element) for each in refused.value.findings] == [
        ("feel_syntax", "rule_1")
    ]
