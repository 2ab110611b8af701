"""The text of a JSON policy set, damaged as data and as text: what a reader has to refuse, and what it may not."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any, cast

from deodar.drt.choice import Choose, one_of_many
from deodar.drt.data import Json
from deodar.drt.generate.document_mutation import ODD_VALUES, mutate_text, places

_ALICE = {"type": "User", "id": "a"}
_VIEW = {"type": "Action", "id": "view"}
_TRUE = {"Value": True}
_BOTH = {"left": _TRUE, "right": _TRUE}

CONSTRAINTS: tuple[Any, ...] = (
    *({"op": "All"}, {"op": "all"}, {"op": "ALL"}, {"op": "All", "x": 1}, {"op": "=="}, {"op": "like"}, {}),
    *({"op": "==", "entity": _ALICE}, {"op": "==", "entity": _VIEW}, {"op": "==", "entity": {"__entity": _ALICE}}),
    *({"op": "==", "slot": "?principal"}, {"op": "in", "slot": "?resource"}, {"op": "in", "slot": "?action"}),
    *({"op": "==", "entity": _ALICE, "slot": "?principal"}, {"op": "in", "entity": _VIEW, "entities": [_ALICE]}),
    *({"op": "in", "entities": [_VIEW]}, {"op": "in", "entities": []}, {"op": "==", "entities": [_VIEW]}),
    *({"op": "in", "entities": [_VIEW, _ALICE]}, {"op": "in", "entity": {"type": "A::Action", "id": "a"}}),
    *(
        {"op": "is", "entity_type": "User"},
        {"op": "is", "entity_type": "if"},
        {"op": "is", "entity_type": "User", "x": 1},
    ),
    *({"op": "is", "entity_type": "User", "in": None}, {"op": "is", "entity_type": "User", "in": {}}),
    *(
        {"op": "is", "entity_type": "User", "in": {"slot": "?principal"}},
        {"op": "is", "entity_type": "A::B", "in": {"entity": _ALICE, "x": 1}},
        {"op": "is", "entity_type": "User", "in": {"slot": "?resource"}},
    ),
)
"""What stands for the part of a scope, or nearly does."""

EXPRESSIONS: tuple[Any, ...] = (
    *(_TRUE, {"Var": "principal"}, {"Var": "x"}, {"Var": 1}, {"Slot": "?principal"}, {"Var": "context", "Value": 1}),
    *({"Unknown": {"name": "a"}}, {"Unknown": "a"}, {"!": {"arg": _TRUE}}, {"!": _TRUE}, {"!": {"arg": _TRUE, "x": 1}}),
    *({"neg": {"arg": _TRUE}}, {"neg": {"left": _TRUE}}, {"isEmpty": {"arg": _TRUE}}, {"isEmpty": _BOTH}),
    *({"&&": _BOTH}, {"||": {"left": _TRUE}}, {"==": {**_BOTH, "x": 1}}, {"contains": _BOTH}, {"contains": [_TRUE]}),
    *({".": {"left": _TRUE, "attr": "a"}}, {".": {"left": _TRUE, "attr": 1}}, {".": {"left": _TRUE, "attr": ["a"]}}),
    *({"has": {"left": _TRUE, "attr": "a"}}, {"has": {"left": _TRUE, "attr": "a", "x": 1}}),
    *(
        {"has": {"left": _TRUE, "attr": []}},
        {"has": {"left": _TRUE, "attr": ["a", "b"]}},
        {"has": {"left": _TRUE, "attr": ["a", 1]}},
    ),
    *(
        {"like": {"left": _TRUE, "pattern": "a*"}},
        {"like": {"left": _TRUE, "pattern": []}},
        {"like": {"left": _TRUE, "pattern": ["Wildcard", {"Literal": "a"}, {"Literal": ""}, {"Literal": "bc"}]}},
        {"like": {"left": _TRUE, "pattern": [{"Wildcard": None}, {"Wildcard": 1}]}},
        {"like": {"left": _TRUE, "pattern": [{"Wildcard": None}, {"Literal": "*"}]}},
    ),
    *(
        {"is": {"left": _TRUE, "entity_type": "User"}},
        {"is": {"left": _TRUE, "entity_type": "User", "in": _TRUE}},
        {"is": {"left": _TRUE, "entity_type": "User", "in": None}},
        {"is": {"left": _TRUE, "entity_type": "User", "x": 1}},
        {"is": {"left": _TRUE, "entity_type": "A:: B"}},
    ),
    *(
        {"if-then-else": {"if": _TRUE, "then": _TRUE, "else": _TRUE}},
        {"if-then-else": {"if": _TRUE, "then": _TRUE}},
        {"if-then-else": {"if": _TRUE, "then": _TRUE, "else": _TRUE, "x": 1}},
    ),
    *({"Set": [_TRUE]}, {"Set": {}}, {"Set": []}, {"Record": {"": _TRUE}}, {"Record": []}, {"Record": {"a": 1}}),
    *({"ip": [_TRUE]}, {"ip": []}, {"ip": _TRUE}, {"decimal": [_TRUE, _TRUE]}, {"lessThan": [_TRUE]}, {"f": [_TRUE]}),
    *({"isIpv4": [_TRUE, _TRUE]}, {"toDate": {"left": _TRUE}}, {"getTag": _BOTH}, {"Value": None}, {"Value": 2**63}),
    *({"Value": {"__entity": _ALICE}}, {"Value": {"__extn": {"fn": "ip", "arg": "zz"}}}, {"Value": {"__expr": "1"}}),
    *({"Value": {"__extn": {"fn": "f", "arg": "1"}}}, {"Value": {"__extn": {"fn": "ip", "args": []}}}),
)
"""What stands for an expression, or nearly does."""

WORDS = (
    *("permit", "forbid", "Permit", "when", "unless", "==", "in", "is", "All", "all", "?principal", "?resource"),
    *(
        "principal",
        "context",
        "User",
        "A::B",
        "A:: B",
        "if",
        "a",
        "",
        "view",
        "p0",
        "p1",
        "p9",
        "t0",
        "?action",
        "Wildcard",
    ),
)
"""What stands for a text."""

ELEMENTS: tuple[Any, ...] = (
    *(_TRUE, "Wildcard", {"Wildcard": None}, {"Literal": "a"}, {"Literal": 1}, {"Literal": "a", "x": 1}, _VIEW, _ALICE),
    *({"kind": "when", "body": _TRUE}, {"kind": "if", "body": _TRUE}, {"kind": "unless", "body": _TRUE, "x": 1}),
    *({"templateId": "p0", "newId": "p9", "values": {}}, {"templateId": "p0", "newId": "p0", "values": {}}, "a", 1),
    *({"__entity": _ALICE}, {"__extn": {"fn": "ip", "arg": "::1"}}, {"Value": {"a": [1]}}, {"Record": {}}),
)
"""What stands in a list."""

OTHERS: tuple[Any, ...] = (
    *(
        _ALICE,
        _VIEW,
        {"__entity": _ALICE},
        {**_ALICE, "x": 1},
        {"?principal": _ALICE},
        {"?x": _ALICE},
        {"?resource": 1},
    ),
    *({}, {"a": None}, {"a": "x", "a b": "x"}, {"if": ""}, {"": "x"}, [], [_VIEW], None, True, "x"),
    {"?principal": _ALICE, "?resource": _ALICE},
)
"""What stands elsewhere."""

ANNOTATIONS: tuple[Any, ...] = (
    *({}, {"a": None}, {"a": "x"}, {"a b": "x"}, {"if": ""}, {"": "x"}, {"a": 1}, {"a": "x", "é": "y"}, {"_1": "x"}),
    *({"a::b": "x"}, {"1": "x"}, [], None),
)
"""What stands for the annotations of a policy, or nearly does."""

OPERANDS: tuple[Any, ...] = (
    *(_BOTH, {"arg": _TRUE}, {"left": _TRUE}, [_TRUE], [], [_TRUE, _TRUE], {"a": _TRUE}, {"left": _TRUE, "attr": "a"}),
    *({**_BOTH, "x": 1}, {"left": _TRUE, "arg": _TRUE}, "principal", "?principal", True, _TRUE),
)
"""What an operator may have."""

OPERATORS = (
    *("==", "!=", "<", "<=", "in", "+", "-", "*", "&&", "||", "contains", "containsAny", "getTag", "hasTag"),
    *("!", "neg", "isEmpty", "Set", "Record", "has", ".", "like", "is", "Value", "Var", "if-then-else"),
    *("ip", "decimal", "lessThan", "isIpv4", "isInRange", "datetime", "offset", "toTime", "Slot", "unknown", "xor"),
)
MEMBERS = (
    *("effect", "principal", "action", "resource", "conditions", "annotations", "op", "entity", "entities", "slot"),
    *("in", "entity_type", "kind", "body", "left", "right", "arg", "attr", "pattern", "if", "then", "else", "x", "p0"),
    *("templateId", "newId", "values", "?principal", "?resource", "staticPolicies", "templates", "templateLinks"),
    *("__entity", "__extn", "__expr", "fn", "args", "type", "id", "Literal", "Wildcard"),
)
EXPRESSION_MEMBERS = frozenset({"left", "right", "arg", "body", "if", "then", "else"})
SCOPE_MEMBERS = frozenset({"principal", "action", "resource"})
POOLS: tuple[tuple[Any, ...], ...] = (CONSTRAINTS, EXPRESSIONS, WORDS, ELEMENTS, OTHERS, ODD_VALUES)
LINKS = "templateLinks"


def _pool(choose: Choose, container: Any, key: Any) -> tuple[Any, ...]:
    """What may stand under a key: most often what belongs there, or nearly does."""
    if choose(8) == 7:
        return POOLS[choose(len(POOLS))]
    if key in SCOPE_MEMBERS:
        return CONSTRAINTS
    if key == "annotations":
        return ANNOTATIONS
    if key in OPERATORS and key != "in":
        return OPERANDS
    if key in EXPRESSION_MEMBERS:
        return EXPRESSIONS
    if not hasattr(container, "keys"):
        return ELEMENTS
    return WORDS if isinstance(container.get(key), str) else OTHERS


def mutate_policies(choose: Choose, document: Json) -> Json:
    """The data with one thing changed, seldom more."""
    data: list[Any] = [deepcopy(document)]
    for _ in range(1 if choose(4) < 3 else 2):
        everywhere = places(data)
        links = data[0].get(LINKS) if hasattr(data[0], "keys") else None
        found = (places(links) if choose(2) else []) or everywhere
        container, key = found[one_of_many(choose, len(found))]
        other, other_key = everywhere[one_of_many(choose, len(everywhere))]
        is_object, outermost = hasattr(container, "keys"), container is data
        match choose(8):
            case 0 if not outermost:
                del container[key]
            case 1 if is_object:
                member = MEMBERS[choose(len(MEMBERS))]
                pool = _pool(choose, container, member)
                container[member] = deepcopy(pool[choose(len(pool))])
            case 2 if not is_object and not outermost:
                container.append(deepcopy(container[key]))
            case 3 if is_object:
                names = OPERATORS if key in OPERATORS else MEMBERS
                container[names[choose(len(names))]] = container.pop(key)
            case 4 if choose(4) == 3:
                container[key] = deepcopy(other[other_key])
            case _:
                pool = _pool(choose, container, key)
                container[key] = deepcopy(pool[choose(len(pool))])
    damaged: Json = data[0]
    return damaged


def _in_the_other_part(choose: Choose, document: Any) -> Json:
    """The data with a static policy among the templates too, or a template among the static policies."""
    parts = ("staticPolicies", "templates")
    n = choose(2)
    source, target = document[parts[n]], document[parts[1 - n]]
    names = list(source)
    if not names:
        return cast(Json, document)
    name = names[choose(len(names))]
    kept: dict[str, Json] = {} if choose(2) else target
    left = {each: body for each, body in source.items() if each != name} if choose(2) else source
    changed: dict[str, Json] = {**document, parts[n]: left, parts[1 - n]: {**kept, name: source[name]}}
    return changed


def any_policy_document(choose: Choose, policies: Json) -> str:
    """The text of a JSON policy set, mostly damaged."""
    n = choose(16)
    data = policies if n < 3 else _in_the_other_part(choose, policies) if n < 5 else mutate_policies(choose, policies)
    text = json.dumps(data, ensure_ascii=choose(2) == 0)
    return mutate_text(choose, text) if n >= 14 else text
