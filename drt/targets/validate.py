"""Claim: the same policies are valid for a schema, and each invalid one has the same kinds of findings."""

from __future__ import annotations

from typing import Any

from deodar.drt.case import Case
from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.engines.face import PERMISSIVE, STRICT
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.generate.schema import world
from deodar.drt.generate.typed_policy import typed_policy_set
from deodar.drt.schema_measures import count_validation, validation_gates
from deodar.drt.targets.target import Target, ask

LEVELS = (0, 1, 2, 3, 1, 1, 2, 1)  # mostly near the depth of what is generated


def build(choose: Choose) -> Case:
    """A schema and policies over it, a few of them ill typed; mostly in strict mode, a quarter of them with a level."""
    made = world(choose)
    n = choose(16)
    level: Json = LEVELS[choose(len(LEVELS))] if n >= 12 else None
    mode = PERMISSIVE if n in (9, 10, 11) else STRICT
    policies = typed_policy_set(made, with_templates=True)
    return {"schema": made.document, "policies": policies, "mode": mode, "level": level}


def _ask(engine: Engine, case: Case) -> Answer:
    message: dict[str, Any] = {name: case[name] for name in ("schema", "policies", "mode")}
    if case["level"] is not None:
        message["level"] = case["level"]
    return ask(engine, {"op": "validate", **message})


TARGET = Target(
    "validate",
    "the same policies are valid for a schema, with the same kinds of findings",
    frozenset({"validate"}),
    build,
    _ask,
    share=6,
    count=count_validation,
    gates=validation_gates,
)
