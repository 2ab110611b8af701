"""What a second solver may say of a question that z3 has answered."""

from __future__ import annotations

AGREES = "agrees"
UNKNOWN = "unknown"
DISAGREES = "DISAGREES"
