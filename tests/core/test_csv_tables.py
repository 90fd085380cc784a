"""Tables that people exchange: what a spreadsheet would take for a formula is none."""

from __future__ import annotations

import pytest

from engine.core import csv_tables


@pytest.mark.parametrize("cell", ["=1+1", "+1", "@x", "-1+1", "-", "-cmd"])
def test_a_formula_is_led_by_an_apostrophe_and_read_back_as_it_was(cell: str) -> None:
    written = csv_tables.write(["a", "b"], [[cell, "x"]])

    assert f"'{cell}".encode() in written
    assert csv_tables.read(written).lines[0].cells["a"] == cell


@pytest.mark.parametrize("cell", ["-12.50", "-1", "40.00"])
def test_a_number_stays_one_so_that_it_can_be_added_up(cell: str) -> None:
    written = csv_tables.write(["a", "b"], [[cell, "x"]])

    assert f"{cell},x".encode() in written.splitlines()[1]
    assert csv_tables.read(written).lines[0].cells["a"] == cell
