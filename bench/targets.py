"""What each workload is held to: how many times as fast as cedarpy with parsed handles."""

from __future__ import annotations

APPLICATION = 25.0
QUICK_MARGIN = 0.7  # a busy machine must not turn a gate red

TARGETS: dict[str, float] = {
    **dict.fromkeys(("tinytodo", "gdrive", "github"), APPLICATION),
    "rbac-1000": 250,
    "rbac-10000": 1_500,
    "templates-1000": 800,
    "templates-10000": 8_000,
    "abac-1000": 400,
    "abac-10000": 3_000,
    **dict.fromkeys(("worst-1000", "worst-10000"), 12.0),
    "wide": 120,
}


def target_of(workload_name: str) -> float | None:
    """The ratio that is promised for a workload, or None where none is promised yet."""
    return TARGETS.get(workload_name)
