"""`python -m tests.hostile.threads --time 60`: eight threads ask for answers while a ninth swaps the authorizer.

Every answer must be that of the snapshot which was taken, also where it is an older one by the time it is asked. The
first wrong answer, or exception, ends the run with status 1.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import deodar

READERS = 8
SWITCH_SECONDS = 1e-5  # threads take turns as often as they can
POLICIES = 60  # more than an engine is likely to evaluate one after the other


class Snapshot(NamedTuple):
    """An authorizer, and what it must say."""

    authorizer: deodar.Authorizer
    expected: tuple[deodar.Response, ...]


@dataclass(slots=True)
class Outcome:
    """What came of a run."""

    answers: int = 0
    swaps: int = 0
    faults: list[str] = field(default_factory=list[str])


def policy(group: int, effect: str = "permit") -> str:
    """A policy about a group, which looks at an attribute, too."""
    return (
        f'@id("g{group}") {effect}(principal in Group::"g{group}", action == Action::"view", resource)'
        f' when {{ resource.level == {group % 3} || principal.name like "u*" && context.n > {group % 5} }};'
    )


def user(number: int, groups: Sequence[int]) -> dict[str, object]:
    """A user in some groups."""
    parents = [{"type": "Group", "id": f"g{group}"} for group in groups]
    return {"uid": {"type": "User", "id": f"u{number}"}, "attrs": {"name": f"u{number}"}, "parents": parents}


def requests() -> list[dict[str, object]]:
    """Requests of every user about every document; in some the context lacks what is asked for."""
    return [
        {
            "principal": {"type": "User", "id": f"u{number}"},
            "action": {"type": "Action", "id": "view"},
            "resource": {"type": "Doc", "id": f"d{level}"},
            "context": {"n": number} if number != 3 else {},
        }
        for number in range(8)
        for level in range(4)
    ]


def snapshots() -> list[deodar.Authorizer]:
    """Authorizers, each made of the one before by a change of policies or of entities."""
    entities = [user(number, [number, number + 8, number * 5]) for number in range(8)]
    documents = [
        {"uid": {"type": "Doc", "id": f"d{level}"}, "attrs": {"level": level}, "parents": []} for level in range(3)
    ]
    text = "\n".join(policy(group) for group in range(POLICIES))
    first = deodar.Authorizer(deodar.PolicySet.parse(text), [*entities, *documents])
    forbidden = first.with_policies(add=_named("forbid", policy(10, "forbid")))
    moved = forbidden.with_entities(upsert=[user(1, [2]), user(4, [])])
    fewer = moved.with_policies(remove=[f"policy{group}" for group in range(0, POLICIES, 2)])
    gone = fewer.with_entities(remove=[{"type": "User", "id": "u5"}, {"type": "Doc", "id": "d1"}])
    return [first, forbidden, moved, fewer, gone, gone.with_policies(remove=["forbid"])]


def _named(policy_id: str, text: str) -> deodar.PolicySet:
    (made,) = deodar.PolicySet.parse(text).policies.values()
    static = {policy_id: made.to_json()}
    return deodar.PolicySet.from_json({"staticPolicies": static, "templates": {}, "templateLinks": []})


def expected(authorizer: deodar.Authorizer) -> tuple[deodar.Response, ...]:
    """What an authorizer that is made anew says, of which no thread knows."""
    anew = deodar.Authorizer(authorizer.policies, authorizer.entities)
    return tuple(anew.is_authorized(request) for request in requests())


def run(seconds: float) -> Outcome:
    """Readers and one writer for so long."""
    outcome, asked, over = Outcome(), requests(), threading.Event()
    answers_of = [expected(authorizer) for authorizer in snapshots()]
    current = [Snapshot(snapshots()[0], answers_of[0])]

    def read(start: int) -> None:
        count, place = 0, start
        while not over.is_set():
            snapshot = current[0]
            place = (place + 7) % len(asked)
            try:
                answer = snapshot.authorizer.is_authorized(asked[place])
            except Exception as fault:  # whatever it is, it is told, and ends the run
                answer = f"{type(fault).__name__}: {fault}"
            if answer != snapshot.expected[place]:
                outcome.faults.append(f"{asked[place]}: {answer}, not {snapshot.expected[place]}")
                over.set()
            count += 1
        counts[start] = count

    counts = [0] * READERS
    readers = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        for reader in readers:
            reader.start()
        end = time.monotonic() + seconds
        while time.monotonic() < end and not over.is_set():
            # Made anew each time round, so that the readers are there for the first request to each of them.
            for place, authorizer in enumerate(snapshots()):
                current[0] = Snapshot(authorizer, answers_of[place])
                outcome.swaps += 1
                time.sleep(0.002)
        over.set()
        for reader in readers:
            reader.join()
    finally:
        over.set()
        sys.setswitchinterval(before)
    outcome.answers = sum(counts)
    return outcome


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.threads")
    parser.add_argument("--time", type=float, default=60.0, help="seconds")
    outcome = run(parser.parse_args(arguments).time)
    for fault in outcome.faults:
        print(fault)
    print(f"{outcome.answers:,} answers, {outcome.swaps:,} swaps, {len(outcome.faults)} wrong")
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
