"""`python -m bench`: measure, print, write JSON, and fail where a target is missed.

Run it from the root of the tree, with deodar and cedarpy installed. Exit status: 0 when every target is met, 1 when one
is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console

from bench import figures
from bench.engines import cedarpy_reading, deodar_readings
from bench.measure import measure
from bench.report import as_json, print_figures, print_rows
from bench.result import Figure, Row, row_of
from bench.targets import QUICK_MARGIN, target_of
from bench.validation import validation_figures
from bench.workload import Workload
from bench.workloads import catalogue


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for. Gives the exit status."""
    options = read_options(arguments)
    margin = QUICK_MARGIN if options.quick else 1.0
    console = Console(width=None if sys.stdout.isatty() else 110)
    rows = measure_rows(chosen(options), console)
    measured = [] if options.workload else measure_figures()
    print_rows(rows, margin, console)
    if measured:
        print_figures(measured, margin, console)
    if options.json:
        options.json.write_text(as_json(rows, measured) + "\n", encoding="utf-8")
    met = all(row.meets(margin) for row in rows) and all(figure.meets(margin) for figure in measured)
    return 0 if met else 1


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--quick", action="store_true", help="smallest and largest applications, gates at 70 %%")
    choice.add_argument("--all", action="store_true", help="every workload, up to 10,000 policies")
    choice.add_argument("--workload", metavar="NAME", choices=catalogue.NAMES, help="one workload only")
    parser.add_argument("--size", type=int, default=1000, help="with --workload: its size")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there as well")
    return parser.parse_args(arguments)


def chosen(options: argparse.Namespace) -> Iterator[Workload]:
    """The workloads to measure: without an option, the applications at every size."""
    if options.workload:
        return iter([catalogue.named(options.workload, options.size)])
    if options.quick:
        return catalogue.quick()
    return catalogue.everything() if options.all else catalogue.paper()


def measure_rows(workloads: Iterator[Workload], console: Console) -> list[Row]:
    """One row a workload, with a line about the one that is running."""
    rows: list[Row] = []
    with console.status("measuring") as status:
        for workload in workloads:
            status.update(f"measuring {workload.label}")
            timings = measure([*deodar_readings(workload), cedarpy_reading(workload)])
            rows.append(row_of(workload.name, workload.size, timings, target_of(workload.name)))
    return rows


def measure_figures() -> list[Figure]:
    """The figures beside latency."""
    return [
        *figures.model_figures(),
        *figures.import_figures(),
        figures.parse_ratio("rbac", 1000),
        figures.parse_ratio("abac", 1000),
        *validation_figures(),
    ]


if __name__ == "__main__":
    sys.exit(main())
