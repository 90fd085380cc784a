"""The facts that stop a command, each with a code and parameters; catalogues hold the words."""

from __future__ import annotations

from collections.abc import Iterable

from engine.core.findings import Finding, Problem


class EngineError(Exception):
    """A fact that stops a command: a code for the catalogues and the parameters of its text."""

    def __init__(self, code: str, **parameters: object) -> None:
        super().__init__(code, parameters)
        self.code = code
        self.parameters = parameters


class NotFound(EngineError):
    """The subject does not exist, or this actor may not know that it does (HTTP 404)."""


class NotPermitted(EngineError):
    """The actor sees the subject but may not do this to it (HTTP 403)."""


class Conflict(EngineError):
    """Somebody else was first, or the subject has moved on (HTTP 409)."""


class InvalidInput(EngineError):
    """An argument that no form covers is out of its range (HTTP 422, exit code 1 or 2)."""


class InvalidAnswers(EngineError):
    """A form does not accept what was entered (HTTP 422)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("invalid_answers", count=len(self.problems))


class DefinitionRejected(EngineError):
    """A deployment was refused whole; each finding names its file and element."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("definition_rejected", count=len(self.findings))


class ServiceTaskFailed(EngineError):
    """An outside system did not answer as asked; `permanent` says that trying again is useless."""

    def __init__(self, code: str, *, permanent: bool = False, **parameters: object) -> None:
        super().__init__(code, **parameters)
        self.permanent = permanent


class StoreUnusable(EngineError):
    """The database cannot be used: newer than this program, not empty, not a demo, unreachable."""
