"""Refuse decisions that read a setting which nobody declared."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from engine.bpmn.resources import Resources
from engine.core.findings import Finding
from engine.core.office_settings import DECLARED

# a setting that an expression of a document reads, its name written out
_READING = re.compile(r'\bsetting\(\s*(?:name\s*:\s*)?"([^"]*)"')


def find(resources: Resources) -> Iterator[Finding]:
    """Give the names of settings that do not exist, in each decision document."""
    for file, body in resources.decisions.items():
        for name in _READING.findall(html.unescape(body.decode("utf-8", "replace"))):
            if name not in DECLARED:
                yield Finding("setting_unknown", file, None, {"setting": name})
