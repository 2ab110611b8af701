"""The events of a small run, with something of everything that a report shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

Events: TypeAlias = list[dict[str, Any]]
HOSTILE = "</script></pre><img src=x onerror=document.title='taken'>\u202e{{ 7 * 7 }}"
SHORT = "authorize: decision: model deny, impl allow"


def begin(**changes: object) -> dict[str, Any]:
    targets = {
        "authorize": {"claim": "the same decision, reasons and errors on every request", "weight": 8},
        "parse": {"claim": "the same texts are accepted, with the same tree", "weight": 3},
    }
    plan = {"engines": ["model", "impl"], "lane": "nightly", "seed": 7, "time": 60.0, "tests": None, "processes": 2}
    versions = {"deodar": "0.1.0", "python": "3.11.7"}
    at = {"format": "deodar events 1", "at": "2026-01-02T03:04:05+00:00", "part": "1/1"}
    return {"event": "begin", **at, **plan, "targets": targets, "versions": versions, **changes}


def progress(seconds: float, target: str, tests: int, rate: float = 100.0) -> dict[str, Any]:
    counts = {"tests": tests, "cases": tests // 8, "distinct": tests // 8, "disagreements": 0}
    spent = {"seconds": seconds, "process_seconds": tests / rate}
    return {"event": "progress", "target": target, **counts, **spent}


def coverage(seconds: float, pairs: int) -> dict[str, Any]:
    covered = {"operators": min(49, pairs), "operator pairs": pairs, "error kinds": 8}
    return {"event": "coverage", "seconds": seconds, "covered": covered, "memory_mb": [80.0 + pairs / 100, 90.0]}


def disagreement(**changes: object) -> dict[str, Any]:
    scope = {"op": "All"}
    body = {
        "effect": "forbid",
        "principal": scope,
        "action": scope,
        "resource": scope,
        "conditions": [{"kind": "when", "body": {"==": {"left": {"Value": HOSTILE}, "right": {"Var": "context"}}}}],
    }
    uid = {"type": "a", "id": HOSTILE}
    case = {
        "policies": {"staticPolicies": {"p0": body}, "templates": {}, "templateLinks": []},
        "entities": [],
        "requests": [{"principal": uid, "action": uid, "resource": uid, "context": {}}],
    }
    answers = {
        "model": {"responses": [{"decision": "deny", "reasons": ["p0"], "errors": []}]},
        "impl": {"responses": [{"decision": "allow", "reasons": [HOSTILE], "errors": []}]},
    }
    found = {"event": "disagreement", "target": "authorize", "signature": f"{SHORT} [==]", "case": case}
    about = {"answers": answers, "flaky": False, "seed": 11, "nodes": 3, "seconds": 0.5}
    return {**found, **about, "file": "out/drt/authorize_1.json", **changes}


def total(tests: int, measures: dict[str, int], **changes: object) -> dict[str, Any]:
    counts = {"tests": tests, "cases": tests // 8, "distinct": tests // 8, "refused": 1, "process_seconds": tests / 100}
    return {**counts, "disagreements": 0, "signatures": {}, "measures": measures, **changes}


MEASURES = {
    "response": 1_000,
    "allow": 400,
    "deny": 590,
    "forbidden": 100,
    "refused request": 10,
    "kind type": 50,
    "operator == satisfied": 300,
    "operator ! type": 40,
    "pair ! ==": 60,
    "pair && ==": 900,
    "pair ! +": 1,
    "scope permit principal All": 200,
    "scope forbid action in": 30,
}
GATES = [
    {"name": "allow", "found": "40.4%", "wanted": "25% to 60%", "met": True},
    {"name": "with an error", "found": "1.0%", "wanted": "5% to 25%", "met": False},
]


def end(**changes: object) -> dict[str, Any]:
    targets = {"authorize": total(4_000, MEASURES, disagreements=3, signatures={SHORT: 3}), "parse": total(400, {})}
    canaries = [
        {"mutant": "not-in-itself", "found": True, "tests": 800, "cpu_seconds": 1.2},
        {"mutant": "permit-overrides-forbid", "found": False, "tests": 100_000, "cpu_seconds": 60.0},
    ]
    came = {"finish": "disagree", "verdict": "4,400 tests in 60 s: 3 disagreements", "interrupted": False}
    happened = {"restarts": ["process 1: its memory was used up"], "failures": [], "canaries": canaries}
    files = ["out/drt/authorize_1.json"]
    issue = {"signature": f"{SHORT} [+]", "reason": "it adds too early", "link": "https://example.com/7"}
    known = [{**issue, "expires": "2027-01-31", "disagreements": 12}]
    what = {
        "event": "end",
        "known": known,
        "expired": [],
        "seconds": 60.0,
        "files": files,
        "targets": targets,
        "gates": GATES,
    }
    return {**what, **came, **happened, **changes}


def some(rate: float = 100.0) -> Events:
    """The middle of a run: progress and coverage, told ten times."""
    return [
        event
        for step in range(1, 11)
        for event in (
            progress(6.0 * step, "authorize", 400 * step, rate * (1 + step % 3 / 100)),
            progress(6.0 * step, "parse", 40 * step),
            coverage(6.0 * step, 60 * step),
        )
    ]


def whole(rate: float = 100.0, **changes: object) -> Events:
    return [begin(), *some(rate), disagreement(), end(**changes)]


@pytest.fixture(scope="session")
def quiet() -> Callable[..., Events]:
    """Makes the events of a run in which the engines agree."""

    def made(rate: float = 100.0, measures: dict[str, int] = MEASURES, **changes: object) -> Events:
        targets = {"authorize": total(4_000, measures), "parse": total(400, {})}
        came = {"finish": "agree", "verdict": "4,400 tests in 60 s: the engines agree", "gates": GATES[:1]}
        nothing: dict[str, object] = {"files": [], "canaries": [], "restarts": [], "known": []}
        return [begin(), *some(rate), end(**{"targets": targets, **came, **nothing, **changes})]

    return made


@pytest.fixture(scope="session")
def eventful() -> Events:
    """The events of a run with a disagreement, a planted bug that was missed, and a gate that was missed."""
    return whole()


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes events, as a run does."""

    def write(events: Events, name: str = "events.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="ascii")
        return path

    return write
