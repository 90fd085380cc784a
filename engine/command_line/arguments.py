"""How the command line is read: the subcommands with their arguments, and one-line refusals."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NoReturn

from engine.command_line.output import MISUSED

# `--option` is required, `--option=default` is not, `name+` takes several
GRAMMAR: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "serve": (),
        "worker": (),
        "due": ("start", "days", "--calendar=520000", "--unit=working"),
        "feel": ("expression", "--variables={}"),
        "decide": ("file", "decision", "--variables={}"),
        "deploy": ("file+", "--from="),
        "soundness": ("file+",),
        "verify-history": (),
        "setup": ("user",),
        "user add": ("user", "--name", "--unit", "--role="),
        "user disable": ("user",),
        "user password": ("user",),
        "user second-factor": ("user",),
        "calendar import": ("file", "--calendar", "--year", "--decree", "--source="),
        "calendar approve": ("id",),
        "backup": ("file",),
        "restore": ("file",),
        "copy-to": ("database_url",),
        "migrate": (),
        "demo": ("--applications=500",),
    }
)
GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "user": "Add or disable people, set passwords.",
        "calendar": "Propose and approve decrees on holidays.",
    }
)


def read(
    arguments: list[str], runs: Mapping[str, Callable[..., int]], epilog: str
) -> argparse.Namespace:
    """Read the arguments; the result's `run` is one of `runs`, by subcommand.

    Help, and arguments that cannot be read (exit code 2, one line), end the process.
    """
    parser = _Parser(
        prog="server.py",
        description="Run the procedures of an office.",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top = parser.add_subparsers(required=True, metavar="COMMAND")
    groups = {name: _group(top, name, words) for name, words in GROUPS.items()}
    for name, grammar in GRAMMAR.items():
        group, _, verb = name.rpartition(" ")
        _add(groups[group] if group else top, verb, runs[name], grammar)
    if arguments[:1] != ["feel"]:
        return parser.parse_args(arguments)
    options, expressions = _apart(arguments)
    asked = parser.parse_args([*options, *("0" for _ in expressions)])
    asked.expression = expressions[0]
    return asked


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line."""
        self.exit(MISUSED, f"{self.prog}: {message}\n")


# Any: argparse has no public type for a group of subparsers
def _group(parsers: Any, name: str, words: str) -> Any:
    group = parsers.add_parser(name, help=words, description=words)
    return group.add_subparsers(required=True, metavar="COMMAND")


def _add(parsers: Any, name: str, run: Callable[..., int], grammar: tuple[str, ...]) -> None:
    words = (run.__doc__ or "").partition("\n")[0]
    parser = parsers.add_parser(name, help=words, description=words)
    parser.set_defaults(run=run)
    for argument in grammar:
        option, assigned, default = argument.partition("=")
        if option.startswith("--"):
            parser.add_argument(option, required=not assigned, default=default)
        elif option.endswith("+"):
            parser.add_argument(option[:-1], metavar=option[:-1].upper(), nargs="+")
        else:
            parser.add_argument(option, metavar=option.upper())


def _apart(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    # an expression may begin with `-`, so it is taken out before options are looked for
    options, rest = list(arguments[:1]), list(arguments[1:])
    expressions: list[str] = []
    while rest:
        word = rest.pop(0)
        if word == "--variables":
            options += [word, *rest[:1]]
            rest = rest[1:]
        elif word.startswith("--variables=") or word in {"-h", "--help"}:
            options.append(word)
        elif word != "--":
            expressions.append(word)
    return options, expressions
