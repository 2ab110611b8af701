"""`python -m bench.growth`: how much longer a request takes once there are a hundred times as many policies.

Both engines answer in turn, in one process, and both were asked before, so that what is measured is what a request
takes in the long run. The answers at the larger size are compared with cedarpy's. Status 1 if one grows too much.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from time import process_time_ns

from rich.console import Console

from bench.engines import cedarpy_reading, deodar_readings
from bench.measure import ROUNDS, assert_agreement, timings
from bench.report import print_figures
from bench.result import Figure
from bench.workloads.catalogue import named

FEW, MANY = 1_000, 100_000  # policies
MOST = {"rbac": 3.0, "templates": 3.0, "abac": 8.0}  # times as long
COMPARED = 20  # requests: the peer looks at every policy for each


def growth_figures(few: int = FEW, many: int = MANY) -> Iterator[Figure]:
    """The growth of each workload, requests being given as dicts and prepared."""
    for name, most in MOST.items():
        small, large = named(name, few), named(name, many)
        at_few, at_many = deodar_readings(small), deodar_readings(large)
        assert_agreement([at_many[0], cedarpy_reading(large)], COMPARED)
        readings = [*at_few, *at_many]
        for reading in readings:
            for request in reading.requests:
                reading.decide(request)
        counts = [len(reading.requests) for reading in readings]
        times = [timing.microseconds for timing in timings(readings, counts, ROUNDS, process_time_ns)]
        for how, before, after in zip(("dict", "prepared"), times, times[2:], strict=False):
            growth = after / before
            yield Figure(f"{name}, {how}: {many:,} policies against {few:,}", growth, "x the time", most, False)


def main() -> int:
    """Print the figures. Gives 1 where one is missed."""
    figures = list(growth_figures())
    print_figures(figures, 1.0, Console(width=None if sys.stdout.isatty() else 110))
    return 0 if all(figure.meets(1.0) for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
