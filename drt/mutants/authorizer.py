"""Planted bugs in the authorizer: how a decision is made of policies, and what is remembered between requests."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from deodar.drt.engines.protocol import Answer, Message
from deodar.drt.mutants.mutant import Ask, Bug, Mutant, Touch
from deodar.drt.mutants.rewriting import answers, is_object, responses

Told = dict[str, Any]


def _effects(message: Message) -> dict[str, str]:
    """The effect of each policy that is evaluated."""
    policies: Any = message["policies"]
    found = {name: body["effect"] for name, body in policies["staticPolicies"].items()}
    for link in policies["templateLinks"]:
        found[link["newId"]] = policies["templates"][link["templateId"]]["effect"]
    return found


def _only(message: Message, effect: str) -> Message:
    """The message with the policies of one effect."""
    policies: Any = message["policies"]
    static = {name: body for name, body in policies["staticPolicies"].items() if body["effect"] == effect}
    templates = {name: body for name, body in policies["templates"].items() if body["effect"] == effect}
    links = [link for link in policies["templateLinks"] if link["templateId"] in templates]
    return {
        **message,
        "policies": {**policies, "staticPolicies": static, "templates": templates, "templateLinks": links},
    }


def _permit_overrides(sound: Ask, message: Message, given: Answer) -> Answer:
    permitted: Any = sound(_only(message, "permit")).get("responses")
    told: Any = given.get("responses")
    if permitted is None or told is None:
        return given
    made = [
        {**response, "decision": "allow", "reasons": other["reasons"]} if other.get("reasons") else response
        for response, other in zip(told, permitted, strict=True)
    ]
    return {**given, "responses": made}


def _denial_names_permits(sound: Ask, message: Message, given: Answer) -> Answer:
    permitted: Any = sound(_only(message, "permit")).get("responses")
    told: Any = given.get("responses")
    if permitted is None or told is None:
        return given
    made = [
        {**response, "reasons": sorted({*response["reasons"], *other["reasons"]})}
        if response.get("reasons") and response["decision"] == "deny"
        else response
        for response, other in zip(told, permitted, strict=True)
    ]
    return {**given, "responses": made}


def _by_effect(effect: str) -> Bug:
    """An erroring policy of this effect counts as satisfied."""

    def change(_sound: Ask, message: Message, given: Answer) -> Answer:
        told: Any = given.get("responses")
        if told is None:
            return given
        effects = _effects(message)
        return {**given, "responses": [_counted(response, effects, effect) for response in told]}

    return answers("authorize", change)


def _counted(response: Told, effects: dict[str, str], effect: str) -> Told:
    erring = [error["policy"] for error in response.get("errors", ()) if effects.get(error["policy"]) == effect]
    if not erring:
        return response
    if effect == "forbid":
        before: list[str] = response["reasons"] if response["decision"] == "deny" else []
        return {**response, "decision": "deny", "reasons": sorted({*before, *erring})}
    if response["decision"] == "deny" and response["reasons"]:
        return response
    return {**response, "decision": "allow", "reasons": sorted({*response["reasons"], *erring})}


def _remembering(*parts: str) -> Bug:
    """Responses are remembered by some parts of the request only."""

    def bug(sound: Ask, touch: Touch) -> Ask:
        def answer(message: Message) -> Answer:
            given = sound(message)
            told: Any = given.get("responses")
            if message.get("op") != "authorize" or told is None:
                return given
            known: dict[str, Told] = {}
            asked: Any = message["requests"]
            made = [
                known.setdefault(json.dumps([request[part] for part in parts]), response)
                for request, response in zip(asked, told, strict=True)
            ]
            if made != told:
                touch()
            return {**given, "responses": made}

        return answer

    return bug


def _stale_entities(sound: Ask, touch: Touch) -> Ask:
    """The entities of the question before are used, where policies are the same."""
    last: dict[str, Any] = {}

    def answer(message: Message) -> Answer:
        if message.get("op") != "authorize":
            return sound(message)
        asked = dict(message)
        if last.get("policies") == message["policies"] and last.get("entities") != message["entities"]:
            touch()
            asked["entities"] = last["entities"]
        last.update(policies=message["policies"], entities=message["entities"])
        return sound(asked)

    return answer


def _stale_policies(sound: Ask, touch: Touch) -> Ask:
    """A policy is compiled once for its id, and used again for whatever has that id next."""
    last: dict[str, Any] = {}

    def answer(message: Message) -> Answer:
        policies: Any = message.get("policies")
        if message.get("op") != "authorize" or not is_object(policies):
            return sound(message)
        static: dict[str, Any] = dict(policies["staticPolicies"])
        if list(last) == list(static) and last != static:
            touch()
            first = next(iter(static), None)
            if first is not None:
                static[first] = last[first]
        last.clear()
        last.update(policies["staticPolicies"])
        return sound({**message, "policies": {**policies, "staticPolicies": static}})

    return answer


def _reasons(change: Callable[[Told], list[Any]]) -> Bug:
    return responses(lambda response: {**response, "reasons": change(response)})


def _errors(change: Callable[[Told], list[Any]]) -> Bug:
    return responses(lambda response: {**response, "errors": change(response)})


def _decided(decision: str, when: Callable[[Told], bool]) -> Bug:
    return responses(lambda response: {**response, "decision": decision} if when(response) else response)


MUTANTS = (
    Mutant(
        "permit-overrides-forbid",
        "decision",
        "a satisfied permit wins over a satisfied forbid",
        answers("authorize", _permit_overrides),
    ),
    Mutant(
        "denial-names-permits",
        "decision",
        "satisfied permits determine a denial too",
        answers("authorize", _denial_names_permits),
    ),
    Mutant("error-in-permit-permits", "decision", "a permit that errs is satisfied", _by_effect("permit")),
    Mutant("error-in-forbid-forbids", "decision", "a forbid that errs is satisfied", _by_effect("forbid")),
    Mutant("error-denies", "decision", "any error makes a denial", _decided("deny", lambda told: bool(told["errors"]))),
    Mutant(
        "allow-by-default",
        "decision",
        "what no policy is about is allowed",
        _decided("allow", lambda told: not told["reasons"] and not told["errors"]),
    ),
    Mutant(
        "first-reason-only",
        "decision",
        "only the first determining policy is told",
        _reasons(lambda told: told["reasons"][:1]),
    ),
    Mutant(
        "no-reasons-beside-errors",
        "decision",
        "errors hide the determining policies",
        _reasons(lambda told: [] if told["errors"] else told["reasons"]),
    ),
    Mutant("first-error-only", "decision", "only the first error is told", _errors(lambda told: told["errors"][:1])),
    Mutant(
        "no-errors-beside-allow",
        "decision",
        "an Allow hides the errors",
        _errors(lambda told: [] if told["decision"] == "allow" else told["errors"]),
    ),
    Mutant(
        "no-errors-beside-forbid",
        "decision",
        "a satisfied forbid hides the errors",
        _errors(lambda told: [] if told["decision"] == "deny" and told["reasons"] else told["errors"]),
    ),
    Mutant(
        "cache-forgets-context",
        "caches",
        "responses are remembered without the context",
        _remembering("principal", "action", "resource"),
    ),
    Mutant(
        "cache-forgets-resource",
        "caches",
        "responses are remembered without the resource",
        _remembering("principal", "action", "context"),
    ),
    Mutant(
        "cache-forgets-action",
        "caches",
        "responses are remembered without the action",
        _remembering("principal", "resource", "context"),
    ),
    Mutant("stale-entities", "caches", "the entities of the last question are used again", _stale_entities, "fresh"),
    Mutant("stale-policy", "caches", "the policy that had the id before is used again", _stale_policies, "fresh"),
)
