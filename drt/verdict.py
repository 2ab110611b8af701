"""What a run comes to, in one sentence; decided once for the table, for the report and for the exit status."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deodar.drt.outcome import Outcome


class Finish(StrEnum):
    """The ways in which a run may end."""

    AGREE = "agree"
    DISAGREE = "disagree"
    NOT_SOUND = "not sound"
    """No disagreement, but silence means nothing: a process failed, a planted bug was missed, or a gate; or a known
    issue has expired."""
    NO_TESTS = "no tests"
    """Nothing was compared, so that nothing is known."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a run ended, and the sentence that says so."""

    finish: Finish
    sentence: str


def verdict(outcome: Outcome) -> Verdict:
    """The verdict on a run; the first reason that applies."""
    tests = sum(tally.tests for tally in outcome.tallies.values())
    ran = f"{tests:,} tests in {outcome.elapsed:.0f} s" + (", then stopped" if outcome.interrupted else "")
    known = outcome.known.total()
    new = outcome.disagreements - known
    if new:
        besides = f", and {known:,} known ones" if known else ""
        return Verdict(Finish.DISAGREE, f"{ran}: {new:,} disagreements{besides}")
    if outcome.failures:
        return Verdict(Finish.NOT_SOUND, f"{ran}, but not all could run")
    if outcome.issues.expired:
        return Verdict(Finish.NOT_SOUND, f"{ran}: no disagreement that is not known, but a known issue has expired")
    if outcome.lost_canaries:
        return Verdict(Finish.NOT_SOUND, f"{ran}: no disagreement, but a planted bug was not found")
    if not tests:
        when = "the run was stopped before its first test" if outcome.interrupted else "no test was run"
        return Verdict(Finish.NO_TESTS, f"{when}: there is no verdict")
    if not all(gate.met for gate in outcome.gates):
        return Verdict(Finish.NOT_SOUND, f"{ran}: no disagreement, but a gate was missed")
    but_for = f", but for {known:,} known disagreements" if known else ""
    return Verdict(Finish.AGREE, f"{ran}: the engines agree{but_for}")
