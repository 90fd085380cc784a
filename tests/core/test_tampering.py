"""Every way to tamper with a chain, each found at its place and called by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core import sealing
from engine.core.sealing import Head, SaltedValue, SealedEntry
from engine.core.tampering import BadEntry, Kind, verify_chain

NAME = "reissue-2026-000001"
LENGTH = 8
Rows = list[SealedEntry]


def forge(prev: bytes, seq: int, text: str = "forged") -> SealedEntry:
    body = sealing.canonical({"kind": text, "seq": seq})
    return SealedEntry(seq, prev, sealing.link(prev, seq, body), body)


def seal(bodies: list[dict[str, object]], values: dict[int, dict[str, SaltedValue]]) -> Rows:
    rows: Rows = []
    prev = sealing.genesis(NAME)
    for seq, content in enumerate(bodies, 1):
        side = values.get(seq, {})
        fields = {name: sealing.digest(kept.salt, kept.value) for name, kept in side.items()}
        body = sealing.canonical({**content, "fields": fields} if side else content)
        rows.append(SealedEntry(seq, prev, sealing.link(prev, seq, body), body, side))
        prev = rows[-1].hash
    return rows


def side(seq: int) -> dict[str, SaltedValue]:
    return {"phone": SaltedValue(bytes([seq] * 16), f'"1380000{seq:04}"')}


def chain(length: int = LENGTH) -> Rows:
    values = {seq: side(seq) for seq in range(2, length + 1, 3)}
    return seal([{"kind": "user_task_completed", "n": n} for n in range(length)], values)


def head_of(rows: Rows) -> Head:
    return Head(len(rows), rows[-1].hash if rows else sealing.genesis(NAME))


def verify(tampered: Rows, head: Head | None = None) -> BadEntry | None:
    return verify_chain(NAME, tampered, head or head_of(chain()))


def shifted(rows: Rows, by: int) -> Rows:
    return [replace(row, seq=row.seq + by) for row in rows]


def swapped(rows: Rows, first: int, second: int, *columns: str) -> Rows:
    """Exchange columns of two entries (seqs), or the whole entries."""
    one, other = rows[first - 1], rows[second - 1]
    names = columns or ("prev", "hash", "body", "values")
    result = list(rows)
    result[first - 1] = replace(one, **{name: getattr(other, name) for name in names})
    result[second - 1] = replace(other, **{name: getattr(one, name) for name in names})
    return result


def with_entry(seq: int, change: Callable[[SealedEntry], SealedEntry]) -> Rows:
    return [change(row) if row.seq == seq else row for row in chain()]


def rehashed(row: SealedEntry) -> SealedEntry:
    return forge(row.prev, row.seq)


EVERY_SEQ = pytest.mark.parametrize("seq", range(1, LENGTH + 1))
INNER_SEQ = pytest.mark.parametrize("seq", range(1, LENGTH))


@pytest.mark.parametrize("length", [0, 1, 2, LENGTH])
def test_an_untouched_chain_stands(length: int):
    rows = chain(length)

    assert verify(rows, head_of(rows)) is None
    assert verify(rows[::-1], head_of(rows)) is None


@EVERY_SEQ
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda row: replace(row, body=row.body + b" "), id="body"),
        pytest.param(lambda row: replace(row, body=b'{"erased":{"1":[]},"x'), id="body_broken"),
        pytest.param(lambda row: replace(row, body=b'{"erased":7,"fields":8}'), id="body_odd"),
        pytest.param(lambda row: replace(row, body=b'"erased": "fields":'), id="body_text"),
        pytest.param(lambda row: replace(row, body=b'["erased":,"x"]'), id="body_no_object"),
        pytest.param(lambda row: replace(row, prev=bytes(32)), id="prev"),
        pytest.param(lambda row: replace(row, hash=bytes(32)), id="hash"),
        pytest.param(rehashed, id="body_with_its_hash"),
        pytest.param(lambda row: forge(bytes(32), row.seq), id="whole_row"),
    ],
)
def test_a_changed_entry_is_called_changed(seq: int, change):
    assert verify(with_entry(seq, change)) == BadEntry(seq, Kind.CHANGED)


@pytest.mark.parametrize("seq", [2, 5, 8])
@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"phone": SaltedValue(bytes(16), '"13800000002"')}, id="salt"),
        pytest.param({"phone": SaltedValue(bytes([2] * 16), '"13900000002"')}, id="value"),
        pytest.param({"phone": SaltedValue(b"", "\ud800")}, id="no_text"),
        pytest.param({}, id="missing"),
        pytest.param({"name": SaltedValue(bytes(16), '"x"')}, id="other_field"),
    ],
)
def test_a_side_value_that_is_not_the_sealed_one_makes_its_entry_changed(seq: int, values):
    rows = with_entry(seq, lambda row: replace(row, values=values))

    assert verify(rows) == BadEntry(seq, Kind.CHANGED)


def test_a_side_value_beside_an_entry_without_fields_makes_it_changed():
    rows = with_entry(3, lambda row: replace(row, values=side(3)))

    assert verify(rows) == BadEntry(3, Kind.CHANGED)


def test_the_earlier_of_a_bad_value_and_a_broken_link_is_told():
    rows = with_entry(2, lambda row: replace(row, values={}))
    rows[4] = rehashed(rows[4])

    assert verify(rows) == BadEntry(2, Kind.CHANGED)


def test_a_bad_value_after_a_broken_link_is_not_told():
    rows = with_entry(5, lambda row: replace(row, values={}))
    del rows[2]

    assert verify(rows) == BadEntry(3, Kind.REMOVED)


def erased_chain(recorded: object) -> Rows:
    """A chain whose second entry lost its side value; the fourth records an erasure."""
    bodies: list[dict[str, object]] = [{"n": n} for n in range(3)]
    rows = seal([*bodies, {"erased": recorded}], {2: side(2)})
    return [replace(row, values={}) for row in rows]


def test_a_value_whose_erasure_is_recorded_may_be_missing():
    rows = erased_chain({"2": ["phone"]})

    assert verify(rows, head_of(rows)) is None


@pytest.mark.parametrize(
    "recorded",
    [
        pytest.param({"3": ["phone"]}, id="other_entry"),
        pytest.param({"2": ["name"]}, id="other_field"),
        pytest.param({"2": "phone"}, id="no_list"),
        pytest.param({"²": ["phone"]}, id="no_number"),
        pytest.param(["2"], id="no_object"),
        pytest.param({"2": []}, id="nothing"),
    ],
)
def test_another_erasure_does_not_excuse_a_missing_value(recorded):
    rows = erased_chain(recorded)

    assert verify(rows, head_of(rows)) == BadEntry(2, Kind.CHANGED)


def test_an_erasure_recorded_before_the_value_excuses_nothing():
    rows = seal([{"erased": {"2": ["phone"]}}, {"n": 1}], {2: side(2)})
    gone = [replace(row, values={}) for row in rows]

    assert verify(gone, head_of(rows)) == BadEntry(2, Kind.CHANGED)


@INNER_SEQ
@pytest.mark.parametrize("renumber", [False, True])
def test_a_deleted_entry_is_called_removed(seq: int, renumber: bool):
    rows = chain()
    later = shifted(rows[seq:], -1) if renumber else rows[seq:]

    assert verify([*rows[: seq - 1], *later]) == BadEntry(seq, Kind.REMOVED)


def test_several_deleted_entries_are_called_removed():
    rows = chain()

    assert verify([*rows[:2], *rows[5:]]) == BadEntry(3, Kind.REMOVED)
    assert verify([*rows[:2], *shifted(rows[5:], -3)]) == BadEntry(3, Kind.REMOVED)


@EVERY_SEQ
def test_a_cut_tail_is_called_truncated(seq: int):
    assert verify(chain()[: seq - 1]) == BadEntry(seq, Kind.TRUNCATED)


@EVERY_SEQ
@pytest.mark.parametrize(
    "forged",
    [
        pytest.param(lambda rows, seq: forge(rows[seq - 1].prev, seq), id="linked"),
        pytest.param(lambda rows, seq: forge(bytes(32), seq), id="unlinked"),
        pytest.param(lambda rows, seq: replace(rows[0], seq=seq, body=b"{}"), id="garbage"),
        pytest.param(lambda rows, seq: replace(rows[seq % 7 + 1], seq=seq), id="copy"),
    ],
)
def test_an_entry_put_in_between_is_called_inserted(seq: int, forged):
    rows = chain()

    tampered = [*rows[: seq - 1], forged(rows, seq), *shifted(rows[seq - 1 :], 1)]

    assert verify(tampered) == BadEntry(seq, Kind.INSERTED)


@pytest.mark.parametrize("seq", range(2, LENGTH + 1))
def test_a_copy_of_the_entry_before_is_called_inserted(seq: int):
    rows = chain()

    copied = [*rows[: seq - 1], *shifted(rows[seq - 2 :], 1)]

    assert verify(copied) == BadEntry(seq, Kind.INSERTED)


def test_several_entries_put_in_between_are_called_inserted():
    rows = chain()
    first = forge(rows[3].prev, 4)
    second = forge(first.hash, 5)

    assert verify([*rows[:3], first, second, *shifted(rows[3:], 2)]) == BadEntry(4, Kind.INSERTED)


@pytest.mark.parametrize("seq", [LENGTH + 1, LENGTH + 90])
@pytest.mark.parametrize("prev", ["linked", "unlinked"])
def test_an_entry_put_after_the_head_is_called_inserted(seq: int, prev: str):
    rows = chain()

    tampered = [*rows, forge(rows[-1].hash if prev == "linked" else bytes(32), seq)]

    assert verify(tampered) == BadEntry(seq, Kind.INSERTED)


@pytest.mark.parametrize("seq", [-1, 0, 3])
def test_an_entry_whose_number_is_taken_is_called_inserted(seq: int):
    assert verify([*chain(), replace(forge(bytes(32), 3), seq=seq)]) == BadEntry(
        seq, Kind.INSERTED
    )


def test_an_entry_in_an_empty_chain_is_called_inserted():
    first = forge(sealing.genesis(NAME), 1)

    assert verify([first], head_of([])) == BadEntry(1, Kind.INSERTED)


@INNER_SEQ
@pytest.mark.parametrize("other", range(2, LENGTH + 1))
@pytest.mark.parametrize("columns", [(), ("body",), ("body", "hash")])
def test_exchanged_entries_are_called_reordered(seq: int, other: int, columns: tuple[str, ...]):
    first, second = min(seq, other), max(seq, other) + (seq == other)

    tampered = swapped(chain(), first, second, *columns)

    assert verify(tampered) == BadEntry(first, Kind.REORDERED)


@INNER_SEQ
def test_an_entry_moved_to_the_end_is_called_reordered(seq: int):
    rows = chain()
    moved = replace(rows[seq - 1], seq=LENGTH + 1)

    assert verify([*rows[: seq - 1], *rows[seq:], moved]) == BadEntry(seq, Kind.REORDERED)
    renumbered = [*rows[: seq - 1], *shifted(rows[seq:], -1), replace(moved, seq=LENGTH)]
    assert verify(renumbered) == BadEntry(seq, Kind.REORDERED)


def test_an_entry_moved_to_a_number_after_the_only_gap_is_called_reordered():
    rows = chain(1)

    assert verify([replace(rows[0], seq=2)], Head(2, bytes(32))) == BadEntry(1, Kind.REORDERED)


def test_an_entry_overwritten_by_a_copy_of_another_is_called_changed():
    rows = chain()
    rows[4] = replace(rows[1], seq=5)

    assert verify(rows) == BadEntry(5, Kind.CHANGED)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(Head(LENGTH, bytes(32)), BadEntry(LENGTH, Kind.CHANGED), id="hash"),
        pytest.param(Head(LENGTH - 1, bytes(32)), BadEntry(LENGTH - 1, Kind.CHANGED), id="both"),
        pytest.param(
            Head(LENGTH - 1, chain()[-1].hash), BadEntry(LENGTH - 1, Kind.CHANGED), id="too_near"
        ),
        pytest.param(Head(10**12, bytes(32)), BadEntry(LENGTH + 1, Kind.TRUNCATED), id="seq"),
    ],
)
def test_a_head_that_does_not_match_is_told(head: Head, expected: BadEntry):
    assert verify(chain(), head) == expected


def test_the_chain_of_another_instance_does_not_pass():
    rows = chain()

    assert verify_chain("another", rows, head_of(rows)) == BadEntry(1, Kind.CHANGED)


@given(st.data())
def test_any_flipped_byte_is_found(data):
    rows = chain()
    seq = data.draw(st.integers(1, LENGTH))
    column = data.draw(st.sampled_from(["body", "prev", "hash"]))
    row = rows[seq - 1]
    content = bytearray(getattr(row, column))
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))

    rows[seq - 1] = replace(row, **{column: bytes(content)})

    assert verify(rows) == BadEntry(seq, Kind.CHANGED)
