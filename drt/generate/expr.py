"""Expressions of a type, in the JSON policy format.

An attribute that is read leaves a guard, `x has a`; the smallest boolean expression around it puts its guards in front.
So most policies get past their reads, as policies that people write do, while now and then a guard is forgotten.
"""

from __future__ import annotations

from deodar.drt.choice import Choose
from deodar.drt.generate import node
from deodar.drt.generate.boolean import BOOLEANS
from deodar.drt.generate.names import ODD_ATTRIBUTES
from deodar.drt.generate.node import Node
from deodar.drt.generate.operators import OPERATORS
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.types import ATTRIBUTES, MEMBER_OF, TAGS, Type
from deodar.drt.generate.values import any_value, spelling, value

VARIABLES = (node.PRINCIPAL, node.RESOURCE, node.CONTEXT)
BAD_SPELLING = 12


class Expressions:
    """Makes expressions from choices."""

    __slots__ = ("_guards", "choose", "scene", "settings")

    choose: Choose
    scene: Scene

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.choose = scene.choose
        self.settings = scene.settings
        self._guards: list[Node] = []

    def expr(self, kind: Type, depth: int) -> Node:
        """An expression of a type, or 1 in `ill_typed` times of another."""
        choose = self.choose
        if choose(self.settings.ill_typed) == self.settings.ill_typed - 1:
            kind = Type(choose(len(Type)))
        if kind is Type.BOOL:
            return self.boolean(depth)
        if depth <= 0:
            return self.access(kind, 0) if choose(3) == 2 else self.literal(kind, 0)
        n = choose(12)
        if n < 3:
            return self.literal(kind, depth)
        if n < 6:
            return self.access(kind, depth)
        if n == 6:
            return node.conditional(self.boolean(depth - 1), self.expr(kind, depth - 1), self.expr(kind, depth - 1))
        return OPERATORS[kind](self, depth - 1)

    def boolean(self, depth: int) -> Node:
        """A boolean expression, behind the guards of what it reads."""
        outer, self._guards = self._guards, []
        made = BOOLEANS[self.choose(len(BOOLEANS)) if depth > 0 else self.choose(12)](self, depth - 1)
        guards, self._guards = self._guards, outer
        while guards:
            made = node.both(guards.pop(), made)
        return made

    def any(self, depth: int) -> Node:
        """An expression of any type."""
        return self.expr(Type(self.choose(len(Type))), depth)

    def literal(self, kind: Type, depth: int) -> Node:
        """A constant of a type, or a set or record of expressions."""
        choose = self.choose
        match kind:
            case Type.ENTITY:
                n = choose(4)
                if n < 3:
                    return (node.PRINCIPAL, node.RESOURCE, node.ACTION)[n]
                return node.literal({"__entity": self.scene.uid()})
            case Type.LONGS | Type.STRINGS | Type.ENTITIES | Type.MIXED:
                if choose(5) == 4:
                    return node.literal(value(self.scene, kind, 1))
                member = MEMBER_OF.get(kind)
                made = [self.any(depth - 1) if member is None else self.expr(member, 0) for _ in range(choose(4))]
                if made and choose(6) == 5:
                    made.append(made[0])
                return {"Set": made}
            case Type.RECORD:
                return self._record(depth)
            case Type.DECIMAL | Type.IP | Type.DATETIME | Type.DURATION:
                function, text = spelling(choose, kind, BAD_SPELLING)
                if choose(64) == 63:
                    return node.call(function, *[node.literal(text)] * (2 * choose(2)))
                return node.call(function, node.literal(text))
            case _:
                return node.literal(value(self.scene, kind, 1))

    def _record(self, depth: int) -> Node:
        choose = self.choose
        match choose(6):
            case 5:
                return node.literal(value(self.scene, Type.RECORD, 1))
            case 4:
                return node.CONTEXT
            case _:
                members: Node = {}
                for _ in range(choose(4)):
                    name, kind = self.name()
                    members[name] = self.expr(kind, depth - 1)
                return {"Record": members}

    def name(self) -> tuple[str, Type]:
        """The name of an attribute and what it stands for."""
        choose = self.choose
        if choose(self.settings.odd_name) == self.settings.odd_name - 1:
            return ODD_ATTRIBUTES[choose(len(ODD_ATTRIBUTES))], Type(choose(4))
        kind = Type(choose(len(Type)))
        names = ATTRIBUTES[kind]
        return names[choose(len(names))], kind

    def object(self, depth: int) -> Node:
        """Something that has attributes."""
        n = self.choose(16)
        if n < 12:
            return VARIABLES[n % 3]
        if n == 12:
            return node.literal({"__entity": self.scene.uid()})
        if n == 13:
            return node.ACTION if depth <= 0 else self._chosen_object(depth - 1)
        return self.access(Type.ENTITY if n == 14 else Type.RECORD, depth - 1)

    def _chosen_object(self, depth: int) -> Node:
        """One of two things that have attributes."""
        one, other = (VARIABLES[self.choose(3)] for _ in range(2))
        return node.conditional(self.boolean(depth), one, other)

    def entity(self, depth: int) -> Node:
        """Something that is an entity, mostly the principal or the resource."""
        n = self.choose(6)
        return (node.PRINCIPAL, node.RESOURCE)[n & 1] if n < 4 else self.expr(Type.ENTITY, depth)

    def access(self, kind: Type, depth: int) -> Node:
        """An attribute or tag of a type, guarded."""
        choose = self.choose
        if choose(8) == 7:
            return self.tag(kind, depth)
        owner = self.object(depth)
        names = ATTRIBUTES[kind]
        name = names[choose(len(names))]
        if choose(self.settings.unguarded) != self.settings.unguarded - 1:
            self._guards.append(node.has(owner, name))
        return node.attribute(owner, name)

    def tag(self, kind: Type, depth: int) -> Node:
        """A tag, guarded; a long where a long is asked for, else a string."""
        owner = self.entity(depth)
        name: Node = node.literal("age" if kind is Type.LONG else TAGS[self.choose(len(TAGS))])
        if self.choose(self.settings.unguarded) != self.settings.unguarded - 1:
            self._guards.append(node.binary("hasTag", owner, name))
        return node.binary("getTag", owner, name)

    def constant(self) -> Node:
        """A constant of any type, without expressions in it."""
        return node.literal(any_value(self.scene, 1))
