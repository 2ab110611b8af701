"""Schemas: names first, then common types, entity types and actions that refer to them, in the JSON format.

Whatever refers is written in any of the ways that mean the same: in full or not, as an entity type or as either sort.
A schema that is to become a text has nothing that a text cannot say.
"""

from __future__ import annotations

from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.generate.kinds import (
    EXTENSIONS,
    SCALARS,
    ActionKind,
    Attribute,
    EntityKind,
    EntityOf,
    Kind,
    RecordOf,
    SetOf,
    World,
)
from deodar.drt.generate.types import Type

SPACES = (("",), ("NS",), ("", "NS"), ("NS", "A::B"), ("", "NS", "A::B"), ("", "A::B"), ("N",), ("",))
ROOT_TYPES = ("User", "Group", "Doc", "Color", "Team", "Long", "Set", "String")
INNER_TYPES = ("Item", "Box", "Owner", "Kind", "entity", "Bool", "ipaddr", "Long")
COMMON_TYPES = {"": ("T", "U", "V", "datetime"), "NS": ("S", "R", "Q", "decimal")}
ROOT_ACTIONS = ("view", "edit", "all", "a b", "if")
INNER_ACTIONS = ("read", "write", "any", "", "in")
NAMES = ("name", "age", "ok", "owner", "info", "tags", "ip", "n")
ODD_NAMES = ("", "if", "a b", "type", "é", "Long", "__entity", "in", '"', "id")
ENUM_IDS = ("a", "b", "red", "", "é")
WORDS = {Type.BOOL: "Bool", Type.LONG: "Long", Type.STRING: "String", **EXTENSIONS}
KEYWORDS = {Type.BOOL: "Boolean", Type.LONG: "Long", Type.STRING: "String"}


def joined(space: str, name: str) -> str:
    """A name in full."""
    return f"{space}::{name}" if space else name


class _Common:
    """A common type."""

    __slots__ = ("kind", "name", "space")

    def __init__(self, space: str, name: str, kind: Kind) -> None:
        self.space, self.name, self.kind = space, name, kind


