"""A conformance run: every case on every engine, a bar while it lasts, a table at the end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from deodar.conformance.agreement import ASPECTS, Agreement, Engine
from deodar.conformance.corpus import Case, CorpusError, read_corpus
from deodar.drt.engines import engine


def run(path: Path, names: Sequence[str], show: int) -> bool:
    """Whether every engine agrees with every case of the corpus; prints the counts and the first disagreements."""
    try:
        cases = read_corpus(path)
    except CorpusError as failure:
        print(failure, file=sys.stderr)
        return False
    agreements = {name: _agreement(name, engine(name), cases) for name in names}
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(_table(agreements, len(cases)))
    for name, agreement in agreements.items():
        for disagreement in agreement.disagreements[:show]:
            console.print(Text(f"{name}: {disagreement}"), soft_wrap=True)
    return not any(agreement.disagreements for agreement in agreements.values())


def _agreement(name: str, tested: Engine, cases: Sequence[Case]) -> Agreement:
    agreement = Agreement()
    progress = Console(stderr=True)
    for case in track(cases, name, console=progress, disable=not progress.is_terminal):
        agreement.add(case, tested.answer(case.message))
    return agreement


def _table(agreements: dict[str, Agreement], cases: int) -> Table:
    table = Table(title=f"{cases:,} cases", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("engine")
    for heading in ("requests", *ASPECTS, "disagreements"):
        table.add_column(heading, justify="right")
    for name, agreement in agreements.items():
        counts = (agreement.requests, *(agreement.agreed[aspect] for aspect in ASPECTS), len(agreement.disagreements))
        table.add_row(name, *(f"{count:,}" for count in counts), style="red" if agreement.disagreements else "green")
    return table
