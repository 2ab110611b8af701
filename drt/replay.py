"""Replaying a case file: what it says, what each engine says now, and whether they still differ."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from deodar.drt.case_file import CaseFile, case_of
from deodar.drt.compare import difference
from deodar.drt.deep import on_a_large_stack
from deodar.drt.engines import engine
from deodar.drt.show import entities_shown, policies_of, requests_shown, schema_of
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import answers


def replay(found: CaseFile, names: Sequence[str], console: Console) -> bool:
    """Whether the engines still differ; shows the case and their answers."""
    case, target = case_of(found), TARGETS[found.target]
    _show(console, f"{found.target}: {found.claim}", [found.signature])
    _show(console, "schema", (schema_of(case) or "").splitlines())
    _show(console, "policies" if "policies" in case else "text", (policies_of(case) or "").splitlines())
    _show(console, "entities", list(entities_shown(case)))
    _show(console, "request", requests_shown(case))
    engines = {name: engine(name) for name in names or list(found.answers)}
    given = on_a_large_stack(answers, target, engines, case)
    for name, answer in given.items():
        _show(console, f"{name} answers", [json.dumps(answer)])
    differs = difference(given)
    verdict = "the engines agree" if differs is None else f"the engines still differ: {differs.signature}"
    console.print(Text(verdict, "green" if differs is None else "red"), soft_wrap=True)
    return differs is not None


def _show(console: Console, title: str, lines: Sequence[str]) -> None:
    if lines:
        console.print(Text(title, "bold"), soft_wrap=True)
        for line in lines:
            console.print(Text(f"  {line}"), soft_wrap=True)
