"""The analyst's hands: find, drag and create elements in the real editor."""

from __future__ import annotations

from playwright.sync_api import Page


def open_diagram(page: Page, title: str) -> None:
    """Open a diagram from the list of the studio."""
    page.goto("/studio")
    page.get_by_role("link", name=title).first.click()
    page.wait_for_selector("#diagram[data-ready]")
    # the keyboard belongs to the canvas, the mouse to its middle, where nothing scrolls by itself
    page.locator("#diagram svg").first.click(position={"x": 900, "y": 400})


def find(page: Page, element: str) -> None:
    """Search for an element by its id, which selects it and brings it into sight."""
    page.keyboard.press("Control+f")
    page.keyboard.type(element)
    page.locator(".djs-search-result-selected", has_text=element).wait_for()
    page.keyboard.press("Enter")


def middle(page: Page, element: str) -> tuple[float, float]:
    """Give the middle of a drawn element on the screen."""
    outline = "> .djs-visual > :is(circle, rect, path)"
    box = page.locator(f'[data-element-id="{element}"] {outline}').first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def push_right(page: Page, element: str, distance: float) -> None:
    """Drag an element to the right."""
    x, y = middle(page, element)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + distance / 2, y, steps=4)
    page.mouse.move(x + distance, y, steps=4)
    page.mouse.up()


def create_on(page: Page, flow: str, kind: str) -> None:
    """Create an element by the menu of the keyboard, and drop it on a sequence flow."""
    page.keyboard.press("n")
    page.keyboard.type(kind)
    page.locator(".djs-popup-results .entry.selected", has_text=kind).wait_for()
    page.keyboard.press("Enter")
    x, y = middle(page, flow)
    page.mouse.move(x, y + 80)
    page.mouse.move(x + 5, y, steps=5)
    page.mouse.down()
    page.mouse.up()


def name(page: Page, english: str, chinese: str) -> None:
    """Name the selected element in the panel, by keyboard."""
    page.get_by_label("Name", exact=True).click()
    page.keyboard.type(english)
    page.keyboard.press("Tab")
    page.keyboard.type(chinese)
    page.keyboard.press("Tab")


def deploy(page: Page, begins: str = "") -> str:
    """Deploy the diagram, at once or from an instant, and give what the studio says."""
    page.get_by_role("button", name="Deploy", exact=True).click()
    page.get_by_label("Takes effect from").fill(begins)
    page.get_by_role("button", name="Deploy for new cases").click()
    said = page.locator(".findings__head")
    said.wait_for()
    return said.inner_text()


def draw_text_field(page: Page, label: str, key: str) -> None:
    """Put a text field into the form, name it, and save the form."""
    page.get_by_role("button", name="Text field").press("Enter")
    page.locator(".fjs-form-field-textfield").click()
    page.locator('[data-group-id="group-general"] .bio-properties-panel-group-header').click()
    page.get_by_label("Field label").fill(label)
    page.get_by_label("Key").fill(key)
    page.get_by_role("button", name="Save draft").click()
    page.get_by_text("Draft saved").wait_for()
