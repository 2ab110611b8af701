"""JSON documents that are long, deep or odd: entities, requests and policy sets, as text."""

from __future__ import annotations

import json
from collections.abc import Callable

Text = Callable[[], str]


def entity(attributes: str = "{}", name: str = '{"type": "A", "id": "a"}', parents: str = "[]") -> str:
    """An entities document with one entity, from parts that may be anything."""
    return f'[{{"uid": {name}, "attrs": {attributes}, "parents": {parents}}}]'


def chain(length: int, *, closed: bool) -> str:
    """Entities each of which is a child of the one before; the first of the last, if the chain is closed."""
    names = [{"type": "A", "id": str(number)} for number in range(length)]
    return json.dumps(
        [
            {"uid": name, "attrs": {}, "parents": [names[number - 1]] if number or closed else []}
            for number, name in enumerate(names)
        ]
    )


ENTITIES_ACCEPTED: dict[str, Text] = {
    "nothing": lambda: "[]",
    "a string of 10 megabytes": lambda: entity(json.dumps({"s": "a" * 10_000_000})),
    "a set of 50,000 numbers": lambda: entity(json.dumps({"s": list(range(50_000))})),
    "100 levels of records": lambda: entity('{"a":' * 100 + "1" + "}" * 100),
    "control characters in an id": lambda: entity(name=json.dumps({"type": "A", "id": "\x00\x01\x1b[2J\u202e"})),
    "an escaped backslash before a surrogate's digits": lambda: entity(name='{"type": "A", "id": "\\\\ud800"}'),
    "a pair of surrogates": lambda: entity(name='{"type": "A", "id": "\\ud83c\\udf32"}'),
    "10,000 parents": lambda: entity(parents=json.dumps([{"type": "B", "id": str(n)} for n in range(10_000)])),
    "a chain of 300 parents": lambda: chain(300, closed=False),
}

# Documents that the engine must read. The model, which spells everything out, may take minutes over them.
ENGINE_ENTITIES_ACCEPTED: dict[str, Text] = {
    "a set of a million numbers": lambda: entity(json.dumps({"s": list(range(1_000_000))})),
    "a chain of 20,000 parents": lambda: chain(20_000, closed=False),
    "100,000 entities": lambda: json.dumps(
        [{"uid": {"type": "A", "id": str(number)}, "attrs": {}, "parents": []} for number in range(100_000)]
    ),
}

ENTITIES_REFUSED: dict[str, Text] = {
    "nothing at all": lambda: "",
    "no list": lambda: "{}",
    "null": lambda: "null",
    "10,000 open brackets": lambda: "[" * 10_000,
    "10,000 levels of lists": lambda: "[" * 10_000 + "]" * 10_000,
    "a million open brackets": lambda: "[" * 1_000_000,
    "10,000 levels of records": lambda: entity('{"a":' * 10_000 + "1" + "}" * 10_000),
    "a number of a million digits": lambda: entity(f'{{"n": {"1" * 1_000_000}}}'),
    "a number just too large": lambda: entity('{"n": 9223372036854775808}'),
    "a fraction": lambda: entity('{"n": 1.0}'),
    "an exponent of a million": lambda: entity('{"n": 1e1000000}'),
    "minus zero": lambda: entity('{"n": -0}'),
    "not a number": lambda: entity('{"n": NaN}'),
    "null as a value": lambda: entity('{"n": null}'),
    "an escape of a lone surrogate": lambda: entity('{"s": "\\ud800"}'),
    "a lone surrogate": lambda: entity('{"s": "\ud800"}'),
    "a lone surrogate as a name": lambda: entity('{"\\udfff": 1}'),
    "a NUL between tokens": lambda: "[\0]",
    "a byte order mark": lambda: "\ufeff[]",
    "a member twice": lambda: entity('{"a": 1, "a": 2}'),
    "a member twice, once escaped": lambda: entity('{"a": 1, "\\u0061": 2}'),
    "an entity twice": lambda: entity()[:-1] + "," + entity('{"a": 1}')[1:],
    "its own parent": lambda: entity(parents='[{"type": "A", "id": "a"}]'),
    "a cycle of 300": lambda: chain(300, closed=True),
    "code as a type": lambda: entity(name='{"type": "__import__(\'os\')", "id": "a"}'),
    "an empty type": lambda: entity(name='{"type": "", "id": "a"}'),
    "an expression": lambda: entity('{"a": {"__expr": "1"}}'),
    "an unknown function": lambda: entity('{"a": {"__extn": {"fn": "eval", "arg": "1"}}}'),
    "a bad address": lambda: entity('{"a": {"__extn": {"fn": "ip", "arg": "1.2.3.4.5"}}}'),
}


def request(context: str = "{}", principal: str = '{"type": "A", "id": "a"}') -> str:
    """A request from parts that may be anything."""
    other = '{"type": "A", "id": "a"}'
    return f'{{"principal": {principal}, "action": {other}, "resource": {other}, "context": {context}}}'


REQUESTS_REFUSED: dict[str, Text] = {
    "nothing at all": lambda: "",
    "a list": lambda: "[]",
    "no members": lambda: "{}",
    "10,000 levels of context": lambda: request('{"a":' * 10_000 + "1" + "}" * 10_000),
    "a number of a million digits": lambda: request(f'{{"n": {"1" * 1_000_000}}}'),
    "a fraction": lambda: request('{"n": 0.5}'),
    "a lone surrogate": lambda: request('{"s": "\\ud800"}'),
    "a context that is no record": lambda: request("[]"),
    "a principal that is a number": lambda: request(principal="1"),
    "a principal without id": lambda: request(principal='{"type": "A"}'),
    "a type that is no name": lambda: request(principal='{"type": "A B", "id": "a"}'),
}


def policy(condition: str) -> str:
    """A JSON policy set with one policy."""
    scope = '"principal": {"op": "All"}, "action": {"op": "All"}, "resource": {"op": "All"}'
    body = f'{{"effect": "permit", {scope}, "conditions": [{{"kind": "when", "body": {condition}}}]}}'
    return f'{{"staticPolicies": {{"p": {body}}}, "templates": {{}}, "templateLinks": []}}'


def nested_not(depth: int) -> str:
    """A policy whose condition is that many negations of true."""
    return policy('{"!": {"arg": ' * depth + '{"Value": true}' + "}}" * depth)


POLICY_SETS_REFUSED: dict[str, Text] = {
    "nothing at all": lambda: "",
    "a list": lambda: "[]",
    "a million open braces": lambda: '{"a":' * 1_000_000,
    "an unknown operator": lambda: policy('{"eval": {"arg": {"Value": true}}}'),
    "two operators": lambda: policy('{"!": {"arg": {"Value": true}}, "neg": {"arg": {"Value": 1}}}'),
    "a number of a million digits": lambda: policy(f'{{"Value": {"1" * 1_000_000}}}'),
    "a fraction": lambda: policy('{"Value": 1.5}'),
    "a lone surrogate": lambda: policy('{"Value": "\\ud800"}'),
    "an unknown variable": lambda: policy('{"Var": "__builtins__"}'),
    "a link of a template that is not there": lambda: (
        '{"staticPolicies": {}, "templates": {}, "templateLinks": [{"templateId": "t", "newId": "l", "values": {}}]}'
    ),
}
