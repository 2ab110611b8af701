"""Claim: whichever way an engine evaluates policies, and however it came to them, it answers alike."""

from __future__ import annotations

from deodar.drt.case import Case
from deodar.drt.compare import difference
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.targets.authorize import HALVES
from deodar.drt.targets.target import Target, ask


def by_each_back_end(engine: Engine, case: Case) -> Answer:
    """The answer that each way to evaluate gives, if they are the same; an engine that has one way gives its answer."""
    if "back-ends" not in engine.ops:
        return ask(engine, {"op": "authorize", **case})
    answer = ask(engine, {"op": "back-ends", **case})
    match answer:
        case {"back ends": dict(by_name)}:
            answers = {name: each for name, each in by_name.items() if isinstance(each, dict)}
        case _:
            return answer
    found = difference(answers)
    if found is None:
        return answers["interpreted"]
    says = f"{found.aspect}: {found.left} {found.left_says}, {found.right} {found.right_says}"
    return {"broken": f"answers in different ways, {found.left} and {found.right}", "says": says, **answer}


TARGET = Target(
    "back-ends",
    "whichever way an engine evaluates policies, it answers alike",
    frozenset({"back-ends"}),
    HALVES.build,
    by_each_back_end,
    share=2,
    tests_per_case=DEFAULT.requests,
    halves=HALVES,
)
