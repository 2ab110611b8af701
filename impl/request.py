"""A request: who wants to do what to which resource, and the context.

Entities are given as an `EntityUID`, as text in normal form (`User::"alice"`), or as `{"type": ..., "id": ...}`; the
context as a JSON object, or as the text of one, in which the last of repeated names wins. Everything else raises
`RequestError`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from deodar.impl.deep import with_room
from deodar.impl.entity_json import rename_hint
from deodar.impl.errors import Finding, RequestError
from deodar.impl.expr import EntityUID
from deodar.impl.json_place import JsonPath, Mistake, json_findings
from deodar.impl.json_text import LONG_MAX, LONG_MIN, read_json
from deodar.impl.uid_form import read_any_uid
from deodar.impl.value import RecordValue, Value
from deodar.impl.value_json import ValueRefused, is_object, read_value
from deodar.impl.value_to_json import uid_to_json, value_to_json

if TYPE_CHECKING:
    from deodar.impl.schema.document import Schema

SOURCE_NAME = "<request>"
CONTEXT_SOURCE_NAME = "<context>"
MOST_LEVELS = 127  # of lists and objects in the context
_REQUEST_HELP: Final = "its members are `principal`, `action`, `resource` and `context`"
_ENTITY_FIELDS: Final = ("principal", "action", "resource")
EMPTY_CONTEXT: Final = RecordValue({})
MOST_NAMES: Final = 1_024  # of fields of contexts, that are remembered
_plain_names: set[str] = set()  # names that were found to be plain


class _Parts(NamedTuple):
    principal: EntityUID
    action: EntityUID
    resource: EntityUID
    context: RecordValue


class Request(_Parts):
    """A request that was read and found well formed."""

    __slots__ = ()

    def __new__(cls, principal: object, action: object, resource: object, context: object = None) -> Request:
        """The request; see the module for what each part may be. The default for the context is the empty record."""
        data = {"principal": principal, "action": action, "resource": resource, "context": context}
        return cls.from_json(data)

    @classmethod
    def from_json(cls, data_or_text: object, schema: Schema | None = None, validate: bool = True) -> Request:
        """The request that a JSON object gives, as text or as Python data; other members are ignored.

        With a schema the context is read by it; and the request must conform to it, unless `validate` is false.
        """
        if schema is None:
            return with_room(read_request, data_or_text)
        from deodar.impl.schema.request_json import read_typed_request  # noqa: PLC0415  # few have a schema

        return with_room(read_typed_request, data_or_text, schema.resolved, validate=validate)

    def to_json(self) -> dict[str, object]:
        """The request as a JSON object."""
        data: dict[str, object] = {name: uid_to_json(getattr(self, name)) for name in _ENTITY_FIELDS}
        data["context"] = value_to_json(self.context)
        return data


# Past the constructor, which reads its arguments. The type of `tuple.__new__` says nothing of the elements.
_new_request = partial(tuple.__new__, Request)  # pyright: ignore[reportUnknownMemberType]


def read_request(data_or_text: object) -> Request:
    """The request that JSON gives, as text or as Python data."""
    return _plain_request(data_or_text) or _any_request(data_or_text)


# OPTIMIZATION: read a well-formed dict without a thought to findings.
# INVARIANT:    the request is what `_any_request` reads from the same data; None: `_any_request` has to see.
# GUARDED BY:   tests/impl/test_request.py::test_the_quick_way_reads_what_the_thorough_way_reads
def _plain_request(data: object) -> Request | None:
    if not is_object(data):
        return None
    context = data.get("context")
    try:
        return _new_request(
            (
                read_any_uid(data["principal"]),
                read_any_uid(data["action"]),
                read_any_uid(data["resource"]),
                EMPTY_CONTEXT if context is None or context == {} else read_context(context),
            )
        )
    except (KeyError, ValueRefused):
        return None


# OPTIMIZATION: read a flat context of bools, longs and strings without looking for anything else.
# INVARIANT:    the fields are those that `read_context` reads from the same data; `TypeError`: it has to see them.
# GUARDED BY:   tests/impl/test_request.py::test_the_quick_way_reads_a_flat_context_as_the_thorough_way_does
def plain_fields(data: object) -> dict[str, Value]:
    """The fields of a flat JSON object; raises `TypeError` for whatever else, well formed or not."""
    if type(data) is not dict:
        raise TypeError
    fields = cast("dict[str, Any]", data).copy()
    if not fields.keys() <= _plain_names:
        _check_names(fields)
    for value in fields.values():
        kind: object = type(value)  # pyright: ignore[reportUnknownVariableType]  # it may be anything
        if kind is str:
            if not value.isascii():
                raise TypeError
        elif kind is int:
            if not LONG_MIN <= value <= LONG_MAX:
                raise TypeError
        elif kind is not bool:
            raise TypeError
    return fields


def _check_names(fields: dict[str, Any]) -> None:
    """Raise `TypeError` unless these are names in any context, and remember them."""
    names = "".join(fields)
    # No escape is without underscores, and no half of a surrogate pair is ASCII.
    if not names.isascii() or "__" in names:
        raise TypeError
    if len(_plain_names) + len(fields) <= MOST_NAMES:
        _plain_names.update(fields)


def _any_request(data_or_text: object) -> Request:
    return read_request_with(RequestReader, data_or_text)


def read_request_with(new_reader: Callable[[str | None], RequestReader], data_or_text: object) -> Request:
    """The request that JSON gives, read by a reader that is made for the text, if it came as text."""
    text = data_or_text if isinstance(data_or_text, str) else None
    data = data_or_text
    if text is not None:
        data = read_json(
            text, error=RequestError, source_name=SOURCE_NAME, max_depth=MOST_LEVELS + 1, repeated_keys="last"
        )
    if not is_object(data):
        raise RequestError(
            json_findings(text, [Mistake((), "not-an-object", "a request must be a JSON object", _REQUEST_HELP)]),
            SOURCE_NAME,
        )
    reader = new_reader(text)
    principal, action, resource = (reader.entity(data, name) for name in _ENTITY_FIELDS)
    context = reader.context(data.get("context"), action)
    if principal is not None and action is not None and resource is not None and context is not None:
        reader.check(principal, action, resource, context)
        if not reader.findings:
            return _new_request((principal, action, resource, context))
    raise RequestError(reader.findings, SOURCE_NAME)


class RequestReader:
    """One reading of a request, which gathers the findings."""

    def __init__(self, text: str | None) -> None:
        self.text = text
        self.findings: list[Finding] = []

    def entity(self, data: dict[object, object], name: str) -> EntityUID | None:
        """The uid under a name of the request, None if it is wrong."""
        if name not in data:
            hint = rename_hint(name, data) or f'add `"{name}": {{"type": ..., "id": ...}}`'
            self._refuse((), "missing-field", f"the request has no `{name}`", hint)
            return None
        try:
            return read_any_uid(data[name])
        except ValueRefused as refused:
            self.add(refused.mistake((name,)))
        return None

    def context(self, data: object, action: EntityUID | None) -> RecordValue | None:
        """The context of a request for the action, which is None if it is wrong; only a schema makes use of it."""
        del action
        if data is None:
            return EMPTY_CONTEXT
        return self.read_context_with(data, read_context)

    def read_context_with(self, data: object, read: Callable[[object], RecordValue]) -> RecordValue | None:
        """The context that data or a text gives, by a function that raises `ValueRefused`; None if it is wrong."""
        if isinstance(data, str):
            return read_context_text(data, read)
        try:
            return read(data)
        except ValueRefused as refused:
            self.add(refused.mistake(("context",)))
        return None

    def check(self, principal: EntityUID, action: EntityUID, resource: EntityUID, context: RecordValue) -> None:
        """Look at the whole, which was well formed part by part."""

    def _refuse(self, path: JsonPath, kind: str, message: str, hint: str | None = None) -> None:
        self.add(Mistake(path, kind, message, hint))

    def add(self, mistake: Mistake) -> None:
        """One more thing that is wrong."""
        self.findings += json_findings(self.text, [mistake])


def read_context(data: object) -> RecordValue:
    """The record that JSON data stands for; raises `ValueRefused`."""
    if isinstance(data, RecordValue):
        return data
    value = read_value(data, MOST_LEVELS)
    if not isinstance(value, RecordValue):
        raise ValueRefused("not-a-record", "the context must be a record", 'write it as a JSON object: `{"ip": ...}`')
    return value


def read_context_text(text: str, read: Callable[[object], RecordValue] = read_context) -> RecordValue:
    """The record that the text of a JSON object stands for; of repeated names the last one wins."""
    data = read_json(
        text, error=RequestError, source_name=CONTEXT_SOURCE_NAME, max_depth=MOST_LEVELS, repeated_keys="last"
    )
    try:
        return read(data)
    except ValueRefused as refused:
        raise RequestError(json_findings(text, [refused.mistake(())]), CONTEXT_SOURCE_NAME) from None
