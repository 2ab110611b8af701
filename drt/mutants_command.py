"""`deodar drt mutants`: plant bugs in the engine, one at a time, and tell how long the tester takes to find each."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from deodar.drt.data import Json
from deodar.drt.deep import on_a_large_stack
from deodar.drt.finding import Finding
from deodar.drt.mutants import AREAS, MUTANTS
from deodar.drt.score import Score, counterexample, hunts

WANTED_SHARE = 0.9
WANTED_TESTS = 100_000


def listed(console: Console) -> None:
    """Show every mutant, by area."""
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("mutant", "target", "what the engine gets wrong"):
        table.add_column(heading, no_wrap=heading == "mutant")
    for area in AREAS:
        table.add_section()
        table.add_row(f"[bold]{area}", "", "")
        for mutant in MUTANTS.values():
            if mutant.area == area:
                table.add_row(mutant.name, mutant.target, mutant.says)
    console.print(table)


def scored(  # noqa: PLR0917  # one parameter an option
    names: list[str],
    seeds: int,
    tests: int,
    cpu_seconds: float | None,
    processes: int,
    shrink: bool,
    json_file: Path | None,
    console: Console,
) -> bool:
    """Hunt the mutants and show the score; whether enough of them are found soon enough."""
    score = Score()
    for part in hunts(names, seeds, tests, cpu_seconds, processes):
        score.hunts += part
    findings = _counterexamples(score) if shrink else {}
    _show(score, tests, console)
    _show_sizes(findings, console)
    if json_file is not None:
        json_file.parent.mkdir(parents=True, exist_ok=True)
        json_file.write_text(json.dumps(_as_json(score, findings), indent=1) + "\n", encoding="ascii")
    return score.found_share(min(tests, WANTED_TESTS)) >= WANTED_SHARE


def _counterexamples(score: Score) -> dict[str, Finding]:
    """One counterexample for each mutant that was found."""
    first = {each.mutant: each for each in reversed(score.found)}
    made = {name: on_a_large_stack(counterexample, each) for name, each in first.items()}
    return {name: finding for name, finding in made.items() if finding is not None}


def _show(score: Score, tests: int, console: Console) -> None:
    table = Table(title="planted bugs", title_justify="left", box=box.SIMPLE_HEAD)
    for heading in ("area", "planted", "found", "tests", "90 %", "cpu s", "90 %"):
        table.add_column(heading, justify="left" if heading == "area" else "right")
    for area in AREAS:
        part = score.of(name for name in score.mutants if MUTANTS[name].area == area)
        if part.hunts:
            table.add_row(area, *_figures(part))
    table.add_section()
    table.add_row("all", *_figures(score))
    console.print(table)
    limit = min(tests, WANTED_TESTS)
    console.print(
        f"{len(score.mutants)} planted bugs, {len(score.hunts)} hunts: {score.found_share(limit):.1%} end within "
        f"{limit:,} tests (wanted: {WANTED_SHARE:.0%}). Tests and seconds of a processor: median and 90th percentile."
    )
    for name in score.survivors:
        missed = [each for each in score.hunts if each.mutant == name and not each.found]
        all_ = [each for each in score.hunts if each.mutant == name]
        reason = f"; {MUTANTS[name].rare}" if MUTANTS[name].rare else ""
        console.print(
            f"survives {len(missed)} of {len(all_)} hunts: {name} ({MUTANTS[name].says}); reached "
            f"{sum(each.touched for each in missed):,} times in {sum(each.tests for each in missed):,} tests{reason}",
            soft_wrap=True,
        )


def _figures(part: Score) -> list[str]:
    tests, seconds = part.tests(), part.cpu_seconds()
    found = f"{len(part.found) / len(part.hunts):.0%}"
    return [str(len(part.mutants)), found, *(f"{n:,.0f}" for n in tests), *(f"{n:,.2f}" for n in seconds)]


def _show_sizes(findings: dict[str, Finding], console: Console) -> None:
    if not findings:
        return
    nodes = {name: finding.nodes for name, finding in findings.items()}
    seconds = [finding.seconds for finding in findings.values()]
    largest = max(nodes, key=lambda name: nodes[name])
    flaky = [name for name, finding in findings.items() if finding.flaky]
    policies = median(_policies(finding) for finding in findings.values())
    console.print(
        f"{len(findings)} counterexamples: nodes median {median(nodes.values()):.0f}, most {nodes[largest]} ({largest})"
        f"; policies median {policies:.0f}; from failure to case median {median(seconds):.1f} s, "
        f"most {max(seconds):.1f} s; did not show again: {', '.join(flaky) or 'none'}",
        soft_wrap=True,
    )


def _policies(finding: Finding) -> int:
    policies: Any = finding.case.get("policies")
    if policies is None or "staticPolicies" not in policies:
        return 1
    return len(policies.get("staticPolicies", ())) + len(policies.get("templateLinks", ()))


def _as_json(score: Score, findings: dict[str, Finding]) -> Json:
    return {
        "hunts": [{**asdict(each), "choices": each.choices.hex()} for each in score.hunts],
        "areas": {name: MUTANTS[name].area for name in score.mutants},
        "counterexamples": {
            name: {
                "nodes": each.nodes,
                "policies": _policies(each),
                "seconds": round(each.seconds, 2),
                "case": each.case,
            }
            for name, each in findings.items()
        },
    }
