"""What a form refused."""

from __future__ import annotations

import pytest

from engine.core.errors import InvalidAnswers


def refused_fields(error: pytest.ExceptionInfo[InvalidAnswers]) -> dict[str, str]:
    """Give the code of the problem at each refused field."""
    return {problem.key: problem.code for problem in error.value.problems}
