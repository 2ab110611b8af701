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
from bench.growth import growth_figures
from bench.measure import measure
from bench.memory import memory_figures
from bench.report import print_figures, print_rows
from bench.result import Figure, Row, row_of
from bench.results import Results
from bench.series import SERIES, measure_series
from bench.startup import startup_figures
from bench.targets import QUICK_MARGIN, target_of
from bench.validation import validation_figures
from bench.workload import Workload
from bench.workloads import catalogue


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for. Gives the exit status."""
    options = read_options(arguments)
    margin = QUICK_MARGIN if options.quick else 1.0
    console = Console(width=None if sys.stdout.isatty() else 110)
    results = Results(measure_rows(chosen(options), console))
    if not options.workload:
        results.figures += measure_figures()
    if options.page:
        measure_the_rest(results, console)
    print_rows(results.rows, margin, console)
    if results.figures:
        print_figures(results.figures, margin, console)
    if options.json:
        options.json.write_text(results.as_json() + "\n", encoding="utf-8")
    if options.page:
        from bench.page import write_page  # noqa: PLC0415  # what draws is needed for pages only

        console.print(f"wrote {write_page(options.page, results, margin)}")
    return 0 if results.meet(margin) else 1


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--quick", action="store_true", help="smallest and largest applications, gates at 70 %%")
    choice.add_argument("--all", action="store_true", help="every workload, up to 10,000 policies")
    choice.add_argument("--workload", metavar="NAME", choices=catalogue.NAMES, help="one workload only")
    parser.add_argument("--size", type=int, default=1000, help="with --workload: its size")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there as well")
    parser.add_argument(
        "--page", type=Path, metavar="FOLDER", help="measure growth, start, memory and other engines too; write a page"
    )
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


def measure_the_rest(results: Results, console: Console) -> None:
    """What stands on the page besides: growth, the time before the first answer, memory, other engines."""
    from bench.peers import EXPRESSIBLE, PEER_SIZE, decision_only, peer_readings  # noqa: PLC0415  # only pages need them

    with console.status("measuring") as status:
        for each in SERIES:
            status.update(f"measuring {each.name} against {each.axis}")
            results.points += measure_series(each)
        status.update("measuring what comes before the first answer")
        results.figures += [*startup_figures(), *memory_figures()]
        status.update("measuring growth")
        results.figures += growth_figures()
        for name in EXPRESSIBLE:
            status.update(f"measuring other engines on {name}")
            workload = catalogue.named(name, PEER_SIZE)
            readings = [*deodar_readings(workload), cedarpy_reading(workload), *peer_readings(workload)]
            results.peers[workload.name] = measure([decision_only(each) for each in readings], rounds=3)


if __name__ == "__main__":
    sys.exit(main())
