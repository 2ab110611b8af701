"""A disagreement on its way: told again, brought down to one request, shrunk, reduced, and written down as data."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from deodar.drt.case import Case, requests_of
from deodar.drt.choice import Choices
from deodar.drt.compare import Difference
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.reduce import NO_TEXT, reduce, size
from deodar.drt.shrink import shrink
from deodar.drt.skeleton import nodes, operators
from deodar.drt.targets.target import Target, answers, examine

# The reducer does most of the work; Hypothesis brings down what only a simpler choice can.
SHRINK_SECONDS = 2.0
REDUCE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Finding:
    """A disagreement with everything that is known about it."""

    target: str
    signature: str
    case: Case
    answers: dict[str, Answer]
    choices: bytes
    seed: int
    flaky: bool
    """It did not show again when it was run again."""
    original_size: int
    """Characters of the case as it was found, in JSON."""
    seconds: float
    """How long shrinking took."""

    @property
    def size(self) -> tuple[int, str]:
        """By this, one finding is smaller than another."""
        return size(self.case)

    @property
    def nodes(self) -> int:
        """How many nodes the expressions of the case have."""
        return nodes(self.case)


def short_signature(target: Target, difference: Difference) -> str:
    """What a difference is, before it is shrunk."""
    return f"{target.name}: {difference.signature}"


def full_signature(target: Target, difference: Difference, case: Case) -> str:
    """The same, and the operators that it takes."""
    skeleton = " ".join(sorted(operators(case)))
    return short_signature(target, difference) + (f" [{skeleton}]" if skeleton else "")


def _one_request(case: Case, difference: Difference) -> Case:
    """The case with the one request that fails."""
    if difference.request is None:
        return case
    return {**case, "requests": [requests_of(case)[difference.request]]}


def investigate(
    target: Target,
    engines: Mapping[str, Engine],
    choices: bytes,
    difference: Difference,
    seed: int,
    *,
    shrink_seconds: float = SHRINK_SECONDS,
) -> Finding:
    """The finding that choices lead to: as small as it gets within the time."""
    started = time.monotonic()
    wanted = difference.signature
    whole = target.build(Choices(choices).choose)

    def shows_it(case: Case) -> bool:
        try:
            found = examine(target, engines, case)
        except NO_TEXT:
            return False
        return found is not None and found.signature == wanted

    def choices_show_it(made: bytes) -> bool:
        return shows_it(target.build(Choices(made).choose))

    finding = Finding(target.name, "", whole, {}, choices, seed, True, size(whole)[0], 0.0)
    if shows_it(whole):
        simplest = shrink(choices, choices_show_it, shrink_seconds)
        case = target.build(Choices(simplest).choose)
        found = examine(target, engines, case)
        alone = case if found is None else _one_request(case, found)
        case = reduce(alone if shows_it(alone) else case, shows_it, REDUCE_SECONDS)
        finding = replace(finding, case=case, choices=simplest, flaky=False)
    return replace(
        finding,
        signature=full_signature(target, difference, finding.case),
        answers=answers(target, engines, finding.case),
        seconds=time.monotonic() - started,
    )
