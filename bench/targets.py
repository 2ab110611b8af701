"""What each workload is held to: how many times as fast as cedarpy with parsed handles."""

from __future__ import annotations

PLAIN_ENGINE = 4.0  # the compiled engine without indexes
QUICK_MARGIN = 0.7  # a busy machine must not turn a gate red

TARGETS: dict[str, float] = {"tinytodo": PLAIN_ENGINE, "gdrive": PLAIN_ENGINE, "github": PLAIN_ENGINE}


def target_of(workload_name: str) -> float | None:
    """The ratio that is promised for a workload, or None where none is promised yet."""
    return TARGETS.get(workload_name)
