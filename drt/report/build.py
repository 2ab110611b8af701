"""The report on a run, made of its events."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from itertools import pairwise

from deodar.drt.coverage import DIMENSIONS, covered
from deodar.drt.gates import KINDS
from deodar.drt.mutants import MUTANTS
from deodar.drt.report.disagreements import disagreements
from deodar.drt.report.events import Begin, Canary, Coverage, Disagreement, End, Progress, Total
from deodar.drt.report.report import (
    UNFINISHED,
    Covered,
    Decisions,
    Moment,
    Plan,
    PlantedBug,
    Report,
    TargetFigures,
)
from deodar.drt.targets import TARGETS

MOST_MOMENTS = 240
MOST_RATES = 60

Events = Sequence[Begin | Progress | Coverage | Disagreement | End]


def report(events: Events, hunts: Sequence[PlantedBug] = ()) -> Report:
    """The report; `hunts` is the score of `deodar drt mutants`, if there is one.

    A run that was resumed has several beginnings; how it is planned is the same in all, and it is over if it has an end
    behind the last of them.
    """
    last_begin = max(index for index, event in enumerate(events) if isinstance(event, Begin))
    begin = next(event for event in events if isinstance(event, Begin))
    end = next((event for event in events[last_begin:] if isinstance(event, End)), None)
    progress = [event for event in events if isinstance(event, Progress)]
    totals = {} if end is None else end.targets
    measures = {name: total.measures for name, total in totals.items()}
    seconds = max([event.seconds for event in events if isinstance(event, Progress | Coverage | End)], default=0.0)
    canaries = [canary for event in events if isinstance(event, End) for canary in event.canaries]
    return Report(
        plan=_plan(begin),
        finish=UNFINISHED if end is None else end.finish,
        verdict="the run was killed: there is no verdict" if end is None else end.verdict,
        seconds=seconds,
        interrupted=end is not None and end.interrupted,
        targets={
            name: _figures(begin, name, [each for each in progress if each.target == name], totals.get(name))
            for name in begin.targets
        },
        gates=[] if end is None else end.gates,
        restarts=[] if end is None else end.restarts,
        failures=[] if end is None else end.failures,
        moments=_moments(progress, [event for event in events if isinstance(event, Coverage)]),
        coverage=_coverage(measures),
        decisions={name: _decisions(of) for name, of in measures.items() if of.get("response")},
        canaries=canaries,
        planted=[*map(_planted, canaries), *hunts],
        disagreements=disagreements(
            begin, [event for event in events if isinstance(event, Disagreement)], _files(events, end), totals
        ),
        known=[] if end is None else end.known,
        expired=[] if end is None else end.expired,
        measures=measures,
    )


def again(made: Report) -> str:
    """The command that runs the same once more."""
    plan = made.plan
    limit = ["--time", f"{plan.time:g}s"] if plan.tests is None else ["--tests", str(plan.tests)]
    part = [] if plan.part == "1/1" else ["--shard", plan.part]
    engines = [word for name in plan.engines for word in ("--engine", name)]
    some = () if made.targets.keys() == TARGETS.keys() else made.targets
    targets = [word for name in some for word in ("--target", name)]
    source = ["--lane", plan.lane, "--seed", str(plan.seed)]
    return shlex.join(["deodar", "drt", "run", *limit, *source, *part, *engines, *targets])


def _planted(canary: Canary) -> PlantedBug:
    area = MUTANTS[canary.mutant].area if canary.mutant in MUTANTS else "no area of this version"
    return PlantedBug(mutant=canary.mutant, area=area, found=canary.found, tests=canary.tests, canary=True)


def _plan(begin: Begin) -> Plan:
    return Plan(
        began=begin.at,
        engines=begin.engines,
        lane=begin.lane,
        seed=begin.seed,
        time=begin.time,
        tests=begin.tests,
        processes=begin.processes,
        part=begin.part,
        versions=begin.versions,
    )


def _files(events: Events, end: End | None) -> frozenset[str] | None:
    """The case files that are left; None if nothing tells."""
    return None if end is None else frozenset(f for event in events if isinstance(event, End) for f in event.files)


def _figures(begin: Begin, name: str, progress: Sequence[Progress], total: Total | None) -> TargetFigures:
    last = total or (progress[-1] if progress else None)
    plan = begin.targets[name]
    return TargetFigures(
        claim=plan.claim,
        weight=plan.weight,
        tests=last.tests if last else 0,
        cases=last.cases if last else 0,
        distinct=last.distinct if last else 0,
        refused=total.refused if total else None,
        process_seconds=last.process_seconds if last else 0.0,
        disagreements=last.disagreements if last else 0,
        rates=_rates(progress),
    )


def _rates(progress: Sequence[Progress]) -> list[float]:
    """Tests in a second of a process, in stretches with as many lines each."""
    ends = [progress[index] for index in _spread(len(progress), MOST_RATES + 1)]
    stretches = [(b.tests - a.tests, b.process_seconds - a.process_seconds) for a, b in pairwise(ends)]
    return [round(tests / seconds, 2) for tests, seconds in stretches if tests > 0 and seconds > 0]


def _spread(count: int, most: int) -> list[int]:
    """At most so many of the places below a count, evenly, with the first and the last."""
    if count <= most:
        return list(range(count))
    return sorted({round(index * (count - 1) / (most - 1)) for index in range(most)})


def _moments(progress: Sequence[Progress], coverage: Sequence[Coverage]) -> list[Moment]:
    """What was known whenever coverage was told: the progress of every target stands before it."""
    at: dict[float, dict[str, Progress]] = {}
    for each in progress:
        at.setdefault(each.seconds, {})[each.target] = each
    rising = [each for each in coverage if each.seconds in at]
    rising = [now for index, now in enumerate(rising) if index == 0 or now.seconds > rising[index - 1].seconds]
    found: list[Moment] = []
    for index in _spread(len(rising), MOST_MOMENTS):
        now = rising[index]
        targets = at[now.seconds].values()
        found.append(
            Moment(
                seconds=now.seconds,
                tests=sum(each.tests for each in targets),
                distinct=sum(each.distinct for each in targets),
                covered=now.covered,
                memory_mb=now.memory_mb,
            )
        )
    return found


def _coverage(measures: Mapping[str, Mapping[str, int]]) -> dict[str, Covered]:
    found: dict[str, Covered] = {}
    for dimension in DIMENSIONS if measures else ():
        counts = dict(sorted(covered(dimension, measures.values()).items()))
        universe = dimension.universe
        found[dimension.name] = Covered(
            seen=len(counts.keys() if universe is None else counts.keys() & universe),
            possible=None if universe is None else len(universe),
            missing=[] if universe is None else sorted(universe - counts.keys()),
            counts=counts,
        )
    return found


def _decisions(measures: Mapping[str, int]) -> Decisions:
    forbidden = measures.get("forbidden")
    return Decisions(
        allow=measures.get("allow", 0),
        forbidden=forbidden,
        not_permitted=measures.get("deny", 0) - (forbidden or 0),
        refused=measures.get("refused request", 0),
        kinds={kind: measures[f"kind {kind}"] for kind in KINDS if measures.get(f"kind {kind}")},
    )
