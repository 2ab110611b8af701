"""Runtime values, and when two of them are equal.

A bool, a long and a string are Python's `bool`, `int` and `str`; an entity is its `EntityUID`; sets, records and
extension values have classes of their own. All are immutable. Python holds that `True == 1`, and Cedar does not, so

INVARIANT: values are compared by `equal`, and never by `==` unless they are known to be of the same class;
INVARIANT: what is hashed is never a value but its `key`, and two keys are equal exactly if their values are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Final, TypeAlias, final

from deodar.impl.expr import EntityUID
from deodar.impl.extensions.datetime import Datetime
from deodar.impl.extensions.decimal import Decimal
from deodar.impl.extensions.duration import Duration
from deodar.impl.extensions.functions import ExtensionValue
from deodar.impl.extensions.ipaddr import IPAddr

Value: TypeAlias = "bool | int | str | EntityUID | SetValue | RecordValue | ExtensionValue"


class _Tag(Enum):
    """Stands in a key for what Python would take for something else: no long is one, and no type name."""

    TRUE = "true"
    FALSE = "false"
    RECORD = "record"


# A set's key is the frozen set of its members' keys; a record's begins with its tag, an entity's with a type name.
Key: TypeAlias = (
    "_Tag | int | str | EntityUID | ExtensionValue | frozenset[Key] | tuple[_Tag, frozenset[tuple[str, Key]]]"
)

_OWN_KEYS: Final = {int, str, EntityUID, Decimal, IPAddr, Datetime, Duration}


@final
class SetValue:
    """A set. Iteration gives each element once, in the order in which they were first given."""

    __slots__ = ("_only_entities", "elements", "keys")

    elements: tuple[Value, ...]
    keys: frozenset[Key]
    _only_entities: bool | None  # None: not known yet

    def __init__(self, elements: Iterable[Value]) -> None:
        listed = tuple(elements)
        if _OWN_KEYS.issuperset(map(type, listed)):
            members: dict[Key, Value] = dict(zip(listed, listed, strict=True))  # type: ignore[arg-type]  # as just seen
        else:
            members = {}
            for element in listed:
                members.setdefault(key(element), element)
        self.elements = listed if len(members) == len(listed) else tuple(members.values())
        self.keys = frozenset(members)
        self._only_entities = None

    def only_entities(self) -> bool:
        """Whether every element is an entity; so it is for the empty set."""
        if self._only_entities is None:
            self._only_entities = {EntityUID}.issuperset(map(type, self.elements))
        return self._only_entities

    def __contains__(self, value: Value) -> bool:
        return key(value) in self.keys

    def __iter__(self) -> Iterator[Value]:
        return iter(self.elements)

    def __len__(self) -> int:
        return len(self.elements)

    def __eq__(self, other: object) -> bool:
        return self.keys == other.keys if isinstance(other, SetValue) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.keys)

    def __repr__(self) -> str:
        return f"SetValue({list(self.elements)!r})"


@final
class RecordValue:
    """A record: a finite map from strings to values."""

    __slots__ = ("_key", "fields")

    fields: dict[str, Value]  # never changed once the record is made
    _key: tuple[_Tag, frozenset[tuple[str, Key]]] | None

    def __init__(self, fields: dict[str, Value]) -> None:
        """The record with these fields; the caller gives the dict away."""
        self.fields = fields
        self._key = None

    def key(self) -> tuple[_Tag, frozenset[tuple[str, Key]]]:
        """The record as a key, computed once."""
        if self._key is None:
            self._key = (_Tag.RECORD, frozenset([(name, key(value)) for name, value in self.fields.items()]))
        return self._key

    def __getitem__(self, name: str) -> Value:
        return self.fields[name]

    def __contains__(self, name: str) -> bool:
        return name in self.fields

    def __iter__(self) -> Iterator[str]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)

    def __eq__(self, other: object) -> bool:
        return self.key() == other.key() if isinstance(other, RecordValue) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.key())

    def __repr__(self) -> str:
        return f"RecordValue({self.fields!r})"


def key(value: Value) -> Key:
    """What stands for the value where Python hashes or compares."""
    if value is True:
        return _Tag.TRUE
    if value is False:
        return _Tag.FALSE
    if isinstance(value, SetValue):
        return value.keys
    if isinstance(value, RecordValue):
        return value.key()
    return value


def equal(x1: Value, x2: Value) -> bool:
    """Cedar's `==`, which never errs; values of different kinds are different."""
    return type(x1) is type(x2) and x1 == x2


_KIND_NAMES: Final[dict[type, str]] = {
    bool: "bool",
    int: "long",
    str: "string",
    SetValue: "set",
    RecordValue: "record",
    Decimal: "decimal",
    IPAddr: "ipaddr",
    Datetime: "datetime",
    Duration: "duration",
}


def kind_name(value: Value) -> str:
    """The value's kind as messages name it; for an entity with its type."""
    if isinstance(value, EntityUID):
        return f"(entity of type {value.type})"
    return _KIND_NAMES[type(value)]


def article_and_kind(kind: type) -> str:
    """A kind as sentences name it: `a string`, `an ipaddr`."""
    name = _KIND_NAMES[kind]
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"
