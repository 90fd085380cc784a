"""What subcommands print and ask for: answers on stdout, refusals in one line on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from engine.core.findings import Finding

if TYPE_CHECKING:
    from engine.commands.history import Verified
    from engine.commands.questions import Reply

# the sentence of a code with its parameters
Sentence = Callable[[str, Mapping[str, object]], str]

REFUSED, MISUSED = 1, 2
# characters of a whole progress bar
_BAR = 40


def answered(reply: Reply) -> int:
    """Print the value of an answer, and on stderr what it warns of."""
    for code, parameters in reply.warnings:
        told = "".join(f", {name} {value}" for name, value in parameters.items())
        print(code.replace("_", " ") + told, file=sys.stderr)
    print(reply.json)
    return 0


def told(verified: Verified) -> int:
    """Print what is wrong in the history, or that nothing is."""
    for bad in verified.broken:
        print(f"{bad.kind} {bad.name} entry {bad.seq}: {bad.what}")
    if verified.broken:
        return REFUSED
    print(f"OK {verified.entries} entries, {verified.instances} instances")
    return 0


def refused(findings: Sequence[Finding], given: Mapping[str, str], say: Sentence) -> int:
    """Print each finding behind the name of the file as it was given."""
    for one in findings:
        text = say(one.code, one.parameters)
        print(f"{given.get(one.file, one.file)}:{one.element or '-'}: {text}", file=sys.stderr)
    return REFUSED


def failed(sentence: str, code: int) -> int:
    """Print a refusal in one line, and give the exit code back."""
    print(sentence, file=sys.stderr)
    return code


def password() -> str:
    """Ask for a password without showing it; from a pipe it is the first line."""
    if sys.stdin.isatty():
        from getpass import getpass

        return getpass()
    return sys.stdin.readline().rstrip("\r\n")


def progress_bar(stream: TextIO) -> Callable[[int, int], None]:
    """Give what draws how much is done, on a terminal only."""

    def tell(done: int, total: int) -> None:
        if not stream.isatty():
            return
        share = done / max(total, 1)
        bar = "#" * round(share * _BAR)
        end = "\n" if done >= total else ""
        stream.write(f"\r[{bar:<{_BAR}}] {done}/{total}{end}")
        stream.flush()

    return tell
