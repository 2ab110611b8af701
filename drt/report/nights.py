"""Two nights compared: what got slower, which coverage was lost, which disagreements are new or gone.

A difference counts where chance is no explanation. A rate is the median over stretches of a run; a target is slower if
it lost more than a threshold, and more than three standard errors of the two medians. An item of coverage is lost if
the newer night never saw it, and if that has a chance below one in a million where both nights see it equally often: of
so many sightings none falls into the newer night, which would have its share of them by the number of its cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from math import sqrt
from statistics import median
from typing import Literal

from pydantic import BaseModel, ConfigDict

from deodar.drt.coverage import DIMENSIONS, Dimension, covered
from deodar.drt.report.report import Report, TargetFigures

FEWEST_RATES = 5
STANDARD_ERRORS = 3.0
MAD_TO_DEVIATION = 1.4826  # of a normal distribution
MEDIAN_TO_MEAN = 1.2533  # how much wider the error of a median is than that of a mean
CHANCE = 1e-6  # there are some thousand items
FADED, MANY = 0.1, 100.0


class Speed(StrEnum):
    """How fast a target is, next to the night before."""

    SLOWER = "slower"
    FASTER = "faster"
    SAME = "the same"
    UNKNOWN = "too few figures"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Rate(_Part):
    """The tests in a second of a process of a target, in both nights."""

    target: str
    old: float
    new: float
    noise: float
    """Three standard errors of their difference."""
    speed: Speed


class Item(_Part):
    """An item of coverage whose count changed beyond chance, or that only one of the nights saw."""

    dimension: str
    item: str
    old: int
    new: int
    expected: float
    """How often the newer night should have seen it."""

    @property
    def chance(self) -> float:
        """That it is not seen in the newer night, where the nights do not differ."""
        return (1 + self.expected / self.old) ** -self.old if self.old else 1.0


class GateChange(_Part):
    """A gate that is met in one night only."""

    name: str
    old: str
    new: str
    met: bool
    """In the newer night."""


class Comparison(_Part):
    """Two nights next to each other."""

    format: Literal["deodar comparison 1"] = "deodar comparison 1"
    unlike: list[str]
    """What makes the nights hard to compare."""
    verdicts: tuple[str, str]
    rates: list[Rate]
    lost: list[Item]
    faded: list[Item]
    """Seen less than a tenth as often as expected."""
    rare: list[Item]
    """Not seen, and too rare to have been expected."""
    gained: list[Item]
    gates: list[GateChange]
    survivors: list[str]
    """Planted bugs that were always found, and are not any more."""
    new_disagreements: list[str]
    gone_disagreements: list[str]
    same_disagreements: list[str]

    @property
    def slower(self) -> list[str]:
        """The targets that got slower."""
        return [rate.target for rate in self.rates if rate.speed is Speed.SLOWER]

    @property
    def worse(self) -> bool:
        """Whether anything got worse, new disagreements apart."""
        lost_gates = [gate for gate in self.gates if not gate.met]
        return bool(self.slower or self.lost or self.faded or lost_gates or self.survivors)


def compare(old: Report, new: Report, threshold: float) -> Comparison:
    """The comparison; a target may lose the threshold, a share of its rate, and still count as fast as before."""
    items = [item for dimension in DIMENSIONS for item in _items(dimension, old, new)]
    known = bool(old.measures and new.measures)
    before, after = (_signatures(night) for night in (old, new))
    return Comparison(
        unlike=_unlike(old, new),
        verdicts=(old.verdict, new.verdict),
        rates=[
            _rate(name, old.targets[name], new.targets[name], threshold) for name in old.targets if name in new.targets
        ],
        lost=[item for item in items if known and not item.new and item.chance < CHANCE],
        faded=[
            item
            for item in items
            if item.new < FADED * item.expected and item.new and min(item.old, item.expected) >= MANY
        ],
        rare=[item for item in items if known and not item.new and item.chance >= CHANCE],
        gained=[item for item in items if known and not item.old],
        gates=_gates(old, new),
        survivors=sorted(_survivors(new) - _survivors(old) if _hunted(old) else ()),
        new_disagreements=sorted(after - before),
        gone_disagreements=sorted(before - after),
        same_disagreements=sorted(before & after),
    )


def _unlike(old: Report, new: Report) -> list[str]:
    found = [
        f"{what}: {was} before, {now} now"
        for what, was, now in (
            ("engines", " / ".join(old.plan.engines), " / ".join(new.plan.engines)),
            ("lane", old.plan.lane, new.plan.lane),
            ("processes", str(old.plan.processes), str(new.plan.processes)),
            ("targets", ", ".join(sorted(old.targets)), ", ".join(sorted(new.targets))),
        )
        if was != now
    ]
    nights = (("older", old), ("newer", new))
    return found + [f"the {which} run did not end: its coverage is unknown" for which, of in nights if not of.measures]


def _rate(name: str, old: TargetFigures, new: TargetFigures, threshold: float) -> Rate:
    if min(len(old.rates), len(new.rates)) < FEWEST_RATES:
        return Rate(target=name, old=_overall(old), new=_overall(new), noise=0.0, speed=Speed.UNKNOWN)
    was, now = median(old.rates), median(new.rates)
    noise = STANDARD_ERRORS * sqrt(_error(old.rates) ** 2 + _error(new.rates) ** 2)
    beyond = abs(now - was) > max(noise, threshold * was)
    speed = (Speed.FASTER if now > was else Speed.SLOWER) if beyond else Speed.SAME
    return Rate(target=name, old=was, new=now, noise=noise, speed=speed)


def _overall(figures: TargetFigures) -> float:
    return figures.tests / figures.process_seconds if figures.process_seconds else 0.0


def _error(rates: Sequence[float]) -> float:
    """The standard error of the median."""
    middle = median(rates)
    deviation = MAD_TO_DEVIATION * median(abs(rate - middle) for rate in rates)
    return MEDIAN_TO_MEAN * deviation / sqrt(len(rates))


def _items(dimension: Dimension, old: Report, new: Report) -> list[Item]:
    expected: Counter[str] = Counter()
    expected_counts = {name: covered(dimension, [measures]) for name, measures in old.measures.items()}
    for name, counts in expected_counts.items():
        cases = old.targets[name].cases
        share = new.targets[name].cases / cases if cases and name in new.targets else 0.0
        for item, count in counts.items():
            expected[item] += count * share  # type: ignore[assignment]  # a Counter may count in parts
    before, after = (covered(dimension, night.measures.values()) for night in (old, new))
    return [
        Item(dimension=dimension.name, item=item, old=before[item], new=after[item], expected=round(expected[item], 1))
        for item in sorted(before.keys() | after.keys())
    ]


def _gates(old: Report, new: Report) -> list[GateChange]:
    before = {gate.name: gate for gate in old.gates}
    return [
        GateChange(name=gate.name, old=before[gate.name].found, new=gate.found, met=gate.met)
        for gate in new.gates
        if gate.name in before and gate.met != before[gate.name].met
    ]


def _survivors(night: Report) -> set[str]:
    return {bug.mutant for bug in night.planted if not bug.found and not bug.canary}


def _hunted(night: Report) -> bool:
    return any(not bug.canary for bug in night.planted)


def _signatures(night: Report) -> set[str]:
    return {each.signature for each in night.disagreements}
