"""The official engine, through its Python binding.

It tells no kinds of errors but sentences (`cedarpy_kinds`), evaluates no expression but policies
(`cedarpy_evaluation`), and does not survive every document, so that some are kept from it: those it answers
`unsupported`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeGuard

import cedarpy

from deodar.drt.data import Json
from deodar.drt.engines.cedarpy_evaluation import decided, evaluate
from deodar.drt.engines.cedarpy_kinds import erring_policy
from deodar.drt.engines.cedarpy_leniency import reads_more_than_the_format
from deodar.drt.engines.cedarpy_schema import accepted_schema, printed_schema, request_schema, schema_if_any, validated
from deodar.drt.engines.depth import too_deep
from deodar.drt.engines.face import Link
from deodar.drt.engines.in_process import (
    NOBODY,
    Refused,
    field,
    installed_version,
    link_list,
    request_list,
)
from deodar.drt.engines.protocol import (
    PROTOCOL_VERSION,
    Answer,
    JsonText,
    Message,
    refusal,
    response,
    unsupported,
)

PARTS = ("principal", "action", "resource")


def _json_text(document: Json) -> str:
    return str(document) if isinstance(document, str) else json.dumps(document)


def _guarded(text: str) -> str:
    """Cedar text that the official engine survives."""
    if too_deep(text):
        raise Refused(unsupported("the text is nested too deep for this engine"))
    return text


def _survivable(document: str) -> str:
    """A JSON policy set that the official engine survives: it crashes on a link whose template is a static policy."""
    try:
        data: Json = json.loads(document)
    except (ValueError, RecursionError):
        return document  # it refuses this by itself
    match data:
        case {"staticPolicies": Mapping() as static, "templateLinks": list() as links}:
            if any(_template_of(link) in static for link in links):
                raise Refused(refusal("policies", "unknown-template", "a link names a static policy"))
        case _:
            pass
    return document


def _template_of(link: Json) -> str | None:
    match link:
        case {"templateId": str(template)}:
            return template
        case _:
            return None


def _policies(document: Json) -> cedarpy.PolicySet:
    try:
        if isinstance(document, str) and not isinstance(document, JsonText):
            return cedarpy.PolicySet.from_str(_guarded(document))
        if isinstance(document, str | Mapping):
            return cedarpy.PolicySet.from_json_str(_survivable(_json_text(document)))
    except ValueError as refused:
        raise Refused(refusal("policies", "refused", str(refused))) from None
    raise Refused(refusal("policies", "wrong-document", "policies are a text or a JSON object"))


def _parse(document: Json) -> Answer:
    """The JSON of a text. The official engine writes no JSON for what it read from JSON."""
    if isinstance(document, str) and not isinstance(document, JsonText):
        try:
            return {"policies": json.loads(cedarpy.policies_to_json_str(_guarded(document)))}
        except ValueError as refused:
            return refusal("policies", "refused", str(refused))
    _policies(document)
    return unsupported("this engine writes no JSON for JSON")


def _print(document: Json) -> Answer:
    """The text of each policy in turn: of a set, the official engine prints in no order, and without templates."""
    if not isinstance(document, str) or isinstance(document, JsonText):
        return unsupported("this engine prints what was a text")
    try:
        policy_set: Any = json.loads(cedarpy.policies_to_json_str(_guarded(document)))
        static: dict[str, Json] = policy_set["staticPolicies"]
        if policy_set["templates"]:
            return unsupported("this engine does not print templates")
        alone: list[Json] = [
            {"staticPolicies": {"p": static[f"policy{n}"]}, "templates": {}, "templateLinks": []}
            for n in range(len(static))
        ]
        return {"text": "\n".join(cedarpy.policies_from_json_str(json.dumps(one)) for one in alone)}
    except ValueError as refused:
        return refusal("policies", "refused", str(refused))


def _format(document: Json) -> Answer:
    """The text in the canonical layout."""
    if not isinstance(document, str) or isinstance(document, JsonText):
        return refusal("policies", "wrong-document", "what is formatted is Cedar text")
    try:
        return {"text": cedarpy.format_policies(_guarded(document))}
    except ValueError as refused:
        return refusal("policies", "refused", str(refused))


def _entities(document: Json, schema: cedarpy.Schema | None) -> cedarpy.Entities:
    text = _json_text(document)
    try:
        # The binding leaves the members of a schema untyped.
        entities = cedarpy.Entities.from_json_str(text, schema)  # pyright: ignore[reportUnknownMemberType]
    except ValueError as refused:
        raise Refused(refusal("entities", "refused", str(refused))) from None
    if reads_more_than_the_format(text):
        raise Refused(refusal("entities", "not-the-format", "this engine reads here what the format does not have"))
    return entities


def _count(document: Json, schema: cedarpy.Schema | None) -> int:
    return len(_entities(document, schema))


def _is_uid(value: Json) -> bool:
    """Whether a value is a uid in JSON: the binding also takes texts, and fails on an object without `id`."""
    match value:
        case {"type": str(), "id": str()}:
            return True
        case _:
            return False


def _linked(policies: cedarpy.PolicySet, links: list[Link]) -> cedarpy.PolicySet:
    """The policies with links; only here, a template may also be named by its annotation, which is not the language."""
    templates = {template["id"] for template in policies.templates()}
    for link in links:
        if link.template_id not in templates:
            raise Refused(refusal("links", "unknown-template", f"there is no template `{link.template_id}`"))
        if not all(_is_uid(value) for value in link.values.values()):
            raise Refused(refusal("links", "wrong-link", "the value of a slot is no uid"))
    named = [{"template_id": link.template_id, "new_id": link.link_id, "values": link.values} for link in links]
    try:
        return policies.with_linked_batch(named)
    except (ValueError, TypeError) as refused:
        raise Refused(refusal("links", "refused", str(refused))) from None


def _authorize(message: Message) -> Answer:
    schema = request_schema(message)
    requests = request_list(message)
    policies = _policies(field(message, "policies"))
    links = link_list(message)
    if links:
        policies = _linked(policies, links)
    entities = _entities(field(message, "entities"), schema)
    known = _ids(message, links)
    whole = [request for request in requests if _has_parts(request)]
    if len(whole) == len(requests):
        given = decided(whole, policies, entities, schema)
        return {"responses": [_response(result, known) for result in given]}
    return {"responses": [_single(request, policies, entities, schema, known) for request in requests]}


def _has_parts(request: Json) -> TypeGuard[dict[str, Json]]:
    match request:
        case {"principal": dict() | str(), "action": dict() | str(), "resource": dict() | str(), **rest}:
            return rest.get("context") is None or isinstance(rest["context"], dict)
        case _:
            return False


def _single(
    request: Json,
    policies: cedarpy.PolicySet,
    entities: cedarpy.Entities,
    schema: cedarpy.Schema | None,
    known: frozenset[str],
) -> Answer:
    if not _has_parts(request):
        return refusal("request", "wrong-request", "a request has `principal`, `action`, `resource` and `context`")
    return _response(decided([request], policies, entities, schema)[0], known)


def _ids(message: Message, links: list[Link]) -> frozenset[str]:
    """The ids that a sentence may name; a text has the ids `policy0`, `policy1`, ..., which need no care."""
    found = {link.link_id for link in links}
    document = message["policies"]
    data: Any = json.loads(document) if isinstance(document, JsonText) else document
    if isinstance(data, str):
        return frozenset(found)
    return frozenset(found.union(data["staticPolicies"], (link["newId"] for link in data["templateLinks"])))


def _response(result: cedarpy.AuthzResult, known: frozenset[str]) -> Answer:
    decision = result.decision.value.lower()
    sentences = list(result.diagnostics.errors)
    if decision not in ("allow", "deny"):
        return refusal("request", "refused", "; ".join(sentences))
    errors = [erring for sentence in sentences if (erring := erring_policy(sentence, known)) is not None]
    return response(decision, list(result.diagnostics.reasons), errors)


def _evaluate(message: Message) -> Answer:
    if "schema" in message and "request" in message:
        return unsupported("this engine validates requests where there is a schema")
    schema = schema_if_any(message)
    expression = field(message, "expression")
    if not isinstance(expression, str):
        return refusal("expression", "string-expected", "`expression` is no string")
    entities = _entities(message.get("entities", []), schema)
    _guarded(expression)
    request = message.get("request", NOBODY)
    if not _has_parts(request):
        return refusal("request", "wrong-request", "a request has `principal`, `action`, `resource` and `context`")
    return evaluate(expression, request, entities)


OPERATIONS: dict[str, Callable[[Message], Answer]] = {
    "parse": lambda message: _parse(field(message, "policies")),
    "print": lambda message: _print(field(message, "policies")),
    "format": lambda message: _format(field(message, "policies")),
    "schema": accepted_schema,
    "print-schema": printed_schema,
    "validate": validated,
    "entities": lambda message: {"count": _count(field(message, "entities"), schema_if_any(message))},
    "evaluate": _evaluate,
    "authorize": _authorize,
}
OPS = frozenset({"hello", *OPERATIONS})


class CedarpyEngine:
    """An engine that answers by calling `cedarpy`."""

    name = "cedarpy"
    ops = OPS

    def answer(self, message: Message) -> Answer:
        """The answer to one message."""
        op = message.get("op")
        if op == "hello":
            version_of = installed_version("cedarpy")
            return {"protocol": PROTOCOL_VERSION, "name": self.name, "version": version_of, "ops": sorted(OPS)}
        operation = OPERATIONS.get(op) if isinstance(op, str) else None
        if operation is None:
            return refusal("protocol", "unknown-op", f"there is no operation `{op}`")
        try:
            return operation(message)
        except Refused as refused:
            return refused.answer
