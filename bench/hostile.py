"""`python -m bench.hostile`: what an enemy may put into policies and entities costs no more than without an index.

Each case is answered by the engine as it is and by the interpreted back end. What is printed are ratios, above one
where the engine as it is takes longer: of the processor time up to the first answer; of that up to the last answer of
so many that its generated code and its index are made on the way; and of a later answer. And by how much the memory
grows for a case of twice the size. Status 1 if one of them exceeds its bound.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import deodar
from bench.figures import nanoseconds
from bench.workload import Json, entity, uid, uids

MOST = 1.2  # times what the interpreted back end takes
STEEPEST = 2.5  # times the memory for a case of twice the size
ROUNDS = 5
LATER = 5  # requests between two looks at the clock
MANY = 256  # requests, half of which come before any code is generated
PLAIN = "interpreted"
PERMIT = "permit(principal, action, resource)"


@dataclass(frozen=True, slots=True)
class Case:
    """Policies and entities that an enemy may think of."""

    name: str
    size: int
    policies: Callable[[int], str]
    entities: Callable[[int], list[Json]]


def no_entities(_: int) -> list[Json]:
    """The request is about strangers."""
    return []


def flooding(count: int) -> str:
    """Policies about names that have the same sum of characters, and so one hash by many a simple function."""
    names = [f"{chr(97 + number % 26)}{chr(122 - number % 26)}{number // 26:06}" for number in range(count)]
    return "".join(f'permit(principal == User::"{name}", action, resource);' for name in names)


def groups_of_one_user(count: int) -> list[Json]:
    """A user in many groups."""
    groups = uids("Group", "g", count)
    return [*(entity(group) for group in groups), entity(uid("User", "u"), groups)]


def one_group_each(count: int) -> str:
    """Policies about every tenth group that the user is in."""
    return "".join(f'permit(principal in Group::"g{number}", action, resource);' for number in range(0, count, 10))


def one_literal(count: int) -> str:
    """Policies that differ only in one literal."""
    return "".join(f"{PERMIT} when {{ context.n == {number} }};" for number in range(count))


def shapes(count: int) -> str:
    """Policies of which no two have the same shape."""
    return "".join(f"{PERMIT} when {{ context has a{number} && context.a{number} > 1 }};" for number in range(count))


def tests(count: int) -> str:
    """The same, and nothing that leads to some of them rather than to others."""
    return "".join(f"{PERMIT} when {{ context.n > 1 || context has a{number} }};" for number in range(count))


def one_policy(count: int) -> str:
    """One policy with many conditions."""
    return f"{PERMIT} {' '.join(f'when {{ context.n != {number + 1} }}' for number in range(count))};"


CASES = (
    Case("names that collide", 20_000, flooding, no_entities),
    Case("groups of one user", 10_000, one_group_each, groups_of_one_user),
    Case("policies that differ in one literal", 100_000, one_literal, no_entities),
    Case("policies of different shapes", 100_000, shapes, no_entities),
    Case("policies of different tests", 100_000, tests, no_entities),
    Case("conditions of one policy", 10_000, one_policy, no_entities),
)
REQUEST = {
    "principal": uid("User", "u"),
    "action": uid("Action", "a"),
    "resource": uid("Doc", "d"),
    "context": {"n": 0},
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line a case. Gives 1 where a bound is exceeded."""
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description=__doc__)
    parser.add_argument("--divide", type=int, default=1, metavar="N", help="cases of an Nth of their size")
    divisor = parser.parse_args(arguments).divide
    print(f"{'case':36}{'size':>9}{'first':>9}{'many':>9}{'later':>9}{'memory':>9}")
    exceeded = [case.name for case in CASES if not is_bounded(case, case.size // divisor)]
    for name in exceeded:
        print(f"exceeds the bound: {name}")
    return 1 if exceeded else 0


def is_bounded(case: Case, size: int) -> bool:
    """Whether the case costs no more than it may; prints its line."""
    policies = deodar.PolicySet.parse(case.policies(size))
    entities = deodar.Entities.from_json(case.entities(size))
    times = times_of(policies, entities)
    growth = memory_of(case, size) / memory_of(case, size // 2)
    ratios = "".join(f"{each:9.2f}" for each in (*times, growth))
    print(f"{case.name:36}{size:9,}{ratios}", flush=True)
    return max(times) <= MOST and growth <= STEEPEST


def times_of(policies: deodar.PolicySet, entities: deodar.Entities) -> tuple[float, float, float]:
    """The ratios of the times to the first answer, to the last of many, and of a later answer."""

    def start(back_end: str, requests: int) -> deodar.Authorizer:
        authorizer = deodar.Authorizer(policies, entities, back_end)
        for _ in range(requests):
            authorizer.is_authorized(REQUEST)
        return authorizer

    first = ratio(lambda: start("auto", 1), lambda: start(PLAIN, 1), ROUNDS)
    many = ratio(lambda: start("auto", MANY), lambda: start(PLAIN, MANY), 1)
    warm, plain = start("auto", MANY), start(PLAIN, 1)
    expected, answered = plain.is_authorized(REQUEST), warm.is_authorized(REQUEST)
    assert (answered.decision, answered.reasons) == (expected.decision, expected.reasons)
    return first, many, ratio(lambda: again(warm), lambda: again(plain), ROUNDS)


def ratio(ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> float:
    """The ratio of the medians, each first as often as the other; nobody pays for the garbage of others."""
    times: dict[Callable[[], object], list[int]] = {ours: [], theirs: []}
    for number in range(rounds):
        for action in (ours, theirs) if number % 2 else (theirs, ours):
            gc.collect()
            times[action].append(nanoseconds(action))
    return median(times[ours]) / median(times[theirs])


def again(authorizer: deodar.Authorizer) -> None:
    """Later answers."""
    for _ in range(LATER):
        authorizer.is_authorized(REQUEST)


def memory_of(case: Case, size: int) -> int:
    """Bytes that an authorizer with its index takes, without the policies and entities."""
    policies = deodar.PolicySet.parse(case.policies(size))
    entities = deodar.Entities.from_json(case.entities(size))
    tracemalloc.start()
    authorizer = deodar.Authorizer(policies, entities, "indexed")
    authorizer.is_authorized(REQUEST)
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return taken


if __name__ == "__main__":
    sys.exit(main())
