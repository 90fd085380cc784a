"""Answers as JSON values, read from their texts when somebody asks: a deed asks for few."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any


# Any: JSON values
class KnownAnswers(Mapping[str, Any]):
    """The values of JSON texts by field."""

    __slots__ = ("_read", "_texts")

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._read: dict[str, Any] = {}

    def __getitem__(self, field: str) -> Any:
        """Give the value of a field, read once."""
        if field not in self._read:
            self._read[field] = json.loads(self._texts[field])
        return self._read[field]

    def __contains__(self, field: object) -> bool:
        """Tell whether there is an answer."""
        return field in self._texts

    def __iter__(self) -> Iterator[str]:
        """List the fields."""
        return iter(self._texts)

    def __len__(self) -> int:
        """Count the fields."""
        return len(self._texts)


class Layers(Mapping[str, Any]):
    """Mappings that lie over each other: the first that knows a name gives its value."""

    __slots__ = ("_layers",)

    def __init__(self, *layers: Mapping[str, Any]) -> None:
        self._layers = layers

    def __getitem__(self, name: str) -> Any:
        """Give the uppermost value."""
        for layer in self._layers:
            if name in layer:
                return layer[name]
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        """Tell whether a layer knows the name."""
        return any(name in layer for layer in self._layers)

    def __iter__(self) -> Iterator[str]:
        """List each name once."""
        return iter(dict.fromkeys(chain(*self._layers)))

    def __len__(self) -> int:
        """Count the names."""
        return len(dict.fromkeys(chain(*self._layers)))
