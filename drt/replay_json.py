"""A replayed case file as data: the same that is shown, for programs."""

from __future__ import annotations

from collections.abc import Mapping

from deodar.drt.case import Case
from deodar.drt.data import Json
from deodar.drt.replay import Replayed
from deodar.drt.show import entities_shown, policies_of, requests_shown, schema_of
from deodar.drt.trace import outcome
from deodar.drt.trace.asking import Observed
from deodar.drt.trace.trace import Trace


def as_json(replayed: Replayed) -> dict[str, Json]:
    """The case in Cedar syntax and as data, every answer, the difference, and the traces."""
    differs, traces = replayed.differs, replayed.traces
    return {
        "target": replayed.file.target,
        "claim": replayed.file.claim,
        "signature": replayed.file.signature,
        "cedar": _in_cedar(replayed.case),
        "case": replayed.case,
        "answers": dict(replayed.given),
        "differs": None if differs is None else differs.signature,
        "request": None if traces is None else traces.request,
        "traces": [] if traces is None else [_trace(each) for each in traces.traces],
        "policies_not_traced": 0 if traces is None else traces.others,
    }


def _in_cedar(case: Case) -> dict[str, Json]:
    return {
        "schema": schema_of(case),
        "policies": policies_of(case),
        "entities": list(entities_shown(case)),
        "requests": list[Json](requests_shown(case)),
    }


def _trace(trace: Trace) -> dict[str, Json]:
    steps: list[Json] = [
        {"depth": step.depth, "text": step.text, "engines": _observed(step.observed)} for step in trace.steps
    ]
    return {
        "policy": trace.policy_id,
        "steps": steps,
        "complete": trace.complete,
        "alone": _observed(trace.alone),
        "first_difference": trace.first_difference,
    }


def _observed(found: Mapping[str, Observed]) -> dict[str, Json]:
    """What each engine makes of it; one that does not come to it is left out."""
    return {name: _both_ways(each) for name, each in found.items()}


def _both_ways(found: Observed) -> dict[str, Json]:
    made = outcome.as_json(found.outcome)
    return made if found.told is None else {**made, "when_asked_for_the_value": outcome.as_json(found.told)}
