"""Cases about findings: one policy for which validation finds one thing.

Its condition is drawn as those about operators are, its scope from a few that are wrong, until each kind was found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

from deodar.drt.case import Case
from deodar.drt.choice import Choose, derived_seed
from deodar.drt.compare import kinds_of
from deodar.drt.corpus.operators import UNLIMITED, case_of, drawn, sample_of
from deodar.drt.corpus.sample import Kinds, Sample
from deodar.drt.corpus.universe import FINDING_FEATURES, LEVEL
from deodar.drt.corpus.world import ALL, EDIT, SCHEMA, uid
from deodar.drt.engines.protocol import Engine
from deodar.drt.generate.node import Node, attribute, binary, call, literal
from deodar.drt.reduce import NO_TEXT, reduce
from deodar.drt.skeleton import LEAVES, OPERATORS

MOST_DRAWS = 50_000
OPERATORS_IN_ORDER = tuple(sorted(OPERATORS - LEAVES))
LEVEL_OF_THE_CASE = 0


def _is(entity_type: str) -> Node:
    return {"op": "is", "entity_type": entity_type}


def _equals(entity: Node) -> Node:
    return {"op": "==", "entity": entity}


SCOPES: tuple[Node, ...] = (
    *[Node()] * 4,
    {"principal": _equals(uid("Color", "blue"))},
    {"principal": _is("Doc"), "action": _equals(EDIT)},
    {"action": _equals(ALL)},
)
PRINCIPAL: Node = {"Var": "principal"}
CONDITIONS: tuple[Node, ...] = (
    binary("==", literal({"__entity": uid("Color", "blue")}), PRINCIPAL),
    binary("==", call("ip", attribute(PRINCIPAL, "name")), call("ip", literal("::1"))),
    binary("==", {"Var": "action"}, literal({"__entity": uid("Action", "nothing")})),
    {"is": {"left": PRINCIPAL, "entity_type": "Nobody"}},
)


def _drawn(choose: Choose) -> Case:
    """A policy that may be wrong in some way."""
    expression = drawn(OPERATORS_IN_ORDER[choose(len(OPERATORS_IN_ORDER))], choose)
    ways = (expression, binary("==", expression, expression), CONDITIONS[choose(len(CONDITIONS))])
    condition = ways[choose(len(ways))]
    case = case_of(condition)
    policies: Any = case["policies"]
    policies["staticPolicies"]["policy0"] |= SCOPES[choose(len(SCOPES))]
    return {**case, "entities": [], "requests": []}


def _found(engine: Engine, case: Case) -> tuple[Kinds, Kinds, Kinds]:
    """Errors, warnings, and errors with a level; nothing where a part is refused."""
    asked = {"op": "validate", "policies": sample_of("", case).policies, "schema": SCHEMA}
    verdict, by_level = engine.answer(asked), engine.answer({**asked, "level": LEVEL_OF_THE_CASE})
    told = (kinds_of(verdict, "errors"), kinds_of(verdict, "warnings"), kinds_of(by_level, "errors"))
    errors, warnings, with_level = ({policy: sorted(kinds) for policy, kinds in each.items()} for each in told)
    return errors, warnings, with_level


def _kind(engine: Engine, case: Case) -> str | None:
    """The kind of finding that a case shows and nothing else."""
    try:
        errors, warnings, with_level = _found(engine, case)
    except NO_TEXT:
        return None
    for found in (errors, with_level, warnings):
        if found:
            kinds = found.get("policy0", [])
            alone = (len(kinds) == 1 and found is not with_level) or kinds == [LEVEL]
            return kinds[0] if alone else None
    return None


def samples(engine: Engine, seed: int) -> Iterator[Sample]:
    """A case for each kind; `LookupError` if one of them does not come up."""
    random = Random(derived_seed("corpus", seed, "findings"))
    missing = {feature.removeprefix("finding ") for feature in FINDING_FEATURES}
    for _ in range(MOST_DRAWS):
        case = _drawn(random.randrange)
        kind = _kind(engine, case)
        if kind not in missing:
            continue
        missing.discard(kind)
        smallest = reduce(case, lambda tried, kind=kind: _kind(engine, tried) == kind, UNLIMITED)  # type: ignore[misc]
        made = sample_of(f"finding {kind}", smallest)
        yield made if kind != LEVEL else replace(made, level=LEVEL_OF_THE_CASE)
        if not missing:
            return
    raise LookupError(f"validation was never seen to find: {', '.join(sorted(missing))}")
