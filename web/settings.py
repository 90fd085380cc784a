"""What the pages must know of the way they are served."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Settings of the pages, handed in by the composition root."""

    # a demo office says so on every page
    demo: bool = False
    # host names that may be asked for; empty means any (loopback and tests)
    trusted_hosts: tuple[str, ...] = ()
    # who asks for metrics must bring it; "" for this machine only
    metrics_token: str = ""
    # bearer token of the courier's system, "" where it may tell nothing
    courier_token: str = ""
