"""Where a request wants to go on to, as far as that is here."""

from __future__ import annotations

from flask import request

# it is kept while somebody signs in elsewhere
_LONGEST = 2000


def local_address(default: str = "/") -> str:
    """Give the address in the field `next`, if it is one of ours."""
    wanted = request.form.get("next", "")
    return wanted if is_local(wanted) else default


def is_local(address: str) -> bool:
    """Tell whether an address that somebody gave leads to a page of ours."""
    ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return ours and len(address) <= _LONGEST and address.isprintable()
