"""A conformance run: every case on every engine, a bar while it lasts, a table at the end."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial

from rich import box
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from deodar.command_line.refusals import WrongUsage
from deodar.conformance.agreement import ASPECTS, Agreement
from deodar.conformance.corpus import Case
from deodar.drt.engines import engine
from deodar.drt.engines.protocol import Engine, answer_or_fault
from deodar.impl.source import visible

WIDTH_OF_A_PIPE = 150


def run(cases: Sequence[Case], engines: Sequence[Engine], show: int) -> bool:
    """Whether every engine agrees with every case; prints the counts, and the first `show` disagreements of each."""
    agreements = {tested.name: _agreement(tested, cases) for tested in engines}
    console = Console(width=None if sys.stdout.isatty() else WIDTH_OF_A_PIPE)
    console.print(_table(agreements, len(cases)))
    for name, agreement in agreements.items():
        for disagreement in agreement.disagreements[:show]:
            console.print(Text(visible(f"{name}: {disagreement}")), soft_wrap=True)
    return not any(agreement.disagreements for agreement in agreements.values())


@contextmanager
def opened(names: Sequence[str]) -> Generator[list[Engine], None, None]:
    """The engines of these names; those that are processes are ended."""
    with ExitStack() as stack:
        engines: list[Engine] = []
        for name in names:
            try:
                engines.append(engine(name))
            except ValueError as failure:
                raise WrongUsage(str(failure)) from None
            close = getattr(engines[-1], "close", None)
            if close is not None:
                stack.callback(close)
        yield engines


def _agreement(tested: Engine, cases: Sequence[Case]) -> Agreement:
    agreement = Agreement()
    progress = Console(stderr=True)
    for case in track(cases, tested.name, console=progress, disable=not progress.is_terminal):
        agreement.add(case, partial(answer_or_fault, tested.answer))
    return agreement


def _table(agreements: dict[str, Agreement], cases: int) -> Table:
    table = Table(title=f"cases: {cases:,}", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("engine")
    for heading in ("requests", *ASPECTS, "by schema", "validations", "not asked", "disagreements"):
        table.add_column(heading, justify="right")
    for name, agreement in agreements.items():
        further = (agreement.by_schema, agreement.verdicts, agreement.unsupported, len(agreement.disagreements))
        counts = (agreement.requests, *(agreement.agreed[aspect] for aspect in ASPECTS), *further)
        table.add_row(name, *(f"{count:,}" for count in counts), style="red" if agreement.disagreements else "green")
    return table
