"""The subcommands that need nothing but the machine, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.command_line import calendars, databases, definitions, demo, people, questions
from engine.command_line.machine import Subcommand

RUNS: Mapping[str, Subcommand] = MappingProxyType(
    {
        "due": questions.due,
        "feel": questions.feel,
        "decide": questions.decide,
        "deploy": definitions.deploy,
        "soundness": definitions.search_for_faults,
        "verify-history": databases.verify_history,
        "setup": people.setup,
        "user add": people.add_user,
        "user disable": people.disable_user,
        "user password": people.set_password,
        "user second-factor": people.reset_second_factor,
        "calendar import": calendars.import_calendar,
        "calendar approve": calendars.approve_calendar,
        "backup": databases.backup,
        "restore": databases.restore,
        "copy-to": databases.copy_to,
        "migrate": databases.migrate,
        "demo": demo.found_anew,
    }
)
