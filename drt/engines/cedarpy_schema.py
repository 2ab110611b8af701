"""What the official engine says about schemas, and by them: whether it accepts, and little more.

It writes a schema as text only, and its findings tell the policy and a sentence. Where it is asked with a
schema, it validates the request, too: without that it cannot be asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import cedarpy

from deodar.drt.data import Json
from deodar.drt.engines.cedarpy_kinds import finding_kind
from deodar.drt.engines.cedarpy_leniency import schema_reads_more_than_the_format
from deodar.drt.engines.depth import too_deep
from deodar.drt.engines.face import STRICT
from deodar.drt.engines.in_process import Refused, field, mode_and_level, validates_requests
from deodar.drt.engines.protocol import UNKNOWN, Answer, JsonText, Message, refusal, unsupported, verdict
from deodar.drt.generate.text import neat_policies

NO_TEXT = (
    KeyError,
    IndexError,
    TypeError,
    ValueError,
    AttributeError,
)  # what the writer raises on what it cannot write


def read_schema(document: Json) -> cedarpy.Schema:
    """A schema from Cedar text, JSON text or JSON data."""
    try:
        if isinstance(document, str) and not isinstance(document, JsonText):
            if too_deep(document):
                raise Refused(unsupported("the text is nested too deep for this engine"))
            return cedarpy.Schema.from_str(document)
        if isinstance(document, str | Mapping):
            text = document if isinstance(document, str) else json.dumps(document)
            schema = cedarpy.Schema.from_json_str(text)
            if schema_reads_more_than_the_format(text):
                raise Refused(
                    refusal("schema", "not-the-format", "this engine reads here what the format does not have")
                )
            return schema
    except ValueError as refused:
        raise Refused(refusal("schema", "refused", str(refused))) from None
    raise Refused(refusal("schema", "wrong-document", "a schema is a text or a JSON object"))


def schema_if_any(message: Message) -> cedarpy.Schema | None:
    """The schema of a message."""
    return read_schema(message["schema"]) if "schema" in message else None


def accepted_schema(message: Message) -> Answer:
    """Whether a schema is accepted: the binding writes no JSON."""
    read_schema(field(message, "schema"))
    return {"schema": UNKNOWN}


def printed_schema(message: Message) -> Answer:
    """A schema as Cedar text."""
    text = str(read_schema(field(message, "schema")))
    if text.startswith("<unrenderable Schema: "):
        return refusal("schema", "no-text", text)
    return {"text": text}


def request_schema(message: Message) -> cedarpy.Schema | None:
    """The schema for reading requests, which then are validated, too."""
    validates = validates_requests(message)
    if "schema" in message and not validates:
        raise Refused(unsupported("this engine validates requests where there is a schema"))
    return schema_if_any(message)


def validated(message: Message) -> Answer:
    """The verdict, and the errors of each policy; it tells no warnings."""
    mode, level = mode_and_level(message)
    if mode != STRICT or level is not None:
        return unsupported("this engine validates strictly, and no levels")
    schema = read_schema(field(message, "schema"))
    text, ids = _as_text(field(message, "policies"))
    if too_deep(text):
        return unsupported("the text is nested too deep for this engine")
    # The binding leaves the members of a schema, and what it finds, untyped.
    found: list[Any] = cedarpy.validate_policies(text, schema).errors  # pyright: ignore[reportUnknownMemberType]
    errors = [(str(error.policy_id or ""), str(error.error)) for error in found]
    if any(not policy for policy, _ in errors):
        return refusal("policies", "refused", "; ".join(sentence for _, sentence in errors))
    return verdict([(ids.get(policy, policy), finding_kind(sentence)) for policy, sentence in errors], None)


def _as_text(document: Json) -> tuple[str, dict[str, str]]:
    """The text of policies, and their ids by those that the text gives them: the binding validates no JSON."""
    if isinstance(document, str) and not isinstance(document, JsonText):
        return document, {}
    try:
        data: Any = json.loads(document) if isinstance(document, str) else document
        if data["templateLinks"]:
            raise Refused(unsupported("this engine validates what can be a text: no links"))
        named = [*data["staticPolicies"], *data["templates"]]
        return neat_policies(data), {f"policy{place}": name for place, name in enumerate(named)}
    except NO_TEXT:
        raise Refused(unsupported("this engine validates what can be a text")) from None
