"""Write docs/access.md from the rows of the access matrix: `python -m tests.access.page`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from tests.access.commands import COMMANDS
from tests.access.routes import ROUTES, Door, Row
from web import blueprints

PAGE = Path(__file__).parents[2] / "docs" / "access.md"
HEAD = """# Who may do what

Written by `python -m tests.access.page` from the rows in `tests/access`, and held by a test
against what the server and the commands really do, for every role and for who is not signed in.
A route or a command without a row fails that test. Permission is checked inside the command, so
that no entry point can forget it.

- *everybody*: without signing in; *who is signed in*: any account, about itself.
- *who the case concerns*: decided by the diagram's lanes (`role`, `jurisdiction`), the unit of the
  task and the units above it. `tests/faults/test_access.py` walks that matrix: every user task ×
  role × unit × state. To anybody else the subject does not exist (404).
- *a system with its token*: no session; a bearer token, or this machine only.
- An administrator acts on the own unit and on those below it.
"""


def written() -> str:
    """Give the text of the page."""
    lines = [HEAD, "## Pages", "", "| route | who |", "| --- | --- |", *_routes()]
    lines += ["", "## Commands", "", "| command | who |", "| --- | --- |", *_commands()]
    return "\n".join(lines) + "\n"


def _routes() -> Iterator[str]:
    app = Flask("web", static_folder="static")
    for blueprint in blueprints.ALL:
        app.register_blueprint(blueprint)
    for rule in sorted(app.url_map.iter_rules(), key=_order):
        if rule.endpoint in ROUTES:
            yield f"| {_method(rule)} `{rule.rule}` | {_who(ROUTES[rule.endpoint])} |"


def _order(rule: Rule) -> tuple[str, str]:
    return rule.rule, _method(rule)


def _method(rule: Rule) -> str:
    return "POST" if "POST" in (rule.methods or ()) else "GET"


def _commands() -> Iterator[str]:
    for name, command in sorted(COMMANDS.items()):
        yield f"| `{name}` | {command.who} |"


def _who(row: Row) -> str:
    return ", ".join(sorted(row.roles)) if row.door is Door.ROLES else row.door.value


if __name__ == "__main__":
    PAGE.write_text(written(), "utf-8")
