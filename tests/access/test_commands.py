"""Every command that an actor gives has a row, and obeys whom the row names and nobody else."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest

import engine.commands
from engine.core.errors import EngineError, NotFound, NotPermitted
from engine.core.people import Actor
from engine.store import database
from tests.access.commands import COMMANDS
from tests.access.scenes import PERSONAS, Scene, open_scene

GIVEN = [name for name, command in COMMANDS.items() if command.deed is not None]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One office for all cells; a command that uses up its subject draws another."""
    opened = open_scene(tmp_path_factory.mktemp("commands") / "office.db")
    yield opened
    database.close(opened.engine.store)


def test_every_command_of_an_actor_has_a_row() -> None:
    assert set(commands()) == COMMANDS.keys()


@pytest.mark.parametrize("name", GIVEN)
def test_a_command_obeys_whom_its_row_names(scene: Scene, name: str) -> None:
    command = COMMANDS[name]
    people = [scene.actor(persona) for persona in PERSONAS]

    obeyed = {one.id for one in people if _is_obeyed(scene, name, one)}

    assert obeyed == command.roles


def _is_obeyed(scene: Scene, name: str, actor: Actor) -> bool:
    deed = COMMANDS[name].deed
    assert deed is not None
    try:
        deed(scene, actor)
    except (NotPermitted, NotFound):
        return False
    except EngineError:
        # past the door: what was asked for could not be
        return True
    return True


def commands() -> Iterator[str]:
    """Name the public functions of engine/commands that take an engine and an actor."""
    for module in pkgutil.iter_modules(engine.commands.__path__):
        loaded = importlib.import_module(f"engine.commands.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            parameters = inspect.signature(function).parameters
            own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if own and {"engine", "actor"} <= parameters.keys():
                yield f"{module.name}.{name}"
