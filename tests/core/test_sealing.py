"""Canonical entries, digests and links of the history: a format that never changes."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.core import sealing
from engine.core.errors import InvalidInput

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SCALARS = st.none() | st.booleans() | st.integers() | TEXT
VALUES = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(TEXT, SCALARS, max_size=3)


@settings(max_examples=60)
@given(st.dictionaries(TEXT, VALUES, max_size=4))
def test_canonical_json_reads_back_and_has_one_spelling(body):
    written = sealing.canonical(body)

    assert json.loads(written) == body
    assert sealing.canonical(dict(reversed(body.items()))) == written


@settings(max_examples=60)
@given(st.dictionaries(TEXT, VALUES, max_size=4))
def test_canonical_json_is_what_other_programs_write_with_sorted_keys(body):
    spelled = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert sealing.canonical(body) == spelled.encode()


def test_canonical_json_sorts_keys_and_has_no_spaces():
    body = {"z": [1, None, True], "é": "张", "a": {"b": "\n", "B": ""}}

    written = sealing.canonical(body)

    assert written == '{"a":{"B":"","b":"\\n"},"z":[1,null,true],"é":"张"}'.encode()


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(1.0, id="float"),
        pytest.param(float("nan"), id="nan"),
        pytest.param((1,), id="tuple"),
        pytest.param(b"x", id="bytes"),
        pytest.param({1: "x"}, id="number_as_key"),
        pytest.param([{"deep": 0.5}], id="float_inside"),
        pytest.param("\ud800", id="lone_surrogate"),
    ],
)
def test_what_has_no_single_spelling_is_refused(value):
    with pytest.raises(InvalidInput) as refusal:
        sealing.canonical({"value": value})

    assert refusal.value.code == "not_canonical"


def test_a_digest_is_that_of_salt_and_value():
    salt = bytes(range(16))

    assert sealing.digest(salt, "张三") == sha256(salt + "张三".encode()).hexdigest()


def test_a_salt_of_another_length_is_refused():
    with pytest.raises(InvalidInput):
        sealing.digest(b"short", "value")


def test_the_format_of_a_link_is_fixed():
    first = sealing.link(sealing.genesis("reissue-1"), 1, b'{"kind":"instance_started"}')

    start = sha256(b"ventanilla history\0reissue-1").digest()
    assert first == sha256(start + bytes(7) + b'\x01{"kind":"instance_started"}').digest()
    assert first.hex() == "d031c9bee7facbaf64a33378523e4172a28c98f4cc515281419e176b14740810"
