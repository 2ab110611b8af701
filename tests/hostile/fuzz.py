"""`python -m tests.hostile.fuzz --time 60`: random and mutated documents into every reader, until time is over.

Nothing but the refusal of that implementation may come out. The first other exception ends the run with status 1, after
the document that caused it. A document that takes longer than `HANG_SECONDS` ends it with a traceback.
"""

from __future__ import annotations

import argparse
import faulthandler
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from tests.hostile.documents import chain, entity, policy, request
from tests.hostile.mutation import mutated
from tests.hostile.readers import BOTH, Readers, is_well_formed

from deodar import model

HANG_SECONDS = 60
EXPRESSIONS = (
    '[1, {"a": "b"}, principal].contains(resource.a["b"]) && !(context has a.b.c) || principal is User in Group::"g"',
    'if -1 + 2 * 3 - 4 <= 5 then "a*b" like "a\\**" else ip("10.0.0.1/8").isInRange(ip("::1"))',
    'decimal("1.2345").lessThan(decimal("-0.1")) == (datetime("2024-01-01T00:00:00Z") < datetime("2024-02-29"))',
    'duration("1d2h3m4s5ms").toDays() != principal.getTag("t") && resource.hasTag("\\u{1f332}\\n\\0")',
)
POLICIES = (
    '@id("a b") @x permit(principal == ?principal, action in [Action::"a", Action::"view"], resource)'
    f" when {{ {EXPRESSIONS[0]} }};",
    'forbid(principal is User in Group::"g", action == NS::Action::"a", resource in ?resource)'
    f" unless {{ {EXPRESSIONS[1]} }};",
    f"// a comment\npermit(principal, action, resource) when {{ {EXPRESSIONS[2]} }} unless {{ {EXPRESSIONS[3]} }};",
)
POLICY_SETS = (
    policy('{"==": {"left": {".": {"left": {"Var": "context"}, "attr": "a"}}, "right": {"Value": [1, {"c": true}]}}}'),
    policy('{"like": {"left": {"Value": "a"}, "pattern": ["Wildcard", {"Literal": "a"}]}}'),
    policy('{"if-then-else": {"if": {"Value": true}, "then": {"Set": [{"Value": 1}]}, "else": {"Record": {"a": {"neg": '
           '{"arg": {"Value": 1}}}}}}}'),
    policy('{"isInRange": [{"ip": [{"Value": "10.0.0.1"}]}, {"Value": {"__extn": {"fn": "ip", "arg": "::1"}}}]}'),
)  # fmt: skip
ATTRIBUTES = (
    '{"a": {"__entity": {"type": "A", "id": "a"}}, "b": [1, true, "c", {"__extn": {"fn": "decimal", "arg": "1.0"}}]}'
)
ENTITIES = (
    chain(3, closed=False),
    entity(ATTRIBUTES, parents='[{"type": "NS::B", "id": "b"}]'),
    f'[{{"uid": {{"__entity": {{"type": "A", "id": "a"}}}}, "attrs": {{}}, "parents": [], "tags": {ATTRIBUTES}}}]',
)
REQUESTS = (request(), request(ATTRIBUTES))


@dataclass(frozen=True, slots=True)
class Target:
    """One reader, the one exception that it may raise, and documents that it accepts."""

    name: str
    read: Callable[[str], object]
    refusal: type[ValueError]
    seeds: tuple[str, ...]


def targets_of(readers: Readers) -> list[Target]:
    """Every reader of one implementation. An expression may also have no value: that is an answer."""
    tables: list[tuple[str, Callable[[str], object], tuple[str, ...]]] = [
        ("policies", readers.policies, POLICIES),
        ("policy set", readers.policy_set, POLICY_SETS),
        ("entities", readers.entities, ENTITIES),
        ("request", readers.request, REQUESTS),
        ("expression", readers.expression, EXPRESSIONS),
    ]
    return [Target(f"{readers.name}, {name}", read, readers.refusal, seeds) for name, read, seeds in tables]


TARGETS = [target for readers in BOTH for target in targets_of(readers)]


def feed(target: Target, document: str) -> str:
    """What the target does with the document: `read` or `refused`. Anything else is raised."""
    try:
        target.read(document)
    except model.EvaluationError:
        return "read"
    except target.refusal as refusal:
        if is_well_formed(refusal):
            return "refused"
        raise AssertionError(f"not a clear refusal: {refusal!r}") from refusal
    return "read"


def fuzz(seconds: float, seed: int) -> int:
    """Feed all targets in turn until time is over. Gives how many documents were read or refused."""
    random = Random(seed)
    count = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for target in TARGETS:
            document = mutated(random.choice(target.seeds), random)
            faulthandler.dump_traceback_later(HANG_SECONDS, exit=True)
            try:
                feed(target, document)
            except BaseException:  # whatever it is, the document that caused it must be seen
                print(f"{target.name} on {document!r}", file=sys.stderr)
                raise
            count += 1
    faulthandler.cancel_dump_traceback_later()
    return count


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz for the time asked for; an exception that is no refusal ends the process with its traceback."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.fuzz")
    parser.add_argument("--time", type=float, default=60, metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    count = fuzz(options.time, options.seed)
    print(f"{count:,} documents were read or refused, seed {options.seed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
