"""Whether requests conform to a schema."""

from __future__ import annotations

from collections.abc import Iterator

from deodar.impl.expr import EntityUID
from deodar.impl.json_place import Mistake
from deodar.impl.schema.conformance import check_uid, check_value, uid_text, undeclared_action, undeclared_type
from deodar.impl.schema.schema import ActionDefinition, ResolvedSchema
from deodar.impl.value import RecordValue
from deodar.impl.value_json import ValueRefused
from deodar.impl.wording import quote

_MOST_SHOWN = 8


def check_request(
    principal: EntityUID, action: EntityUID, resource: EntityUID, context: RecordValue, schema: ResolvedSchema
) -> Iterator[Mistake]:
    """What is wrong with a request, in the order in which the language looks at it."""
    yield from _check_participant("principal", principal, schema)
    yield from _check_participant("resource", resource, schema)
    definition = schema.actions.get(action)
    if definition is None:
        yield undeclared_action(action, schema).mistake(("action",))
        return
    yield from _check_applicable("principal", principal, definition.principals, definition, schema)
    yield from _check_applicable("resource", resource, definition.resources, definition, schema)
    try:
        check_value(context, definition.context, schema)
    except ValueRefused as refused:
        if refused.kind == "type-mismatch":
            refused.kind = "invalid-context"
        yield refused.mistake(("context",))


def _check_participant(name: str, uid: EntityUID, schema: ResolvedSchema) -> Iterator[Mistake]:
    if uid.type not in schema.entity_types:
        message = f"the entity type {quote(uid.type)} of the {name} is not declared"
        yield Mistake((name,), f"undeclared-{name}-type", message, undeclared_type(uid.type, schema))
        return
    try:
        check_uid(uid, schema)
    except ValueRefused as refused:
        yield refused.mistake((name,))


def _check_applicable(
    name: str, uid: EntityUID, types: tuple[str, ...], definition: ActionDefinition, schema: ResolvedSchema
) -> Iterator[Mistake]:
    if uid.type in types or uid.type not in schema.entity_types:  # the latter is told already
        return
    message = f"the action {uid_text(definition.uid)} does not apply to a {name} of type {quote(uid.type)}"
    shown = ", ".join(map(quote, types[:_MOST_SHOWN])) + (", ..." if len(types) > _MOST_SHOWN else "")
    hint = f"its {name} is one of {shown}" if types else "it applies to nothing: use one of the actions in it"
    yield Mistake((name,), f"invalid-{name}-type", message, hint)
