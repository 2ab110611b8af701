"""Planted bugs in schemas, in validation, and in what conforms to a schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from deodar.drt.engines.protocol import IMPOSSIBLE, Answer, Message
from deodar.drt.mutants.mutant import Ask, Bug, Mutant
from deodar.drt.mutants.rewriting import answers, is_list, is_object, messages
from deodar.drt.schema_measures import FINDING_KINDS


def _blind(kind: str) -> Bug:
    """A kind of finding is not made."""

    def changed(_sound: Ask, _message: Message, given: Answer) -> Answer:
        errors: Any = given.get("errors")
        if not is_list(errors):
            return given
        kept = [error for error in errors if error["kind"] != kind]
        return {**given, "valid": not kept, "errors": kept}

    return answers("validate", changed)


def _never_impossible(_sound: Ask, _message: Message, given: Answer) -> Answer:
    warnings: Any = given.get("warnings")
    if not is_list(warnings):
        return given
    return {**given, "warnings": [warning for warning in warnings if warning["kind"] != IMPOSSIBLE]}


def _schemas(change: Callable[[str, Any], Any], *ops: str) -> Bug:
    """The bug that an engine reads another schema: every member is put to the change."""

    def changed_part(part: Any) -> Any:
        if is_object(part):
            made = {name: change(name, changed_part(member)) for name, member in part.items()}
            return {name: member for name, member in made.items() if member is not None}
        return [changed_part(each) for each in part] if is_list(part) else part

    def changed(message: dict[str, Any]) -> dict[str, Any]:
        schema = message.get("schema")
        return {**message, "schema": changed_part(schema)} if is_object(schema) else message

    return messages(changed, *ops)


def _all_required(name: str, member: Any) -> Any:
    return None if name == "required" else member


def _no_parents(name: str, member: Any) -> Any:
    return [] if name == "memberOfTypes" else member


def _no_groups(name: str, member: Any) -> Any:
    return [] if name == "memberOf" else member


def _first_principal(name: str, member: Any) -> Any:
    return member[:1] if name == "principalTypes" and is_list(member) else member


def _no_tags(name: str, member: Any) -> Any:
    return None if name == "tags" else member


def _deeper(message: dict[str, Any]) -> dict[str, Any]:
    return {**message, "level": message["level"] + 1} if "level" in message else message


def _without(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda message: {member: inside for member, inside in message.items() if member != name}


def _mode(mode: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda message: {**message, "mode": mode}


VALIDATE = "validate"


def _blind_to_each_kind() -> Iterator[Mutant]:
    for kind in FINDING_KINDS:
        yield Mutant(f"blind-to-{kind}", "validator", f"`{kind}` is never found", _blind(kind), VALIDATE)


MUTANTS = (
    *_blind_to_each_kind(),
    Mutant(
        "blind-to-impossible",
        "validator",
        "an impossible policy goes unnoticed",
        answers(VALIDATE, _never_impossible),
        VALIDATE,
    ),
    Mutant("level-too-deep", "validator", "a level allows one dereference more", messages(_deeper, VALIDATE), VALIDATE),
    Mutant("level-ignored", "validator", "the level is ignored", messages(_without("level"), VALIDATE), VALIDATE),
    Mutant(
        "always-strict", "validator", "permissive validation is strict", messages(_mode("strict"), VALIDATE), VALIDATE
    ),
    Mutant(
        "always-permissive",
        "validator",
        "strict validation is permissive",
        messages(_mode("permissive"), VALIDATE),
        VALIDATE,
    ),
    Mutant(
        "optional-attributes-required",
        "schema",
        "optional attributes are required",
        _schemas(_all_required, VALIDATE),
        VALIDATE,
    ),
    Mutant("types-without-parents", "schema", "no entity type has parents", _schemas(_no_parents, VALIDATE), VALIDATE),
    Mutant("actions-without-groups", "schema", "no action is in a group", _schemas(_no_groups, VALIDATE), VALIDATE),
    Mutant(
        "first-principal-type-only",
        "schema",
        "an action applies to the first principal type only",
        _schemas(_first_principal, VALIDATE),
        VALIDATE,
    ),
    Mutant("types-without-tags", "schema", "no entity type has tags", _schemas(_no_tags, VALIDATE), VALIDATE),
    Mutant(
        "entities-conform-always",
        "conformance",
        "every entity conforms",
        messages(_without("schema"), "entities"),
        "schema-entities",
    ),
    Mutant(
        "missing-attributes-conform",
        "conformance",
        "optional attributes are demanded of entities",
        _schemas(_all_required, "entities"),
        "schema-entities",
    ),
    Mutant(
        "requests-conform-always",
        "conformance",
        "every request conforms",
        messages(_without("validate_request"), "authorize"),
        "schema-requests",
    ),
)
