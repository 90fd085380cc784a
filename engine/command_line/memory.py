"""How the garbage collector is set for a process that lives long."""

from __future__ import annotations

import gc

# allocations, young and middle collections after which the garbage collector runs
COLLECT_AFTER = (50_000, 20, 50)


def settle() -> None:
    """Keep the garbage collector from walking again and again through what lives for ever.

    Definitions, expressions, calendars and modules are many objects that never die; collecting
    among them took a third of the time of a completed user task.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
