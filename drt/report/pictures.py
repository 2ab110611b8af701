"""The pictures of a report. Each is None where there is nothing to be seen: the page says so then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from deodar.drt.data import Json
from deodar.drt.report.build import MOST_RATES
from deodar.drt.report.picture import ALLOW, GOOD, SECONDS, SERIES, WIDTH, axis, bound, drawn, unit_of
from deodar.drt.report.report import Moment, Report

SMALL = 196
FEWEST = 2  # points of a line
TIMES = {1: "1 s", 10: "10 s", 60: "1 min", 600: "10 min", 3_600: "1 h", 6 * 3_600: "6 h"}
CASES = "distinct cases"
WANTED_TESTS, WANTED_SHARE = 100_000, 0.9
OUTCOMES = {
    "allow": "--allow",
    "deny: forbidden": "--forbidden",
    "deny: not permitted": "--denied",
    "refused": "--muted",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with a title."""

    title: str
    svg: str


def throughput(report: Report) -> str | None:
    """Tests a second over time."""
    unit = unit_of(report.seconds)
    values: list[Json] = [
        {"t": (a.seconds + b.seconds) / 2 / SECONDS[unit], "rate": (b.tests - a.tests) / (b.seconds - a.seconds)}
        for a, b in pairwise(_apart(report.moments, report.seconds / MOST_RATES))
    ]
    if len(values) < FEWEST:
        return None
    return drawn(
        "tests a second over time",
        WIDTH,
        180,
        data={"values": values},
        mark={"type": "area", "line": {"color": SERIES}, "color": SERIES, "fillOpacity": 0.15},
        encoding={
            "x": axis("t", unit, axis={"tickCount": 8}),
            "y": axis("rate", "tests a second", axis={"format": "~s"}),
        },
    )


def _apart(moments: Sequence[Moment], seconds: float) -> list[Moment]:
    """The start, and moments that are so far apart at least: where two are close together, a rate is noise."""
    kept = [Moment(seconds=0, tests=0, distinct=0, covered={}, memory_mb=[])]
    for moment in moments:
        if moment.seconds > 0 and moment.seconds - kept[-1].seconds >= seconds:
            kept.append(moment)
    return kept


def memory(report: Report) -> str | None:
    """The memory of each process over time."""
    unit = unit_of(report.seconds)
    values: list[Json] = [
        {"t": moment.seconds / SECONDS[unit], "process": str(index), "mb": mb}
        for moment in report.moments
        for index, mb in enumerate(moment.memory_mb)
        if mb
    ]
    if len(values) < FEWEST:
        return None
    return drawn(
        "memory of each process over time",
        WIDTH,
        110,
        data={"values": values},
        mark={"type": "line", "color": SERIES, "strokeWidth": 1.5},
        encoding={
            "x": axis("t", unit, axis={"tickCount": 8}),
            "y": axis("mb", "MB", scale={"zero": False}),
            "detail": {"field": "process", "type": "nominal"},
        },
    )


def growth(report: Report) -> list[Picture]:
    """How much was covered over time, one small picture a dimension, on a logarithmic axis of time."""
    moments = [moment for moment in report.moments if moment.seconds > 0]
    if len(moments) < FEWEST:
        return []
    names = [CASES, *(name for name in moments[-1].covered)]
    return [Picture(name, _growth(report, moments, name)) for name in names]


def _growth(report: Report, moments: Sequence[Moment], name: str) -> str:
    values: list[Json] = [
        {"t": moment.seconds, "n": moment.distinct if name == CASES else moment.covered.get(name, 0)}
        for moment in moments
    ]
    ticks: list[Json] = [at for at in TIMES if moments[0].seconds <= at <= moments[-1].seconds]
    labels = "".join(f"datum.value == {at} ? '{words}' : " for at, words in TIMES.items()) + "''"
    time_axis: Json = {"values": ticks, "labelExpr": labels, "grid": False}
    curve: Json = {
        "mark": {"type": "line", "color": SERIES, "interpolate": "step-after", "strokeWidth": 2},
        "encoding": {
            "x": axis("t", None, scale={"type": "log", "nice": False}, axis=time_axis),
            "y": axis("n", None, axis={"tickCount": 3, "format": "~s"}),
        },
    }
    possible = report.coverage[name].possible if name in report.coverage else None
    layers = [curve] if possible is None else [curve, bound("y", possible, GOOD)]
    return drawn(f"{name} over time", SMALL, 90, data={"values": values}, layer=layers)


def decisions(report: Report) -> str | None:
    """The balance of decisions, a bar a target."""
    values: list[Json] = []
    for target, found in report.decisions.items():
        parts = (found.allow, found.forbidden or 0, found.not_permitted, found.refused)
        values += [
            {"target": target, "outcome": outcome, "order": order, "n": part}
            for order, (outcome, part) in enumerate(zip(OUTCOMES, parts, strict=True))
            if part
        ]
    if not values:
        return None
    colours: list[Json] = [f"var({name})" for name in OUTCOMES.values()]
    return drawn(
        "shares of decisions by target",
        WIDTH - 100,
        36 * len(report.decisions),
        data={"values": values},
        mark={"type": "bar", "height": 22},
        encoding={
            "y": {"field": "target", "type": "nominal", "title": None, "axis": {"labelFontSize": 12, "ticks": False}},
            "x": axis("n", None, stack="normalize", axis={"format": "%", "tickCount": 5}),
            "color": {
                "field": "outcome",
                "type": "nominal",
                "scale": {"domain": list[Json](OUTCOMES), "range": colours},
            },
            "order": {"field": "order"},
        },
    )


def planted(report: Report) -> str | None:
    """The share of planted bugs found within so many tests. Canaries are the curve only where there is nothing else."""
    if not any(bug.found for bug in report.planted):
        return None
    canaries = [bug for bug in report.planted if bug.canary]
    hunts = [bug for bug in report.planted if not bug.canary] or canaries
    found = sorted(max(1, bug.tests) for bug in hunts if bug.found)
    most = max(1, *(bug.tests for bug in report.planted))
    steps: list[Json] = [{"tests": tests, "share": (k + 1) / len(hunts)} for k, tests in enumerate(found)]
    steps.append({"tests": most, "share": len(found) / len(hunts)})
    ticks: list[Json] = [{"tests": max(1, bug.tests), "share": 0} for bug in canaries if bug.found]
    powers: list[Json] = [10**n for n in range(8) if 10**n <= most]
    scale: Json = {"type": "log", "nice": False, "domainMin": 1}
    encoding: Json = {
        "x": axis("tests", "tests until found", scale=scale, axis={"format": "~s", "values": powers}),
        "y": axis("share", "found", scale={"domain": [0, 1]}, axis={"format": "%", "tickCount": 5}),
    }
    curve: Json = {"type": "line", "interpolate": "step-after", "color": SERIES, "strokeWidth": 2}
    layers: list[Json] = [
        {"data": {"values": steps}, "mark": curve, "encoding": encoding},
        {"data": {"values": ticks}, "mark": {"type": "point", "color": ALLOW, "filled": True}, "encoding": encoding},
    ]
    if most >= WANTED_TESTS:
        layers += [bound("x", WANTED_TESTS, GOOD), bound("y", WANTED_SHARE, GOOD)]
    return drawn("share of planted bugs found within so many tests", WIDTH, 170, data={"values": []}, layer=layers)
