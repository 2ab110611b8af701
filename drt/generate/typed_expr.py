"""Expressions that are well typed in every request environment for which their policy is made.

What can be read is enumerated once a policy: each path of attributes and tags from a variable, its type, and the guards
without which it may not be read. Whoever reads a path leaves its guards; the smallest boolean expression around puts
them in front, in one of the ways in which a capability gets there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deodar.drt.generate import node
from deodar.drt.generate.ill_typed import ILL_TYPED
from deodar.drt.generate.kinds import Attribute, EntityOf, Environment, Kind, RecordOf, SetOf, World
from deodar.drt.generate.names import STRINGS
from deodar.drt.generate.node import Node
from deodar.drt.generate.typed_boolean import BOOLEANS, LEAVES
from deodar.drt.generate.types import TAGS, Type
from deodar.drt.generate.values import SPELLINGS, long

MOST_PATHS = 64
DEEPEST = 3
ILL_TYPED_RATE = 18
PARTS = ("toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays")
ARITHMETIC = ("+", "-", "*")


@dataclass(frozen=True, slots=True)
class Path:
    """Something that can be read."""

    read: Node
    kind: Kind
    guards: tuple[Node, ...]
    """The outermost first."""
    level: int = 0
    """How often the entity store is read on the way."""


class TypedExpressions:
    """Makes the expressions of one policy."""

    def __init__(self, world: World, environments: Sequence[Environment], ill_typed_rate: int = ILL_TYPED_RATE) -> None:
        self.world = world
        self.choose = world.choose
        self.environments = environments
        self._rate = ill_typed_rate
        self._guards: list[Node] = []
        self.paths: list[Path] = []
        self._by_kind: dict[Kind, list[Path]] = {}
        for path in self._enumerated():
            self.paths.append(path)
            self._by_kind.setdefault(path.kind, []).append(path)

    # -- what can be read

    def _roots(self) -> list[tuple[Node, Kind | None, tuple[Attribute, ...]]]:
        """The variables, each with its type, if it has the same in every environment, and its attributes."""
        found: list[tuple[Node, Kind | None, tuple[Attribute, ...]]] = []
        world, environments = self.world, self.environments
        for variable, names in (
            (node.PRINCIPAL, dict.fromkeys(each.principal for each in environments)),
            (node.RESOURCE, dict.fromkeys(each.resource for each in environments)),
            (node.ACTION, dict.fromkeys(world.actions[each.action].uid["type"] for each in environments)),
        ):
            kinds = [EntityOf(name) for name in names]
            found.append((variable, kinds[0] if len(kinds) == 1 else None, _common(map(world.attributes, kinds))))
        contexts = dict.fromkeys(world.actions[each.action].context for each in environments)
        found.append(
            (
                node.CONTEXT,
                next(iter(contexts)) if len(contexts) == 1 else None,
                _common(map(world.attributes, contexts)),
            )
        )
        return found

    def _enumerated(self) -> list[Path]:
        world = self.world
        found: list[Path] = []
        ahead: list[Path] = []
        for variable, kind, attributes in self._roots():
            if kind is not None:
                found.append(Path(variable, kind, ()))
                ahead.append(found[-1])
            else:
                ahead += self._read(Path(variable, RecordOf(attributes), (), int(variable is not node.CONTEXT)))
                found += ahead[-len(attributes) :] if attributes else []
        for _ in range(DEEPEST - 1):
            inner: list[Path] = []
            for path in ahead:
                inner += self._read(path)
                tags = world.tags(path.kind)
                if tags is not None:
                    name = node.literal(TAGS[self.choose(len(TAGS))])
                    guard = node.binary("hasTag", path.read, name)
                    inner.append(
                        Path(node.binary("getTag", path.read, name), tags, (*path.guards, guard), path.level + 1)
                    )
            found += inner
            ahead = inner
            if len(found) > MOST_PATHS:
                break
        return found

    def _read(self, path: Path) -> list[Path]:
        return [
            Path(
                node.attribute(path.read, each.name),
                each.kind,
                path.guards if each.required else (*path.guards, node.has(path.read, each.name)),
                path.level + isinstance(path.kind, EntityOf),
            )
            for each in self.world.attributes(path.kind)
        ]

    # -- expressions

    def expr(self, kind: Kind, depth: int) -> Node:
        """An expression of a type, one that can be written or read."""
        if kind is Type.BOOL:
            return self.boolean(depth)
        choose = self.choose
        paths = self._by_kind.get(kind)
        writable = self.writable(kind)
        n = choose(12)
        if paths and (n < 5 or not writable):
            return self.read(paths[choose(len(paths))])
        if n == 11 and depth > 0:
            return node.conditional(self.boolean(depth - 1), self.expr(kind, depth - 1), self.expr(kind, depth - 1))
        if n > 7 and depth > 0:
            return self._computed(kind, depth - 1)
        return self.literal(kind, depth - 1)

    def read(self, path: Path) -> Node:
        """What a path leads to, guarded."""
        for guard in path.guards:
            if guard not in self._guards:
                self._guards.append(guard)
        return path.read if path.guards else self._by_a_way_round(path.read)

    def _by_a_way_round(self, read: Node) -> Node:
        """What is read; now and then its owner is in a record beside what is not read, or in one of two branches."""
        n = self.choose(16)
        match read:
            case {".": {"left": dict(owner), "attr": str(name)}} if n == 15:
                far = [path.read for path in self.paths if not path.guards][-4:]
                made: Node = {"Record": {"a": owner, "b": far[self.choose(len(far))]}}
                return node.attribute(node.attribute(made, "a"), name)
            case {".": {"left": dict(owner), "attr": str(name)}} if n > 12:
                alike = [path for path in self.paths if path.kind in self._kinds_of(owner) and not path.guards]
                other = alike[self.choose(len(alike))] if alike else None
                if other is not None and isinstance(other.kind, EntityOf) and n == 14:
                    made = node.conditional(node.literal(True), owner, self.literal(other.kind, 0))
                else:
                    made = node.conditional(self.boolean(0), owner, other.read if other else owner)
                return node.attribute(made, name)
            case _:
                return read

    def _kinds_of(self, read: Node) -> list[Kind]:
        """The type of what is read, if it can be named."""
        return [path.kind for path in self.paths if path.read is read]

    def writable(self, kind: Kind) -> bool:
        """Whether an expression of the type can be written without reading it somewhere."""
        match kind:
            case SetOf(element):
                return self.writable(element)
            case RecordOf(attributes):
                # What is written out is required.
                return all(each.required and self.writable(each.kind) for each in attributes)
            case _:
                return True

    def literal(self, kind: Kind, depth: int) -> Node:
        """A constant, or a set or record of expressions."""
        choose = self.choose
        match kind:
            case Type.LONG:
                return node.literal(long(choose))
            case Type.STRING:
                return node.literal(STRINGS[choose(5)])
            case Type.BOOL:
                return node.literal(choose(2) == 1)
            case EntityOf(name):
                return node.literal({"__entity": dict(self.world.uid(name))})
            case SetOf(element):
                return {"Set": [self.expr(element, depth) for _ in range(1 + choose(3))]}
            case RecordOf(attributes):
                return {"Record": {each.name: self.expr(each.kind, depth) for each in attributes}}
            case _:
                function, good, _ = SPELLINGS[kind]
                return node.call(function, node.literal(good[choose(len(good))]))

    def _computed(self, kind: Kind, depth: int) -> Node:
        choose = self.choose
        match kind:
            case Type.LONG:
                n = choose(8)
                if n < 5:
                    return node.binary(ARITHMETIC[n % 3], self.expr(kind, depth), self.expr(kind, depth))
                if n == 5:
                    return node.unary("neg", self.expr(kind, depth))
                return node.call(PARTS[choose(len(PARTS))], self.expr(Type.DURATION, depth))
            case Type.DATETIME:
                if choose(2):
                    return node.call("toDate", self.expr(kind, depth))
                return node.call("offset", self.expr(kind, depth), self.expr(Type.DURATION, depth))
            case Type.DURATION:
                if choose(2):
                    return node.call("toTime", self.expr(Type.DATETIME, depth))
                return node.call("durationSince", self.expr(Type.DATETIME, depth), self.expr(Type.DATETIME, depth))
            case _:
                return self.literal(kind, depth)

    def boolean(self, depth: int) -> Node:
        """A boolean expression, behind the guards of what it reads; 1 in so many is ill typed."""
        outer, self._guards = self._guards, []
        choose = self.choose
        if self._rate and choose(self._rate) == self._rate - 1:
            made = ILL_TYPED[choose(len(ILL_TYPED))](self, depth - 1)
        else:
            made = (BOOLEANS[choose(len(BOOLEANS))] if depth > 0 else LEAVES[choose(len(LEAVES))])(self, depth - 1)
        guards, self._guards = self._guards, outer
        while guards:
            made = self._guarded(guards.pop(), made)
        return made

    def _guarded(self, guard: Node, guarded: Node) -> Node:
        """The guarded expression where the guard holds."""
        match self.choose(16):
            case 15:
                return node.conditional(guard, guarded, node.literal(False))
            case 14:
                return node.both(node.binary("||", guard, node.both(guard, node.literal(True))), guarded)
            case 13:
                return node.both(node.both(node.literal(True), guard), guarded)
            case 12:
                return node.binary("||", node.both(guard, guarded), node.literal(False))
            case _:
                return node.both(guard, guarded)

    # -- what boolean expressions ask for

    def some_path(self) -> Path | None:
        """Anything that can be read."""
        return self.paths[self.choose(256) % len(self.paths)] if self.paths else None

    def path_of(self, *classes: type) -> Path | None:
        """Something of one of these sorts of types that can be read."""
        fitting = [path for path in self.paths if isinstance(path.kind, classes)]
        return fitting[self.choose(len(fitting))] if fitting else None

    def some_kind(self) -> Kind:
        """The type of something that can be read, or a simple one."""
        choose = self.choose
        path = self.some_path() if choose(3) else None
        return path.kind if path else (Type.LONG, Type.STRING, Type.BOOL, Type.IP, Type.DURATION)[choose(5)]

    def entity(self) -> tuple[Node, Kind | None]:
        """An entity, mostly one that is read, with its type if that is the same everywhere."""
        choose = self.choose
        n = choose(8)
        if n < 4:
            variable = (node.PRINCIPAL, node.RESOURCE, node.ACTION)[n % 3]
            kind = next((path.kind for path in self.paths if path.read is variable), None)
            return variable, kind
        path = self.path_of(EntityOf) if n < 7 else None
        if path is not None:
            return self.read(path), path.kind
        names = list(self.world.entities)
        name = names[choose(len(names))]
        return self.literal(EntityOf(name), 0), EntityOf(name)


def _common(attributes: Iterable[tuple[Attribute, ...]]) -> tuple[Attribute, ...]:
    """The attributes that all have; there must be one or more of them."""
    first, *others = attributes
    return tuple(each for each in first if all(each in other for other in others))
