"""The cases of the target `index`: many policies that differ in little, and that matter to the requests."""

from __future__ import annotations

from itertools import islice
from typing import Any

from deodar.drt.choice import Choices, random_bytes
from deodar.drt.engines import engine
from deodar.drt.engines.protocol import Answer, Message
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import examine

TARGET = TARGETS["index"]
CASES: list[Any] = [TARGET.build(Choices(block).choose) for block in islice(random_bytes(5, DEFAULT.choices), 20)]
IMPL, MODEL = engine("impl"), engine("model")


def skeleton(part: Any) -> object:
    """A policy without its literals and entities."""
    match part:
        case {"Value": _}:
            return "literal"
        case {"Literal": _}:
            return "text"
        case {"type": str(), "id": str()}:
            return "entity"
        case dict():
            return {name: skeleton(each) for name, each in part.items()}
        case list():
            return [skeleton(each) for each in part]
        case _:
            return part


def test_the_policies_of_a_case_are_of_few_kinds_and_differ_in_their_literals() -> None:
    for case in CASES:
        policies = list(case["policies"]["staticPolicies"].values())
        kinds = {repr(skeleton(policy)) for policy in policies}
        assert len(kinds) <= 8
        assert len(policies) >= 24
    distinct = [len({repr(policy) for policy in case["policies"]["staticPolicies"].values()}) for case in CASES]
    assert sorted(distinct)[len(distinct) // 2] > 12


def test_some_policies_are_satisfied_and_some_err_and_most_do_neither() -> None:
    responses: list[Any] = []
    for case in CASES:
        answer: Any = IMPL.answer({"op": "authorize", **case})
        responses += answer["responses"]
    satisfied = [len(response["reasons"]) for response in responses]
    errors = [len(response["errors"]) for response in responses]
    assert sum(1 for count in satisfied if count) > len(responses) // 10
    assert sum(1 for count in errors if count) > len(responses) // 10
    assert {"allow", "deny"} == {response["decision"] for response in responses}
    assert sum(satisfied) + sum(errors) < len(responses) * 40


class Forgetful:
    """The engine, which forgets the last policy of many: as an index that loses a leaf."""

    name = "forgetful"
    ops = IMPL.ops - {"back-ends"}

    def answer(self, message: Message) -> Answer:
        """What the engine says without that policy."""
        policies: Any = message["policies"]
        static = list(policies["staticPolicies"].items())
        kept: Any = {**policies, "staticPolicies": dict(static[:-1] if len(static) > 48 else static)}
        return IMPL.answer({**message, "policies": kept})


def test_a_policy_that_an_index_loses_is_missed() -> None:
    engines = {"model": MODEL, "forgetful": Forgetful()}
    found = [examine(TARGET, engines, case) for case in CASES]
    assert any(found)
    assert not any(examine(TARGET, {"model": MODEL, "impl": IMPL}, case) for case in CASES)
