"""A comparison of two nights, as text."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from deodar.drt.report.nights import Comparison, Item, Rate, Speed

MOST_ITEMS = 20
FEW_ITEMS = 5  # of what is no reason to worry
STYLES = {Speed.SLOWER: "red", Speed.FASTER: "green", Speed.SAME: "", Speed.UNKNOWN: "dim"}


def show_comparison(comparison: Comparison, console: Console) -> None:
    """Print the comparison: what got worse stands last, above the verdict."""
    for remark in comparison.unlike:
        console.print(Text(f"not alike: {remark}", "yellow"), soft_wrap=True)
    for which, verdict in zip(("old", "new"), comparison.verdicts, strict=True):
        console.print(Text(f"{which}: {verdict}"), soft_wrap=True)
    console.print(_table(comparison.rates))
    _items(console, "covered for the first time", comparison.gained, "green", FEW_ITEMS)
    _items(console, "not seen this time, and too rare to tell", comparison.rare, "", FEW_ITEMS)
    _items(console, "seen less than a tenth as often as expected", comparison.faded, "red")
    _items(console, "coverage lost", comparison.lost, "red")
    for gate in comparison.gates:
        words = f"gate {'met again' if gate.met else 'MISSED'}: {gate.name}: {gate.old} before, {gate.new} now"
        console.print(Text(words, "green" if gate.met else "red"), soft_wrap=True)
    _lines(console, "planted bug found before, and not any more", comparison.survivors, "red")
    _lines(console, "disagreement as before", comparison.same_disagreements, "yellow")
    _lines(console, "disagreement gone", comparison.gone_disagreements, "green")
    _lines(console, "NEW disagreement", comparison.new_disagreements, "bold red")
    console.print(_verdict(comparison), soft_wrap=True)


def _table(rates: Sequence[Rate]) -> Table:
    table = Table(title="tests in a second of a process", title_justify="left", box=box.SIMPLE_HEAD)
    for heading in ("target", "old", "new", "change", "noise", ""):
        table.add_column(heading, justify="right" if heading not in {"target", ""} else "left")
    for rate in rates:
        change = f"{rate.new / rate.old - 1:+.1%}" if rate.old else ""
        noise = f"±{rate.noise / rate.old:.1%}" if rate.old and rate.noise else ""
        speed = Text(rate.speed, STYLES[rate.speed])
        table.add_row(rate.target, f"{rate.old:,.0f}", f"{rate.new:,.0f}", change, noise, speed)
    return table


def _items(console: Console, title: str, items: Sequence[Item], style: str, most: int = MOST_ITEMS) -> None:
    if items:
        console.print(Text(f"{title}:", style))
    for item in items[:most]:
        counts = f"{item.old:,} before, {item.new:,} now, {item.expected:,.0f} expected"
        console.print(Text(f"  {item.dimension}: {item.item} ({counts})", style), soft_wrap=True)
    if len(items) > most:
        console.print(Text(f"  and {len(items) - most} more: --json has them all", style))


def _lines(console: Console, title: str, lines: Sequence[str], style: str) -> None:
    for line in lines:
        console.print(Text(f"{title}: {line}", style), soft_wrap=True)


def _verdict(comparison: Comparison) -> Text:
    lost_gates = [gate.name for gate in comparison.gates if not gate.met]
    counts = (
        (len(comparison.new_disagreements), "new disagreements"),
        (len(comparison.slower), "targets slower"),
        (len(comparison.lost), "items of coverage lost"),
        (len(comparison.faded), "items of coverage faded"),
        (len(lost_gates), "gates missed"),
        (len(comparison.survivors), "planted bugs not found any more"),
    )
    words = ", ".join(f"{count} {what}" for count, what in counts if count)
    return Text(words, "bold red") if words else Text("nothing got worse", "bold green")
