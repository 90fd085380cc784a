"""What a deployment consists of, as the interpreter reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.feel.values import Function


@dataclass(frozen=True, slots=True)
class PinnedDocument:
    """A version of a decision document, whole: with all that was deployed beside it then."""

    file: str
    # counted from 1 whenever the bytes of the document changed
    version: int
    # file name -> bytes
    documents: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Resources:
    """The files of a deployment, and what the house offers to them."""

    # file name -> bytes
    diagrams: Mapping[str, bytes]
    decisions: Mapping[str, bytes] = field(default_factory=dict)
    # the versions of decision documents whose numbers the diagrams pin
    pinned: tuple[PinnedDocument, ...] = ()
    # "<process id>/<element id>" of every form
    forms: frozenset[str] = frozenset()
    # names of the operations that have a handler
    operations: frozenset[str] = frozenset()
    # names that answers can have; a name that nothing sets is advised of where there are any
    fields: frozenset[str] = frozenset()
    # kinds of documents that have a template; kinds in a diagram are checked where there are any
    documents: frozenset[str] = frozenset()
    # codes of the calendars; a code in a diagram is checked where there are any
    calendars: frozenset[str] = frozenset()
    # functions of the product that decisions may call
    functions: Mapping[str, Function] = field(default_factory=dict)
