"""What a service-task handler is given and gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class ServiceCall:
    """One call of an outside system, with everything that the handler may know."""

    operation: str
    # the same for every attempt: the outside system can tell a repeat by it
    key: str
    instance_id: str
    element: str
    variables: Mapping[str, Any]
    # current answers, only of the fields that the handler declares
    answers: Mapping[str, Any]
    # adapters by port name, only those that the handler declares
    ports: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class ServiceResult:
    """What an outside system answered: variables of class P1 and answers with their class."""

    variables: Mapping[str, Any] = field(default_factory=dict)
    # field -> (value, class P1|P2|P3)
    answers: Mapping[str, tuple[Any, str]] = field(default_factory=dict)
    # code of a BPMN error to raise on the element, "" for none
    error: str = ""
    # in-app notices to store in the recording transaction: {"recipient", "kind", "parameters"}
    notices: tuple[Mapping[str, Any], ...] = ()
    # why nothing was done, for the history; "" where something was
    note: str = ""


class Kind(StrEnum):
    """What an answer of a handler is."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Written:
    """An answer that a handler gives."""

    field: str
    # P1 operational, P2 personal, P3 sensitive
    data_class: str = "P2"
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class ByHand:
    """How a person enters the result where the deed was done by other means."""

    # fields among those the handler gives that are asked for; the rest is worked out
    asks: tuple[str, ...]
    # the whole result from what was entered, asking nothing outside; raises InvalidAnswers
    result: Callable[[ServiceCall, Mapping[str, Any]], ServiceResult]


@dataclass(frozen=True, slots=True)
class Handler:
    """A handler with the answers it reads and gives, its ports and how often it tries."""

    run: Callable[[ServiceCall], ServiceResult]
    reads: tuple[str, ...] = ()
    writes: tuple[Written, ...] = ()
    ports: tuple[str, ...] = ()
    # seconds to wait before the second, third, … attempt; after the last one an incident
    retries: tuple[int, ...] = (5, 30, 120, 600, 3600)
    # brings nothing that the diagram needs: an operator may go on without it
    skippable: bool = False
    # None where only the outside system may say it: it decides something for the citizen
    by_hand: ByHand | None = None