class SchemaMaker:
    """Makes one schema."""

    def __init__(self, choose: Choose, *, for_text: bool) -> None:
        self.world = World(choose)
        self._choose = choose
        self._for_text = for_text
        self._spaces = SPACES[choose(len(SPACES))]
        self._common: list[_Common] = []
        self._types: dict[str, list[str]] = {}
        self._commons: dict[str, list[str]] = {}
        self._actions: dict[str, list[str]] = {}
        self._both: set[str] = set()
        """Full names that are both an entity type and a common type: they are never meant by a reference."""

    def make(self) -> World:
        """The schema with what it declares."""
        self._declare_names()
        document = self.world.document
        for space in self._spaces:
            document[space] = {"entityTypes": {}, "actions": {}}
        for space in self._spaces:
            common = {name: self._common_type(space, name) for name in self._commons[space]}
            if common:
                document[space] = {**_members(document[space]), "commonTypes": common}
        for space in self._spaces:
            types = {name: self._entity_type(space, name) for name in self._types[space]}
            document[space] = {**_members(document[space]), "entityTypes": types}
        for space in self._spaces:
            actions = {name: self._action(space, name) for name in self._actions[space]}
            document[space] = {**_members(document[space]), "actions": actions}
        return self.world

    def _declare_names(self) -> None:
        choose = self._choose
        for space in self._spaces:
            pool = INNER_TYPES if space else ROOT_TYPES
            count = 1 + choose(4)
            odd = choose(12) == 11  # a name of a built-in type
            names = [*pool[:count], *([pool[5 + choose(3)]] if odd else [])]
            self._types[space] = names
            for place, name in enumerate(names):
                enum = place > 0 and choose(5) == 4
                ids = tuple(ENUM_IDS[choose(len(ENUM_IDS))] for _ in range(1 + choose(3))) if enum else None
                self.world.entities[joined(space, name)] = EntityKind(joined(space, name), ids)
            commons = COMMON_TYPES["" if not space else "NS"]
            found = [commons[n] for n in range(3) if choose(3) == 2]
            if choose(16) == 15:
                found.append(commons[3])
            if choose(24) == 23:
                found.append(names[0])
                self._both.add(joined(space, names[0]))
            # A type of the empty namespace hides that of another: the pools do not meet, but for these.
            taken = set(self._types.get("", [])) | set(self._commons.get("", [])) if space else set[str]()
            self._types[space] = [name for name in names if name not in taken]
            for name in set(names) & taken:
                del self.world.entities[joined(space, name)]
            self._commons[space] = [name for name in found if name not in taken and name not in KEYWORDS.values()]
            actions = INNER_ACTIONS if space else ROOT_ACTIONS
            wanted = choose(5) if space != self._spaces[-1] or any(self._actions.values()) else 1 + choose(4)
            self._actions[space] = list(actions[:wanted])

    def _declares(self, space: str, name: str) -> bool:
        """Whether a name written in a namespace means something else than a built-in type."""
        return any(name in self._types.get(each, ()) or name in self._commons.get(each, ()) for each in {space, ""})

    # -- types

    def kind(self, space: str, depth: int) -> tuple[Json, Kind]:
        """A type as it is written in a namespace, and what it means."""
        choose = self._choose
        n = choose(20)
        if n < 9:
            scalar = SCALARS[n if n < 7 else n - 6]
            return self._scalar(space, scalar), scalar
        if n < 13:
            return self._entity(space)
        if n < 15 and self._common:
            return self._reference(space)
        if n < 17 and depth > 0:
            written, element = self.kind(space, depth - 1)
            return {"type": "Set", "element": written}, SetOf(element)
        if n < 19 and depth > 0:
            return self.record(space, depth - 1)
        if n == 19 and choose(4) == 3:
            return self._action_type(space)
        return self._scalar(space, Type.LONG), Type.LONG

    def _scalar(self, space: str, scalar: Type) -> Json:
        n = self._choose(8)
        word = WORDS[scalar]
        if n == 7:
            return {"type": "EntityOrCommon", "name": f"__cedar::{word}"}
        if n == 6:
            return {"type": f"__cedar::{word}"}
        if n < 3 and not self._declares(space, word):
            return {"type": "EntityOrCommon", "name": word}
        if scalar in EXTENSIONS:
            return {"type": "Extension", "name": word}
        return {"type": KEYWORDS[scalar]}

    def _written(self, space: str, full: str) -> str:
        """A reference to what is declared elsewhere: in full, or without its namespace where that means the same."""
        within, _, name = full.rpartition("::")
        return name if within == space and self._choose(4) < 3 else full

    def _entity(self, space: str) -> tuple[Json, Kind]:
        names = list(self.world.entities)
        full = names[self._choose(len(names))]
        if full in self._both:
            return self._scalar(space, Type.STRING), Type.STRING
        written = self._written(space, full)
        sort = ("EntityOrCommon", "Entity")[self._choose(2)]
        return {"type": sort, "name": written}, EntityOf(full)

    def _reference(self, space: str) -> tuple[Json, Kind]:
        common = self._common[self._choose(len(self._common))]
        written = self._written(space, joined(common.space, common.name))
        if self._choose(2):
            return {"type": written}, common.kind
        return {"type": "EntityOrCommon", "name": written}, common.kind

    def _action_type(self, space: str) -> tuple[Json, Kind]:
        within = [each for each in self._spaces if self._actions[each]]
        written = joined(within[self._choose(len(within))], "Action")
        # Without a namespace it is the type of the actions of this namespace, if it has some.
        meant = joined(space, written) if written == "Action" and self._actions[space] else written
        return {"type": "EntityOrCommon", "name": written}, EntityOf(meant)

    def record(self, space: str, depth: int) -> tuple[dict[str, Json], RecordOf]:
        """A record type."""
        choose = self._choose
        written: dict[str, Json] = {}
        attributes: dict[str, Attribute] = {}
        for _ in range(choose(5)):
            name = ODD_NAMES[choose(len(ODD_NAMES))] if choose(16) == 15 else NAMES[choose(len(NAMES))]
            spelled, kind = self.kind(space, depth)
            required = choose(3) < 2
            assert isinstance(spelled, dict)
            optional = {} if required and choose(4) < 3 else {"required": required}
            written[name] = {**spelled, **optional, **self._annotations(24)}
            attributes[name] = Attribute(name, kind, required)
        more = {"additionalAttributes": False} if choose(32) == 31 else {}
        return {"type": "Record", "attributes": written, **more}, RecordOf(tuple(attributes.values()))

    # -- declarations

    def _annotations(self, rare: int) -> dict[str, Json]:
        if self._choose(rare) != rare - 1:
            return {}
        return {"annotations": {"doc": ("x", "", None, '"')[self._choose(4)]}}

    def _common_type(self, space: str, name: str) -> Json:
        written, kind = self.record(space, 2) if self._choose(2) else self.kind(space, 2)
        self._common.append(_Common(space, name, kind))
        assert isinstance(written, dict)
        return {**written, **self._annotations(16)}

    def _entity_type(self, space: str, name: str) -> Json:
        choose, entity = self._choose, self.world.entities[joined(space, name)]
        if entity.ids is not None:
            return {"enum": list(entity.ids), **self._annotations(16)}
        made: dict[str, Json] = {}
        names = list(self.world.entities)
        parents = [names[choose(len(names))] for _ in range((0, 1, 1, 2)[choose(4)])]
        entity.parents = tuple(parents)
        if parents:
            made["memberOfTypes"] = [self._written(space, parent) for parent in parents]
        if choose(8):
            made["shape"], entity.attributes = self._record_or_reference(space)
        if choose(3) == 2:
            made["tags"], entity.tags = self.kind(space, 1)
        return {**made, **self._annotations(16)}

    def _record_or_reference(self, space: str, *, shape: bool = True) -> tuple[Json, RecordOf]:
        records = [common for common in self._common if isinstance(common.kind, RecordOf)]
        if records and self._choose(4) == 3 and not (shape and self._for_text):
            common = records[self._choose(len(records))]
            assert isinstance(common.kind, RecordOf)
            return {"type": self._written(space, joined(common.space, common.name))}, common.kind
        return self.record(space, 2)

    def _action(self, space: str, name: str) -> Json:
        choose, world = self._choose, self.world
        action = ActionKind({"type": joined(space, "Action"), "id": name})
        made: dict[str, Json] = {}
        if world.actions and choose(3):
            # Mostly the last one: groups of groups of groups come about.
            last = len(world.actions) - 1
            groups = sorted({last - choose(last + 1) * (choose(3) == 2) for _ in range(1 + choose(2))})
            action.groups = tuple(groups)
            made["memberOf"] = [self._group(space, world.actions[group]) for group in groups]
        # The last one applies to something if no other does.
        last = space == self._spaces[-1] and name == self._actions[space][-1]
        if (last and not any(each.principals and each.resources for each in world.actions)) or choose(4) < 3:
            made["appliesTo"] = self._applies_to(space, action)
        elif self._for_text or choose(2):
            made["appliesTo"] = {"principalTypes": [], "resourceTypes": []}
        world.actions.append(action)
        return {**made, **self._annotations(16)}

    def _group(self, space: str, group: ActionKind) -> Json:
        within = group.uid["type"].rpartition("::")[0]
        if within == space and self._choose(2):
            return {"id": group.uid["id"]}
        return {"id": group.uid["id"], "type": group.uid["type"]}

    def _applies_to(self, space: str, action: ActionKind) -> Json:
        choose = self._choose
        names = list(self.world.entities)
        lists: list[tuple[str, ...]] = []
        for _ in range(2):
            count = (1, 1, 2, 3)[choose(4)] if self._for_text or choose(24) < 23 else 0
            lists.append(tuple(names[choose(len(names))] for _ in range(count)))
        action.principals, action.resources = lists
        made: dict[str, Json] = {
            "principalTypes": [self._written(space, name) for name in action.principals],
            "resourceTypes": [self._written(space, name) for name in action.resources],
        }
        if choose(4):
            made["context"], action.context = self._record_or_reference(space, shape=False)
        return made


def _members(space: Json) -> dict[str, Json]:
    assert isinstance(space, dict)
    return space


def world(choose: Choose, *, for_text: bool = False) -> World:
    """A schema."""
    return SchemaMaker(choose, for_text=for_text).make()
