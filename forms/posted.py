"""What a browser or a program posted to a form, before anything is believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrived; neither its name nor its kind is believed."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Posted:
    """The texts of each field in the order of arrival, and the files."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)
