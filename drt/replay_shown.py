"""A replayed case file for people: the case in Cedar syntax, the answers, and the traces side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from deodar.drt.replay import Replayed
from deodar.drt.show import entities_shown, policies_of, requests_shown, schema_of
from deodar.drt.trace.asking import Observed
from deodar.drt.trace.outcome import in_words, is_true
from deodar.drt.trace.trace import Trace, Traces

INDENT = "  "
MARK = "-->"
NOT_REACHED = Text("not reached", "dim")
ELSEWHERE = "each part, alone, is the same for all: what differs is how the answer is made of them"


def show(replayed: Replayed, console: Console) -> None:
    """Show what a case file says and what came of asking again."""
    found, case = replayed.file, replayed.case
    _show(console, f"{found.target}: {found.claim}", [found.signature])
    _show(console, "schema", (schema_of(case) or "").splitlines())
    _show(console, "policies" if "policies" in case else "text", (policies_of(case) or "").splitlines())
    _show(console, "entities", list(entities_shown(case)))
    _show(console, "request", requests_shown(case))
    for name, answer in replayed.given.items():
        _show(console, f"{name} answers", [json.dumps(answer)])
    differs, traces = replayed.differs, replayed.traces
    if traces is not None:
        _show_traces(console, traces, len(requests_shown(case)))
        if differs is not None and all(trace.first_difference is None for trace in traces.traces):
            console.print(Text(f"{INDENT}{ELSEWHERE}"), soft_wrap=True)
    verdict = "the engines agree" if differs is None else f"the engines still differ: {differs.signature}"
    console.print(Text(verdict, "green" if differs is None else "red"), soft_wrap=True)


def _show(console: Console, title: str, lines: Sequence[str]) -> None:
    if lines:
        console.print(Text(title, "bold"), soft_wrap=True)
        for line in lines:
            console.print(Text(f"{INDENT}{line}"), soft_wrap=True)


def _show_traces(console: Console, traces: Traces, requests: int) -> None:
    of_many = f" for request {traces.request + 1} of {requests}" if requests > 1 else ""
    for trace in traces.traces:
        what = "the expression" if trace.policy_id is None else f"{trace.effect} `{trace.policy_id}`"
        console.print(Text(f"evaluation of {what}{of_many}", "bold"), soft_wrap=True)
        console.print(_table(trace, traces.engines))
        if not trace.complete:
            console.print(Text(f"{INDENT}too large: the parts of its later expressions are left out", "yellow"))
    if traces.others:
        console.print(Text(f"{INDENT}and {traces.others} more policies that are not shown", "yellow"))


def _table(trace: Trace, engines: Sequence[str]) -> Table:
    """One row a step, in the order of evaluation; the first on which the engines differ is marked."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", width=len(MARK))
    table.add_column("sub-expression", overflow="fold")
    for name in engines:
        table.add_column(name, overflow="fold")
    first = trace.first_difference
    for place, step in enumerate(trace.steps):
        cells = [_cell(step.observed.get(name), place == first) for name in engines]
        table.add_row(_mark(place == first), Text(INDENT * step.depth + step.text), *cells)
    if trace.alone:
        table.add_section()
        differs = len(trace.steps) == first
        cells = [_verdict(trace.alone[name], differs) for name in engines]
        table.add_row(_mark(differs), Text(f"the {trace.effect}, by itself"), *cells)
    return table


def _mark(differs: bool) -> Text:
    return Text(MARK if differs else "", "bold red")


def _cell(found: Observed | None, differs: bool) -> Text:
    if found is None:
        return NOT_REACHED
    words = in_words(found.outcome)
    if found.told is not None:
        words = f"{words} in a policy, {in_words(found.told)} when asked for the value"
    return Text(words, "bold red" if differs else "")


def _verdict(found: Observed, differs: bool) -> Text:
    words = in_words(found.outcome)
    if words in ("true", "false"):
        words = "satisfied" if is_true(found.outcome) else "not satisfied"
    return Text(words, "bold red" if differs else "")
