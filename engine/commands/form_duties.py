"""Check the forms of a deployment against the duties of those who fill them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from engine.bpmn import called_decisions
from engine.bpmn.checking import calls, variables
from engine.bpmn.elements import Element, Process
from engine.bpmn.resources import Resources
from engine.core import duties
from engine.core.errors import DefinitionRejected
from engine.core.findings import Finding
from forms.fields import CHOICES, Form

_ASKED_OF_PEOPLE = ("userTask", "startEvent")
_NO_FORM = Form(())
# properties of a user task that name an answer in the list of work in bulk
_IN_BULK = ("bulk", "bulkBy")


def find(
    drawn: Iterable[Process], forms: Mapping[str, Form], resources: Resources
) -> Iterator[Finding]:
    """Give the steps that ask an auxiliary to decide, or show what their role does not see."""
    processes = {process.id: process for process in drawn}
    rules = {entry.key: entry.rule for form in forms.values() for entry in form.questions}
    for process in processes.values():
        for element in process.elements.values():
            if element.kind not in _ASKED_OF_PEOPLE and not element.awaits_message:
                continue
            name = f"{process.id}/{element.id}"
            form = forms.get(name, _NO_FORM)
            if element.role == duties.AUXILIARY:
                read = _read(process, processes, resources)
                yield from _decisions(process, element, form, read)
            elif element.role in duties.SIGHTS:
                yield from _withheld(process, element, form, rules)


def _decisions(
    process: Process, element: Element, form: Form, read: frozenset[str]
) -> Iterator[Finding]:
    known = {"source": duties.ONLY_OFFICERS_DECIDE, "form": _file(process, element)}
    if element.awaits_message and element.interrupting:
        yield Finding("auxiliary_ends_work", process.file, element.id, known)
    for entry in form.questions:
        chosen = entry.type in CHOICES
        if entry.key in read - duties.STATED or duties.is_decision(entry.key, chosen=chosen):
            parameters = {**known, "field": entry.key}
            yield Finding("auxiliary_decides", process.file, element.id, parameters)


def _withheld(
    process: Process, element: Element, form: Form, rules: Mapping[str, str]
) -> Iterator[Finding]:
    sight, role = duties.SIGHTS[element.role], element.role
    listed = (element.properties.get(name, "") for name in _IN_BULK)
    shown = [key for key in chain(form.facts, form.prefilled, listed) if key]
    asked = [each.key for each in form.questions if duties.is_contact(each.key, each.rule)]
    refused = [key for key in shown if not duties.may_be_shown(role, key, rules.get(key, ""))]
    code = "more_than_label" if sight.only_label else "contact_withheld"
    for key in dict.fromkeys([*refused, *asked]):
        known = {"role": role, "field": key, "form": _file(process, element)}
        yield Finding(code, process.file, element.id, {**known, "source": sight.source})


def _read(
    process: Process, processes: Mapping[str, Process], resources: Resources
) -> frozenset[str]:
    """Give the answers on which the way of a case depends that comes through a process."""
    lines = [calls.reached(each, processes) for each in processes]
    together = set().union(*(line for line in lines if process.id in line))
    beside = [each for name, each in processes.items() if name in together]
    elements = [element for each in beside for element in each.elements.values()]
    inputs: tuple[str, ...] = ()
    try:
        tables = called_decisions.needed_by(elements, resources)
        inputs = tuple(name for table in tables.values() for name in table.inputs)
    except DefinitionRejected:
        # told by the checks
        pass
    return frozenset().union(*map(variables.decided_by, beside), inputs)


def _file(process: Process, element: Element) -> str:
    return f"{process.id}/{element.id}.json"
