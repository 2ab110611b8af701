"""Plain data, as JSON has it: what cases, messages and answers are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

# Read-only, so that a list of objects may stand where a list of anything is asked for.
Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
