"""What an engine is timed on: policies, entities and requests, as plain data in Cedar's public formats.

`Graph` draws the random parts. It is seeded by the name and the size of the workload, so that a workload is the same
on every machine and on every run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

EDGE_PROBABILITY = 0.05
REQUESTS = 500

T = TypeVar("T")
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Link:
    """A template filled in; `values` maps a slot to a uid in Cedar's JSON form."""

    template_id: str  # by place in the text: `policy0`
    link_id: str
    values: dict[str, Json]


@dataclass(frozen=True, slots=True)
class Workload:
    """One row of the benchmark."""

    name: str  # with its number of policies where that is what varies: `rbac-1000`
    size: int  # entities of each type in the applications, policies elsewhere
    policies: str
    entities: list[Json]
    requests: list[Json]
    links: list[Link] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The name, with the size where the name does not tell it."""
        return self.name if self.name.endswith(f"-{self.size}") else f"{self.name} n={self.size}"


class Graph:
    """Random edges over named entities, the same on every run."""

    def __init__(self, name: str, size: int) -> None:
        self.random = Random(f"{name}/{size}")  # a string seeds by its digest, whatever the hash seed of the process

    def edges(self, targets: Sequence[T]) -> list[T]:
        """Each target with probability `EDGE_PROBABILITY`."""
        return [target for target in targets if self.random.random() < EDGE_PROBABILITY]

    def one(self, targets: Sequence[T]) -> T:
        """One target, each as likely as the others."""
        return self.random.choice(targets)

    def requests(
        self,
        principals: Sequence[Json],
        actions: Sequence[str],
        resources: Sequence[Json],
        *,
        context: Json | None = None,
        at_most: int = REQUESTS,
    ) -> list[Json]:
        """Distinct requests over existing entities: all of them, or `at_most` drawn at random."""
        count = len(principals) * len(actions) * len(resources)
        chosen = self.random.sample(range(count), min(at_most, count))
        return [
            {
                "principal": principals[number % len(principals)],
                "action": uid("Action", actions[number // len(principals) % len(actions)]),
                "resource": resources[number // len(principals) // len(actions)],
                "context": dict(context or {}),
            }
            for number in chosen
        ]


def uid(entity_type: str, entity_id: str) -> Json:
    """An entity UID in Cedar's JSON form."""
    return {"type": entity_type, "id": entity_id}


def reference(entity: Json) -> Json:
    """The value of an attribute that names an entity."""
    return {"__entity": entity}


def uids(entity_type: str, prefix: str, count: int) -> list[Json]:
    """`count` UIDs of one type: `prefix0`, `prefix1`, ..."""
    return [uid(entity_type, f"{prefix}{number}") for number in range(count)]


def entity(name: Json, parents: Sequence[Json] = (), /, **attributes: object) -> Json:
    """An entity in Cedar's JSON form."""
    return {"uid": name, "attrs": attributes, "parents": list(parents)}
