"""The results as one page of Markdown with pictures, beside the same numbers as JSON."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from bench.measure import ROUNDS, Timing
from bench.picture import picture
from bench.result import Figure, Row
from bench.results import Results

INTRODUCTION = """# How fast deodar is

Measured by `make bench` with Python {python} on {machine}, against cedarpy {cedarpy}: the official engine, in Python.

Every number is processor time. All engines answer the same requests in one process, in turn, a chunk of requests
at a time; a time is the median of {rounds} rounds, and what counts is the ratio. Before anything is timed, the answers
are compared: decision, determining policies and erroring policies.

`dict` is a request given as a plain dict, `prepared` one given as a `Request`. A figure of cedarpy is that of a call
with parsed handles for policies and entities: it includes the reading of the request dict, the crossing from Python to
Rust and back, and the making of the response in Python.
"""
PICTURES = (
    ("policies", "policies", ("rbac", "templates", "abac"), "Latency against the number of policies"),
    ("entities", "entities", ("entities",), "Latency against the number of entities, 100 role policies"),
    ("width", "groups that the principal is in", ("width",), "Latency against the width of the hierarchy"),
)


def write_page(folder: Path, results: Results, margin: float) -> Path:
    """Write the page, its pictures and `results.json`. Gives the path of the page."""
    folder.mkdir(parents=True, exist_ok=True)
    sections = [
        INTRODUCTION.format(
            python=platform.python_version(), machine=platform.machine(), cedarpy=version("cedarpy"), rounds=ROUNDS
        )
    ]
    for name, axis, series, title in PICTURES:
        points = [point for point in results.points if point.series in series]
        if points:
            (folder / f"{name}.svg").write_text(picture(points, axis, title), encoding="utf-8")
            sections.append(f"![{title}]({name}.svg)\n")
    sections += ["## Microseconds a request\n", row_table(results.rows, margin)]
    if results.figures:
        sections += ["## Before the first answer, and beside it\n", figure_table(results.figures, margin)]
    if results.peers:
        sections += ["## Other engines for Python\n", peer_table(results.peers)]
    (folder / "results.json").write_text(results.as_json() + "\n", encoding="utf-8")
    path = folder / "README.md"
    path.write_text("\n".join(sections), encoding="utf-8")
    return path


def row_table(rows: Iterable[Row], margin: float) -> str:
    """One line a workload."""
    return table(
        ("workload", "n", "dict", "prepared", "cedarpy", "dict x", "prepared x", "target x", ""),
        (
            (
                row.workload,
                f"{row.n:,}",
                f"{row.dict_us:.2f}",
                f"{row.prepared_us:.2f}",
                f"{row.peer_us:,.1f}",
                f"{row.dict_ratio:,.1f}",
                f"{row.prepared_ratio:,.1f}",
                "" if row.target is None else f"{row.target:,g}",
                verdict(row.target, row.meets(margin)),
            )
            for row in rows
        ),
    )


def figure_table(figures: Iterable[Figure], margin: float) -> str:
    """One line a figure."""
    return table(
        ("figure", "value", "unit", "target", ""),
        (
            (
                figure.name,
                f"{figure.value:,.2f}",
                figure.unit,
                ""
                if figure.target is None
                else f"at {'least' if figure.more_is_better else 'most'} {figure.target:,g}",
                verdict(figure.target, figure.meets(margin)),
            )
            for figure in figures
        ),
    )


def peer_table(peers: Mapping[str, Sequence[Timing]]) -> str:
    """One line a workload: microseconds of each engine. Only decisions are compared: oso and casbin tell no more."""
    names = [timing.name for timing in next(iter(peers.values()))]
    lines = ((workload, *(f"{timing.microseconds:,.1f}" for timing in timings)) for workload, timings in peers.items())
    return table(("workload", *names), lines)


def table(heading: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A table of Markdown; numbers stand to the right."""
    rule = ["---", *("---:" for _ in heading[1:])]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heading, rule, *lines)) + "\n"


def verdict(target: float | None, met: bool) -> str:
    """A word, where there is a target."""
    return "" if target is None else "met" if met else "missed"
