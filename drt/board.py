"""What people look at: a line for each target while a run goes on, and the same as a table when it is over."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator
from contextlib import contextmanager

from rich import box
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from deodar.drt.outcome import Outcome
from deodar.drt.targets import TARGETS
from deodar.drt.verdict import Finish, verdict

PLAIN_SECONDS = 15.0  # between two lines where there is no terminal
WIDTH = 110  # where there is no terminal
STYLES = {
    Finish.AGREE: "bold green",
    Finish.DISAGREE: "bold red",
    Finish.NOT_SOUND: "bold red",
    Finish.NO_TESTS: "bold yellow",
}


class Board:
    """Shows a run."""

    def __init__(self) -> None:
        self._console = Console(width=None if sys.stdout.isatty() else WIDTH)
        self._progress = Console(stderr=True)
        self._live: Live | None = None
        self._next_line = time.monotonic() + PLAIN_SECONDS

    @contextmanager
    def showing(self) -> Generator[None, None, None]:
        """While a run goes on."""
        if not self._progress.is_terminal:
            yield
            return
        with Live(console=self._progress, refresh_per_second=4, transient=True) as self._live:
            yield
        self._live = None

    def watch(self, outcome: Outcome) -> None:
        """Show how far it is."""
        if self._live is not None:
            self._live.update(Group(_table(outcome), _time(outcome)))
        elif time.monotonic() > self._next_line:
            self._next_line = time.monotonic() + PLAIN_SECONDS
            tests = sum(tally.tests for tally in outcome.tallies.values())
            print(f"{outcome.elapsed:.0f} s, {tests:,} tests, {outcome.disagreements} disagreements", file=sys.stderr)

    def close(self, outcome: Outcome) -> None:
        """Show what came of it."""
        console = self._console
        console.print(_table(outcome))
        for line in _abstentions(outcome):
            console.print(Text(line, "yellow"), soft_wrap=True)
        for gate in outcome.gates:
            sign = Text("met   ", "green") if gate.met else Text("MISSED", "red")
            console.print(sign, Text(f" {gate.name}: {gate.found} (wanted: {gate.wanted})"), soft_wrap=True)
        for signature, kept in outcome.findings.items():
            issue = outcome.issues.issue_of(signature) or outcome.issues.issue_of(signature.partition(" [")[0])
            console.print(Text(f"\n{signature}", "red" if issue is None else "yellow"), soft_wrap=True)
            if issue is not None:
                words = f"  known until {issue.expires}: {issue.reason} ({issue.link})"
                console.print(Text(words, "yellow"), soft_wrap=True)
            for finding, path in kept:
                flaky = ", did not show again" if finding.flaky else ""
                console.print(Text(f"  deodar drt replay {path}  ({finding.nodes} nodes{flaky})"), soft_wrap=True)
        _show_issues(console, outcome)
        _show_again(console, outcome)
        for each in outcome.canaries:
            what = f"found after {each.tests:,} tests" if each.found else f"NOT found in {each.tests:,} tests"
            console.print(Text(f"planted bug {each.mutant}: {what}", "green" if each.found else "red"))
        for restart in outcome.restarts:
            console.print(Text(f"a process was replaced: {restart}", "yellow"), soft_wrap=True)
        for failure in outcome.failures:
            console.print(Text(f"a process failed: {failure}", "red"), soft_wrap=True)
        came = verdict(outcome)
        console.print(Text(came.sentence, STYLES[came.finish]))


def _show_issues(console: Console, outcome: Outcome) -> None:
    """The known issues that have expired, and those that a run has not met."""
    for issue in outcome.issues.expired:
        words = f"known issue expired on {issue.expires}: {issue.signature}: {issue.reason} ({issue.link})"
        help_line = "  help: mend it, or give it another day and say why"
        console.print(Text(f"{words}\n{help_line}", "red"), soft_wrap=True)
    for issue in outcome.issues.valid:
        if not outcome.known[issue]:
            console.print(
                Text(f"known issue that did not show: {issue.signature} ({issue.link})", "dim"), soft_wrap=True
            )


def _show_again(console: Console, outcome: Outcome) -> None:
    """What has become of the case files that were there before."""
    for again in outcome.again:
        if again.unreadable:
            console.print(Text(f"left out: {again.unreadable}", "yellow"), soft_wrap=True)
        elif again.found is None:
            console.print(Text(f"found before, and the engines agree on it now: {again.file}", "green"), soft_wrap=True)
    left = sum(again.found is not None for again in outcome.again)
    if left:
        console.print(Text(f"found before, and still there: {left} of these", "red"))


def _table(outcome: Outcome) -> Table:
    plan = outcome.plan
    table = Table(
        title=f"{' / '.join(plan.engines)}, {plan.lane} lane, seed {plan.seed}",
        title_justify="left",
        box=box.SIMPLE_HEAD,
    )
    for heading in ("target", "weight", "tests", "tests/s", "cases", "distinct", "disagreements"):
        table.add_column(heading, justify="left" if heading == "target" else "right")
    for name, tally in outcome.tallies.items():
        # The tests of a second of one process, as often as there are processes.
        rate = tally.tests / tally.seconds * plan.shards if tally.seconds else 0.0
        style = "red" if tally.disagreements else "green"
        counts = (
            str(TARGETS[name].share),
            f"{tally.tests:,}",
            f"{rate:,.0f}",
            f"{tally.cases:,}",
            f"{tally.distinct_share:.1%}",
        )
        table.add_row(name, *counts, Text(f"{tally.disagreements:,}", style))
    return table


def _abstentions(outcome: Outcome) -> list[str]:
    """A line for each engine that answered some cases with `unsupported`, or cannot be asked what a target asks."""
    lines: list[str] = []
    for engine in outcome.plan.engines:
        shares = {name: tally.answered[engine] / tally.cases for name, tally in outcome.tallies.items() if tally.cases}
        missing = [f"{name} {share:.1%}" if share else name for name, share in shares.items() if share < 1]
        lines += [f"{engine} does not answer, or answers only so many of: {', '.join(missing)}"] if missing else []
    return lines


def _time(outcome: Outcome) -> Text:
    limit = "" if outcome.plan.seconds is None else f" of {outcome.plan.seconds:.0f}"
    return Text(f"{outcome.elapsed:.0f}{limit} s")
