"""Bugs of meaning: what the engine reads, or what it says, is changed on the way, as plain data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeGuard

from deodar.drt.data import Json
from deodar.drt.engines.protocol import Answer, Message
from deodar.drt.generate.node import Node
from deodar.drt.mutants.mutant import Ask, Bug, Touch

Rule: TypeAlias = Callable[[str, Any], Node | None]
"""What an operator with its operands is taken for; None: for itself."""

NODES_WITHOUT_OPERANDS = ("Value", "Var", "Slot")


def is_object(data: object) -> TypeGuard[dict[str, Any]]:
    """Whether data is a JSON object."""
    return isinstance(data, dict)


def is_list(data: object) -> TypeGuard[list[Any]]:
    """Whether data is a JSON list."""
    return isinstance(data, list)


def _rewritten(node: Any, rule: Rule) -> Any:
    """An expression in which every node was put to the rule, the inner ones first."""
    ((op, inside),) = node.items()
    if op in NODES_WITHOUT_OPERANDS:
        made = inside
    elif op == "Record":
        made = {name: _rewritten(member, rule) for name, member in inside.items()}
    elif is_list(inside):
        made = [_rewritten(member, rule) for member in inside]
    else:
        made = {
            name: _rewritten(member, rule) if isinstance(member, dict) else member for name, member in inside.items()
        }
    found = rule(op, made)
    return {op: made} if found is None else found


def messages(change: Callable[[dict[str, Any]], dict[str, Any]], *ops: str) -> Bug:
    """The bug that an engine answers another message than it was given."""

    def bug(sound: Ask, touch: Touch) -> Ask:
        def answer(message: Message) -> Answer:
            if message.get("op") not in ops:
                return sound(message)
            changed = change(dict(message))
            if changed != message:
                touch()
            return sound(changed)

        return answer

    return bug


def policy_sets(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Bug:
    """The bug that an engine decides by another policy set."""

    def changed(message: dict[str, Any]) -> dict[str, Any]:
        policies = message["policies"]
        return {**message, "policies": change(policies)} if is_object(policies) else message

    return messages(changed, "authorize")


def bodies(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Bug:
    """The bug that an engine takes each policy and template for another one."""

    def changed(policies: dict[str, Any]) -> dict[str, Any]:
        return {
            **policies,
            "staticPolicies": {name: change(body) for name, body in policies["staticPolicies"].items()},
            "templates": {name: change(body) for name, body in policies["templates"].items()},
        }

    return policy_sets(changed)


def scopes(variable: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Bug:
    """The bug that an engine takes a constraint of the scope for another one."""
    return bodies(lambda body: {**body, variable: change(body[variable])})


def conditions(change: Callable[[list[Any]], list[Any]]) -> Bug:
    """The bug that an engine takes the conditions of a policy for others."""
    return bodies(lambda body: {**body, "conditions": change(body["conditions"])})


def nodes(rule: Rule) -> Bug:
    """The bug that an engine takes an operator for another expression."""
    return conditions(lambda clauses: [{**clause, "body": _rewritten(clause["body"], rule)} for clause in clauses])


def operator(wrong: str, taken_for: str) -> Bug:
    """The bug that an engine takes an operator for another one of the same shape."""
    return nodes(lambda op, inside: {taken_for: inside} if op == wrong else None)


def binary(wrong: str, meaning: Callable[[Node, Node], Node]) -> Bug:
    """The bug that an engine takes an operator of two operands for another expression."""
    return nodes(lambda op, inside: meaning(inside["left"], inside["right"]) if op == wrong else None)


def stores(change: Callable[[list[Any]], list[Any]]) -> Bug:
    """The bug that an engine decides by other entities."""
    return messages(lambda message: {**message, "entities": change(message["entities"])}, "authorize")


def requests(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Bug:
    """The bug that an engine answers other requests."""
    return messages(
        lambda message: {**message, "requests": [change(request) for request in message["requests"]]}, "authorize"
    )


def answers(op: str, change: Callable[[Ask, Message, Answer], Answer]) -> Bug:
    """The bug that an engine says something else; the change may ask the engine that is right further questions."""

    def bug(sound: Ask, touch: Touch) -> Ask:
        def answer(message: Message) -> Answer:
            given = sound(message)
            if message.get("op") != op:
                return given
            said = change(sound, message, given)
            if said != given:
                touch()
            return said

        return answer

    return bug


def responses(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Bug:
    """The bug that an engine gives another response to a request."""

    def changed(_sound: Ask, _message: Message, given: Answer) -> Answer:
        told: Any = given.get("responses")
        if not is_list(told):
            return given
        made: list[Json] = [change(response) if "decision" in response else response for response in told]
        return {**given, "responses": made}

    return answers("authorize", changed)
