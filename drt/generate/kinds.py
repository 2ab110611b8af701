"""The types of a generated schema, and what the schema declares: what the generators of conforming things know.

An engine never sees this: it is told the schema as a document.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.generate.types import Type

Uid: TypeAlias = dict[str, str]

SCALARS = (Type.BOOL, Type.LONG, Type.STRING, Type.IP, Type.DECIMAL, Type.DATETIME, Type.DURATION)
EXTENSIONS = {Type.IP: "ipaddr", Type.DECIMAL: "decimal", Type.DATETIME: "datetime", Type.DURATION: "duration"}


@dataclass(frozen=True, slots=True)
class EntityOf:
    """The entities of one type."""

    name: str


@dataclass(frozen=True, slots=True)
class SetOf:
    """Sets of one type."""

    element: Kind


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a record or an entity."""

    name: str
    kind: Kind
    required: bool


@dataclass(frozen=True, slots=True)
class RecordOf:
    """Records with these attributes."""

    attributes: tuple[Attribute, ...]


Kind: TypeAlias = Type | EntityOf | SetOf | RecordOf
NOTHING = RecordOf(())


@dataclass(slots=True)
class EntityKind:
    """What is declared of an entity type."""

    name: str
    ids: tuple[str, ...] | None = None
    """Of an enumerated type."""
    parents: tuple[str, ...] = ()
    attributes: RecordOf = NOTHING
    tags: Kind | None = None


@dataclass(slots=True)
class ActionKind:
    """What is declared of an action."""

    uid: Uid
    groups: tuple[int, ...] = ()
    """Places of earlier actions."""
    principals: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    context: RecordOf = NOTHING


@dataclass(frozen=True, slots=True)
class Environment:
    """The types of a request."""

    principal: str
    action: int
    resource: str


@dataclass(slots=True)
class World:
    """A schema with everything that it declares."""

    choose: Choose
    document: dict[str, Json] = field(default_factory=dict[str, Json])
    """The schema in the JSON format."""
    entities: dict[str, EntityKind] = field(default_factory=dict[str, EntityKind])
    actions: list[ActionKind] = field(default_factory=list[ActionKind])
    ids: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """The ids of the entities that the case is about, by type."""
    _environments: list[Environment] | None = None
    _focus: Environment | None = None
    """The request environment that the case is about."""
    _ancestors: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    def environments(self) -> list[Environment]:
        """Every request environment; call it when all actions are declared."""
        if self._environments is None:
            self._environments = [
                Environment(principal, place, resource)
                for place, action in enumerate(self.actions)
                for principal in dict.fromkeys(action.principals)
                for resource in dict.fromkeys(action.resources)
            ]
        return self._environments

    def environment(self) -> Environment | None:
        """A request environment, mostly the one that the case is about; None if there is none."""
        environments = self.environments()
        if not environments:
            return None
        n = self.choose(256)
        if self._focus is None:
            self._focus = environments[n % len(environments)]
        return environments[n % len(environments)] if n >= 176 else self._focus

    def ancestors(self, name: str) -> frozenset[str]:
        """The types that ancestors of an entity may have."""
        found = self._ancestors.get(name)
        if found is None:
            above: set[str] = set()
            ahead = [name]
            while ahead:
                kind = self.entities.get(ahead.pop())
                fresh = set(kind.parents) - above if kind else ()
                above.update(fresh)
                ahead += fresh
            found = self._ancestors[name] = frozenset(above)
        return found

    def groups(self, place: int) -> set[int]:
        """The places of all actions that an action is in, itself not included."""
        found = set(self.actions[place].groups)
        for above in self.actions[place].groups:
            found |= self.groups(above)
        return found

    def attributes(self, kind: Kind) -> tuple[Attribute, ...]:
        """The attributes that a value of a type has."""
        match kind:
            case RecordOf(attributes):
                return attributes
            case EntityOf(name) if name in self.entities:
                return self.entities[name].attributes.attributes
            case _:
                return ()

    def tags(self, kind: Kind) -> Kind | None:
        """The type of the tags of an entity type."""
        return self.entities[kind.name].tags if isinstance(kind, EntityOf) and kind.name in self.entities else None

    def actions_of(self, name: str) -> list[Uid]:
        """The actions of a type."""
        return [action.uid for action in self.actions if action.uid["type"] == name]

    def uid(self, name: str) -> Uid:
        """An entity of a type: one of the case, or now and then another; of an enumeration, one that is declared."""
        choose = self.choose
        kind = self.entities.get(name)
        if kind is None:
            actions = self.actions_of(name)
            return actions[choose(len(actions))]
        if kind.ids is not None:
            return {"type": name, "id": kind.ids[choose(len(kind.ids))]}
        ids = self.ids.setdefault(name, ["a", "b"][: 1 + choose(2)])
        n = choose(16)
        return {"type": name, "id": "gone" if n == 15 else ids[n % len(ids)]}
