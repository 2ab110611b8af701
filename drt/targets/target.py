"""What a target is: a claim, the cases on which it is tested, and the question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from deodar.drt.case import Case
from deodar.drt.choice import Choose
from deodar.drt.compare import Difference, difference
from deodar.drt.engines.protocol import Answer, Engine, Message, answer_or_fault
from deodar.drt.gates import Gate
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.tally import Tally

Count = Callable[[Counter[str], Case, Answer], None]
"""Adds to the measures of a target what a case and the answer of the first engine tell."""


@dataclass(frozen=True, slots=True)
class Halves:
    """A case in two halves of one scene, so that several cases can have the second one in common."""

    first: Callable[[Scene], Case]
    second: Callable[[Scene], Case]

    def build(self, choose: Choose) -> Case:
        """A case."""
        scene = Scene(choose, DEFAULT)
        return {**self.first(scene), **self.second(scene)}


@dataclass(frozen=True, slots=True)
class Target:
    """A claim about engines."""

    name: str
    claim: str
    ops: frozenset[str]
    """The operations that an engine must know to take part."""
    build: Callable[[Choose], Case]
    ask: Callable[[Engine, Case], Answer]
    """The answer of one engine. `{"broken": ..}` says that it breaks the claim by itself."""
    share: int = 1
    """The share of the time of a run."""
    tests_per_case: int = 1
    count: Count | None = None
    """What the cases are like, counted while they run."""
    halves: Halves | None = None
    """What `build` puts together, for targets whose cases may have one half in common."""
    gates: Callable[[Tally], list[Gate]] | None = None
    """What the cases must be like for the silence of the target to mean something."""

    def takes_part(self, engine: Engine) -> bool:
        """Whether an engine knows the operations."""
        return self.ops <= engine.ops


def ask(engine: Engine, message: Message) -> Answer:
    """The answer of an engine to a message; what it raises is a fault, and as good as an answer."""
    return answer_or_fault(engine.answer, message)


def answers(target: Target, engines: Mapping[str, Engine], case: Case) -> dict[str, Answer]:
    """What each engine says about a case."""
    return {name: target.ask(engine, case) for name, engine in engines.items()}


def examine(target: Target, engines: Mapping[str, Engine], case: Case) -> Difference | None:
    """The difference that a case shows, or None."""
    return difference(answers(target, engines, case))
