"""Schemas that are large, deep or broken everywhere: a clear answer, in time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from deodar.impl.errors import SchemaError
from deodar.impl.schema.document import Schema
from deodar.impl.schema.syntax import MOST_LEVELS

MANY = 10_000
TYPES = "".join(
    f"entity E{i} in [E{i // 2}, E{i * 7 % MANY}] {{a: Long, c: Set<E{i * 3 % MANY}>}};\n" for i in range(MANY)
)
NAMES = ", ".join(f"A{i}" for i in range(2_000))


def nested(levels: int) -> str:
    return f"type T = {'{a: ' * levels}Long{'}' * levels}; entity A {{t: T}};"


def endless() -> dict[str, object]:
    type_: dict[str, object] = {"type": "Set"}
    type_["element"] = type_
    return {"": {"entityTypes": {}, "actions": {}, "commonTypes": {"T": type_}}}


LARGE = [
    pytest.param(lambda: Schema.parse(TYPES), id="ten thousand entity types"),
    pytest.param(
        lambda: Schema.parse(
            "entity U; action g0; "
            + "".join(f"action g{i + 1} in g{i} appliesTo {{principal: U, resource: U}}; " for i in range(5_000))
        ),
        id="five thousand actions, each in the one before",
    ),
    pytest.param(
        lambda: Schema.parse(
            "".join(f"type T{i + 1} = {{a: T{i}, b: Set<T{i}>}}; " for i in range(MANY))
            + "type T0 = Long; entity A {x: T9};"
        ),
        id="a chain of common types that doubles at each step",
    ),
    pytest.param(
        lambda: Schema.parse(f"entity {NAMES} in [{NAMES}] {{{', '.join(f'x{i}: A{i}' for i in range(2_000))}}};"),
        id="many names for one large definition",
    ),
    pytest.param(lambda: Schema.parse(nested(MOST_LEVELS)), id="records as deep as may be"),
]

BROKEN: list[Any] = [
    pytest.param(lambda: Schema.parse(nested(MOST_LEVELS + 1)), "nested-too-deeply", id="records that are too deep"),
    pytest.param(lambda: Schema.parse(nested(100_000)), "nested-too-deeply", id="records that are far too deep"),
    pytest.param(lambda: Schema.from_json(endless()), "nested-too-deeply", id="data that holds itself"),
    pytest.param(
        lambda: Schema.from_json("[" * 50_000 + "]" * 50_000), "nested-too-deeply", id="JSON text that is too deep"
    ),
    pytest.param(
        lambda: Schema.parse(TYPES.replace("Long", "Lnog")), "type-not-defined", id="an unknown name everywhere"
    ),
    pytest.param(
        lambda: Schema.parse("".join(f"type T{i} = {{a: T{(i + 1) % MANY}}}; " for i in range(MANY))),
        "common-type-cycle",
        id="a long cycle of common types",
    ),
    pytest.param(
        lambda: Schema.parse("".join(f"type T{i} = {{a: T{i}}}; " for i in range(MANY))),
        "common-type-cycle",
        id="many cycles of common types",
    ),
    pytest.param(
        lambda: Schema.parse("".join(f"action a{i} in a{(i + 1) % MANY}; " for i in range(MANY))),
        "action-cycle",
        id="a long cycle of actions",
    ),
    pytest.param(lambda: Schema.parse("entity A {" * 20_000), "unexpected-token", id="braces that are never closed"),
    pytest.param(lambda: Schema.parse("entity A { x y };\n" * MANY), "unexpected-token", id="a mistake in every line"),
    pytest.param(lambda: Schema.parse("entity A;" * MANY), "duplicate-declaration", id="the same type again and again"),
    pytest.param(
        lambda: Schema.parse(f"{TYPES} namespace N {{ {TYPES} }}"), "type-shadowing", id="every type in two namespaces"
    ),
    pytest.param(
        lambda: Schema.from_json({"N": {"entityTypes": {f"A {i}": {} for i in range(MANY)}, "actions": {}}}),
        "invalid-name",
        id="a wrong name for every type",
    ),
]


@pytest.mark.parametrize("read", LARGE)
def test_large_schemas_are_read_in_time(read: Callable[[], Schema]) -> None:
    begin = time.perf_counter()
    schema = read()
    assert time.perf_counter() - begin < 20
    assert len(schema.resolved.entity_types) > 0


@pytest.mark.parametrize(("read", "kind"), BROKEN)
def test_broken_schemas_are_refused_in_time(read: Callable[[], Schema], kind: str) -> None:
    begin = time.perf_counter()
    with pytest.raises(SchemaError) as caught:
        read()
    assert time.perf_counter() - begin < 20
    assert caught.value.kind == kind
    assert len(str(caught.value)) < 2_000_000


def test_a_deep_schema_survives_being_written() -> None:
    schema = Schema.parse(nested(300))
    assert Schema.parse(schema.to_text()) == schema
    assert Schema.from_json(json.dumps(schema.to_json())) == schema
    assert Schema.from_json(schema.to_resolved_json()) == schema
