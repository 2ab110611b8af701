"""A case: plain data in Cedar's public formats, and nothing of any engine.

Its members, none of which every target has: `policies` (JSON policy set), `text` (Cedar text), `expression` (JSON
expression), `entities` (JSON list), `document` (the text of entities), `requests` (JSON list).
"""

from __future__ import annotations

from typing import TypeAlias

from deodar.drt.data import Json

Case: TypeAlias = dict[str, Json]


def requests_of(case: Case) -> list[Json]:
    """The requests of a case; none if it has none."""
    requests = case.get("requests", [])
    assert isinstance(requests, list)
    return requests
