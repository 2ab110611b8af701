"""All that one run of the benchmark has measured."""

from __future__ import annotations

import json
import platform
from dataclasses import dataclass, field

from bench.measure import Timing
from bench.result import Figure, Row
from bench.series import Point


@dataclass(slots=True)
class Results:
    """What was measured."""

    rows: list[Row] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    peers: dict[str, list[Timing]] = field(default_factory=dict)  # by workload

    def meet(self, margin: float) -> bool:
        """Whether everything is within `margin` of its target."""
        return all(row.meets(margin) for row in self.rows) and all(figure.meets(margin) for figure in self.figures)

    def as_json(self) -> str:
        """Everything, and on what it was measured."""
        return json.dumps(
            {
                "python": platform.python_version(),
                "implementation": platform.python_implementation(),
                "machine": platform.machine(),
                "rows": [row.as_json() for row in self.rows],
                "figures": [figure.as_json() for figure in self.figures],
                "points": [point.as_json() for point in self.points],
                "peers": {
                    workload: {timing.name: timing.microseconds for timing in timings}
                    for workload, timings in self.peers.items()
                },
            },
            indent=2,
        )
