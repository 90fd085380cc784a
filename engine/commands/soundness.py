"""Ask whether processes are sound: search everything that can happen in them, before it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from engine.bpmn.resources import Resources
from engine.bpmn.soundness import processes
from engine.bpmn.soundness.findings import Unsoundness
from engine.bpmn.soundness.premises import MOST_STATES, Premises
from engine.bpmn.soundness.processes import Searched
from engine.commands import deployment_files
from engine.commands.deployment_files import DIAGRAM
from engine.core.clocks import Clocks
from engine.core.office_settings import DECLARED, DatedValue, OfficeSettings, SettingKind
from engine.core.organisation import UnitKind
from forms.fields import Form


def search(
    files: Mapping[str, bytes], clocks: Clocks, most_states: int = MOST_STATES
) -> tuple[Searched, ...]:
    """Search every process of the diagrams, the called ones first; forms tell what is answered.

    What is found is as drawn, so the files must be free of refusals. Raises DefinitionRejected
    for a diagram that cannot be read, or calls a process that is not there.
    """
    diagrams = {name: body for name, body in files.items() if name.endswith(DIAGRAM)}
    return processes.search_all(Resources(diagrams), _premises(files, clocks, most_states))


def is_sound(found: Iterable[Searched]) -> bool:
    """Tell whether all was searched and nothing is wrong; what runs twice may be meant so."""
    return all(
        each.is_complete and all(one.kind is Unsoundness.RUNS_TWICE for one in each.findings)
        for each in found
    )


def lines(found: Iterable[Searched]) -> Iterator[str]:
    """Tell what was searched and found, for the command line: the run to a fault is indented."""
    for each in found:
        how = "to the last state" if each.is_complete else "as far as the bound"
        yield f"{each.process_id}: {each.states} states, {each.steps} steps, searched {how}"
        for one in each.findings:
            yield f"{each.process_id}: {one.kind} {' '.join(one.elements)}"
            yield from (f"    {step}" for step in one.run)


def _premises(files: Mapping[str, bytes], clocks: Clocks, most_states: int) -> Premises:
    forms = deployment_files.forms(files)
    units = clocks.organisation.units.values()
    unit = next(each.code for each in units if each.kind is UnitKind.STATION)
    county = clocks.organisation.county_of(unit)
    return Premises(
        clocks=replace(clocks, settings=_settings(county)),
        unit=unit,
        fields={name: form.text_keys | form.file_keys for name, form in forms.items()},
        choices=_choices(forms),
        county=county,
        most_states=most_states,
    )


def _choices(forms: Mapping[str, Form]) -> dict[str, frozenset[str]]:
    """Give what the forms offer, for the answers that are chosen from a fixed list everywhere."""
    found: dict[str, frozenset[str]] = {}
    free: set[str] = set()
    for form in forms.values():
        for field in form.questions:
            if not field.options or field.source:
                free.add(field.key)
            offered = frozenset(option.value for option in field.options)
            found[field.key] = found.get(field.key, frozenset()) | offered
    return {key: offered for key, offered in found.items() if key not in free}


def _settings(county: str) -> OfficeSettings:
    """Put a county into every list of counties, so that both answers can be given."""
    since = (DatedValue(date.min, (county,)),)
    lists = [one.name for one in DECLARED.values() if one.kind is SettingKind.COUNTIES]
    return OfficeSettings(dict.fromkeys(lists, since))
