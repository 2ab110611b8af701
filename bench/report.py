"""The results as tables for people."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from bench.result import Figure, Row


def print_rows(rows: Sequence[Row], margin: float, console: Console) -> None:
    """One line a workload."""
    table = Table(title="microseconds a request; x is how many times as fast as cedarpy")
    for heading in ("workload", "n", "dict", "prepared", "cedarpy", "dict x", "prepared x", "target x", ""):
        table.add_column(heading, justify="left" if heading in ("workload", "") else "right", no_wrap=True)
    for row in rows:
        table.add_row(
            row.workload,
            str(row.n),
            f"{row.dict_us:.2f}",
            f"{row.prepared_us:.2f}",
            f"{row.peer_us:.1f}",
            f"{row.dict_ratio:.1f}",
            f"{row.prepared_ratio:.1f}",
            "" if row.target is None else f"{row.target:g}",
            "" if row.target is None else verdict(row.meets(margin)),
        )
    console.print(table)


def print_figures(figures: Sequence[Figure], margin: float, console: Console) -> None:
    """One line a figure."""
    table = Table()
    for heading in ("figure", "value", "target", ""):
        table.add_column(heading, justify="right" if heading in ("value", "target") else "left", no_wrap=True)
    for figure in figures:
        bound = "at least" if figure.more_is_better else "at most"
        target = "" if figure.target is None else f"{bound} {figure.target:,g}"
        table.add_row(
            figure.name,
            f"{figure.value:,.1f} {figure.unit}",
            target,
            "" if figure.target is None else verdict(figure.meets(margin)),
        )
    console.print(table)


def verdict(met: bool) -> str:
    """A word with a colour."""
    return "[green]met[/]" if met else "[red]missed[/]"
