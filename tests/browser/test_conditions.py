"""What the browser hides of a form while it is filled, as the server would."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).parents[2] / "web/static/page.js"


def when(*conditions: str) -> str:
    """Write the attributes of what these conditions hide; none holds without a script."""
    texts, now = json.dumps(conditions), json.dumps([False] * len(conditions))
    return f'data-hidden-when="{html.escape(texts)}" data-hidden-now="{html.escape(now)}"'


FORM = f"""<form data-form>
<select name="ending"><option value="PASS">Pass<option value="REFUSE">Refuse</select>
<p id="why" {when('ending != "REFUSE"')}><select name="reason">
  <option value="">-<option value="AGE" {when('ending != "REFUSE"')}>Age<option value="OTHER">Other
</select></p>
<p id="words" {when('reason != "OTHER"')}><input name="words"></p>
<p id="last" {when('not(reason in ("OTHER", "AGE"))')}><input name="last"></p>
</form>"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    opened = chromium.new_page()
    opened.set_content(FORM)
    opened.add_script_tag(path=SCRIPT)
    yield opened
    opened.close()


def hidden(page: Page) -> list[str]:
    return [each.get_attribute("id") or "" for each in page.locator("p[hidden]").all()]


def test_what_hangs_on_a_hidden_answer_is_hidden_with_it(page: Page) -> None:
    page.select_option("[name=ending]", "REFUSE")
    page.select_option("[name=reason]", "OTHER")
    answered = hidden(page)

    page.select_option("[name=ending]", "PASS")

    assert answered == []
    assert hidden(page) == ["why", "words", "last"]


def test_a_choice_that_is_ruled_out_counts_no_longer(page: Page) -> None:
    page.select_option("[name=ending]", "REFUSE")
    page.select_option("[name=reason]", "AGE")
    answered = hidden(page)

    page.select_option("[name=ending]", "PASS")
    page.select_option("[name=ending]", "REFUSE")

    assert answered == ["words"]
    assert hidden(page) == ["words", "last"]
    assert page.input_value("[name=reason]") == ""


def test_an_answer_counts_again_once_its_question_is_shown(page: Page) -> None:
    page.select_option("[name=ending]", "REFUSE")
    page.select_option("[name=reason]", "OTHER")
    page.select_option("[name=ending]", "PASS")

    page.select_option("[name=ending]", "REFUSE")

    assert hidden(page) == []
