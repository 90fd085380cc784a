"""Places where a test may kill the process or raise, to prove that nothing is half done."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass, field

from engine.core.errors import InvalidInput

_ACTIONS = ("kill", "raise")


class FailpointReached(RuntimeError):
    """The failure that an armed failpoint raises."""


@dataclass(slots=True)
class Failpoints:
    """The one armed place: its name, what happens there, and at which passage it happens."""

    name: str = ""
    action: str = "raise"
    passage: int = 1
    passed: int = field(default=0)

    def reach(self, *names: str) -> None:
        """Fail if one of the names is the armed one and this is the armed passage."""
        if self.name not in names:
            return
        self.passed += 1
        if self.passed != self.passage:
            return
        if self.action == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise FailpointReached(self.name)


def armed(text: str) -> Failpoints:
    """Read `name:kill|raise:n`, the n-th passage of the place fails; empty text arms nothing."""
    if not text:
        return Failpoints()
    name, action, passage = text.split(":")
    if action not in _ACTIONS or not passage.isdecimal():
        raise InvalidInput("failpoint_unreadable", text=text)
    return Failpoints(name, action, int(passage))
