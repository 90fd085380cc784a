"""What somebody had typed when their session ended: kept in the sign-in form, for them alone.

It travels in hidden inputs, never in an address or a cookie, and without photographs. It is taken
only from a form of the very session that ended, and given back only to the account of that one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hmac import compare_digest

from flask import current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from web import applicant, desk, instances, visit
from web.form_pages import Filling, posted

PREFIX = "kept."
# endpoint of a form → what shows it with a filling
_FORMS: Mapping[str, Callable[..., ResponseReturnValue]] = {
    "applicant.apply": applicant.kept,
    "desk.complete": desk.kept,
    "instances.send": instances.kept,
}


def is_form() -> bool:
    """Tell whether this request posts a form whose entry can be given back."""
    return request.endpoint in _FORMS


def of_ended_session() -> tuple[tuple[str, str], ...]:
    """Give the hidden inputs that keep what this request posts, () where nothing may be kept."""
    ended = visit.guest().ended
    if ended is None or not is_form():
        return ()
    given = request.form.get("form_token", "")
    if not compare_digest(given.encode(), ended.form_token.encode()):
        return ()
    return tuple((PREFIX + key, text) for key, texts in posted().values.items() for text in texts)


def still_kept() -> tuple[tuple[str, str], ...]:
    """Give the hidden inputs once more, after a sign-in that was refused."""
    return tuple(
        (key, text)
        for key in request.form
        if key.startswith(PREFIX)
        for text in request.form.getlist(key)
    )


def given_back(address: str) -> Callable[[], ResponseReturnValue] | None:
    """Give what shows the form at an address with the kept entry; None where nothing is kept."""
    values: dict[str, list[str]] = {}
    for key, text in still_kept():
        values.setdefault(key.removeprefix(PREFIX), []).append(text)
    if not values:
        return None
    try:
        place = current_app.create_url_adapter(request)
        endpoint, names = place.match(address, method="POST") if place else ("", {})
    except HTTPException:
        return None
    show = _FORMS.get(endpoint)
    if show is None:
        return None
    filling = Filling({key: each[0] if len(each) == 1 else each for key, each in values.items()})
    return lambda: show(filling=filling, **names)
