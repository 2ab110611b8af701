"""`python -m bench.scaling`: does the time to read a document grow in step with its length?

Every reader is given a document of n, 2n and 4n parts and its processor time is printed. Growth by more than
`STEEPEST` for four times the length fails: linear work gives 4, sorting a little more, quadratic work 16.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import deodar
from bench.figures import nanoseconds

STEEPEST = 8.0
FLOOR_NS = 2_000_000  # below two milliseconds noise decides


@dataclass(frozen=True, slots=True)
class Growth:
    """A document that can be had in any length, and its reader. A refusal counts as reading it."""

    name: str
    parts: int
    document: Callable[[int], str]
    read: Callable[[str], object]


def condition(expression: str) -> str:
    """A policy with one condition."""
    return f"permit(principal, action, resource) when {{ {expression} }};"


def entities(count: int) -> str:
    """A chain of entities: the last one has all others as ancestors."""
    return json.dumps(
        [
            {
                "uid": {"type": "A", "id": str(number)},
                "attrs": {"n": number, "s": "x" * 10},
                "parents": [{"type": "A", "id": str(number // 2)}] if number else [],
            }
            for number in range(count)
        ]
    )


def decide(text: str) -> object:
    """Read the policies, make them ready, and ask once."""
    request = deodar.Request('User::"alice"', 'Action::"view"', 'Photo::"p.jpg"')
    return deodar.is_authorized(request, deodar.PolicySet.parse(text), deodar.Entities.from_json([]))


GROWTHS = (
    Growth("policies", 2_000, lambda n: condition("resource.a == 1") * n, deodar.PolicySet.parse),
    Growth("a chain of &&", 10_000, lambda n: condition(" && ".join(["true"] * n)), deodar.PolicySet.parse),
    Growth("a chain of +", 10_000, lambda n: condition("+".join(["1"] * n) + " == 1"), deodar.PolicySet.parse),
    Growth("a set", 20_000, lambda n: condition(f"[{','.join(['1'] * n)}].isEmpty()"), deodar.PolicySet.parse),
    Growth("a string", 1_000_000, lambda n: condition(f'"{"a" * n}" == ""'), deodar.PolicySet.parse),
    Growth("digits of a number", 200_000, lambda n: condition(f"{'1' * n} == 1"), deodar.PolicySet.parse),
    Growth("parentheses", 20_000, lambda n: condition(f"{'(' * n}1{')' * n} == 1"), deodar.PolicySet.parse),
    Growth("open parentheses", 20_000, lambda n: condition("(" * n), deodar.PolicySet.parse),
    Growth(
        "errors", 2_000, lambda n: "permit(principal, action, resource) when { 1 + };\n" * n, deodar.PolicySet.parse
    ),
    Growth("accesses, decided", 5_000, lambda n: condition(f"resource has {'.'.join(['a'] * n)}"), decide),
    Growth("a chain of ||, decided", 10_000, lambda n: condition(" || ".join(["1 > 2"] * n)), decide),
    Growth("a set, decided", 20_000, lambda n: condition(f"[{','.join(map(str, range(n)))}].contains(-1)"), decide),
    Growth("policies, decided", 2_000, lambda n: condition("context.a == 1") * n, decide),
    Growth("stray characters", 20_000, lambda n: "#" * n, deodar.PolicySet.parse),
    Growth("comments", 20_000, lambda n: "// nothing\n" * n, deodar.PolicySet.parse),
    Growth("annotations", 5_000, lambda n: "".join(f'@a{k}("x")' for k in range(n)), deodar.PolicySet.parse),
    Growth("entities", 5_000, entities, deodar.Entities.from_json),
    Growth("nested JSON", 20_000, lambda n: "[" * n + "]" * n, deodar.Entities.from_json),
    Growth("JSON of one string", 1_000_000, lambda n: json.dumps("a" * n), deodar.Entities.from_json),
    Growth("JSON digits", 200_000, lambda n: f'[{{"uid": {"1" * n}}}]', deodar.Entities.from_json),
)


def main() -> int:
    """Print one line a document. Gives 1 where one grows too fast."""
    steep = [growth.name for growth in GROWTHS if not is_near_linear(growth)]
    for name in steep:
        print(f"grows faster than its length: {name}")
    return 1 if steep else 0


def is_near_linear(growth: Growth) -> bool:
    """Whether four times the length takes at most `STEEPEST` times as long; prints the three times."""
    times = [best_time(growth, growth.parts * factor) for factor in (1, 2, 4)]
    milliseconds = "".join(f"{time / 1e6:10.1f}" for time in times)
    print(f"{growth.name:24}{growth.parts:10}{milliseconds} ms", flush=True)
    return times[2] <= STEEPEST * max(times[0], FLOOR_NS)


def best_time(growth: Growth, parts: int) -> int:
    """Nanoseconds, the better of two: the first may pay for a collection that others left behind."""
    document = growth.document(parts)
    return min(nanoseconds(lambda: read(growth, document)) for _ in range(2))


def read(growth: Growth, document: str) -> None:
    """Read it, or be refused."""
    with suppress(deodar.DeodarError):
        growth.read(document)


if __name__ == "__main__":
    sys.exit(main())
