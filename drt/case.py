"""A case: plain data in Cedar's public formats, and nothing of any engine.

Its members, none of which every target has: `policies` (JSON policy set), `text` (Cedar text), `expression` (JSON
expression), `entities` (JSON list), `document` (the text of entities), `requests` (JSON list).
"""

from __future__ import annotations

from typing import TypeAlias

Case: TypeAlias = dict[str, object]


def requests_of(case: Case) -> list[object]:
    """The requests of a case; none if it has none."""
    requests = case.get("requests", [])
    assert isinstance(requests, list)
    return requests
