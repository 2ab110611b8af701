"""Well-typed boolean expressions: one function for each operator, and the table in which their shares can be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from deodar.drt.data import Json
from deodar.drt.generate import node
from deodar.drt.generate.boolean import COMPARISONS, DECIMAL_COMPARISONS, EQUALITIES, IP_TESTS, ORDERED
from deodar.drt.generate.kinds import EntityOf, RecordOf, SetOf
from deodar.drt.generate.names import PATTERN_PARTS
from deodar.drt.generate.node import Node
from deodar.drt.generate.types import TAGS, Type

if TYPE_CHECKING:
    from deodar.drt.generate.typed_expr import TypedExpressions

Typed: TypeAlias = "Callable[[TypedExpressions, int], Node]"


def flag(g: TypedExpressions, _: int) -> Node:
    """A boolean attribute, or a constant."""
    flags = [path for path in g.paths if path.kind is Type.BOOL]
    if flags and g.choose(8):
        return g.read(flags[g.choose(len(flags))])
    return node.literal(g.choose(4) > 0)


def equality(g: TypedExpressions, depth: int) -> Node:
    """Two values of one type are equal, or not."""
    kind = g.some_kind()
    left = g.expr(kind, depth)
    return node.binary(EQUALITIES[g.choose(2)], left, left if g.choose(8) == 7 else g.expr(kind, depth))


def identity(g: TypedExpressions, _: int) -> Node:
    """Two entities are equal; if their types differ, this is known to be false."""
    return node.binary(EQUALITIES[g.choose(4) == 3], g.entity()[0], g.entity()[0])


def literals(g: TypedExpressions, _: int) -> Node:
    """Two literals of any type are equal: this is decided when it is typed."""
    constants: tuple[Json, ...] = (True, False, 1, 0, "a", "")
    left, right = (node.literal(constants[g.choose(len(constants))]) for _ in range(2))
    return node.binary(EQUALITIES[g.choose(2)], left, node.ACTION if g.choose(4) == 3 else right)


def comparison(g: TypedExpressions, depth: int) -> Node:
    """Two values are in order."""
    kind = ORDERED[g.choose(len(ORDERED))]
    return node.binary(COMPARISONS[g.choose(4)], g.expr(kind, depth), g.expr(kind, depth))


def membership(g: TypedExpressions, _: int) -> Node:
    """An entity is in another, or in one of several of the same type."""
    choose, world = g.choose, g.world
    left, kind = g.entity()
    names = list(world.entities)
    above = sorted(world.ancestors(kind.name)) if isinstance(kind, EntityOf) else []
    name = above[choose(len(above))] if above and choose(4) else names[choose(len(names))]
    match choose(4):
        case 0:
            sets = [
                path for path in g.paths if isinstance(path.kind, SetOf) and isinstance(path.kind.element, EntityOf)
            ]
            if sets:
                return node.binary("in", left, g.read(sets[choose(len(sets))]))
            return node.binary("in", left, g.entity()[0])
        case 1:
            return node.binary("in", left, {"Set": [g.literal(EntityOf(name), 0) for _ in range(1 + choose(3))]})
        case 2:
            return node.binary("in", left, g.entity()[0])
        case _:
            return node.binary("in", left, g.literal(EntityOf(name), 0))


def action_membership(g: TypedExpressions, _: int) -> Node:
    """The action is one of a group: this is decided when it is typed."""
    choose, actions = g.choose, g.world.actions
    uids: list[Node] = [
        node.literal({"__entity": dict(actions[choose(len(actions))].uid)}) for _ in range(1 + choose(2))
    ]
    left = node.ACTION if choose(8) else uids[0]
    same = [uid for uid in uids if _type(uid) == _type(uids[0])]
    op = ("in", "in", "in", "==")[choose(4)]
    return node.binary(op, left, {"Set": list[Json](same)} if op == "in" and choose(2) else uids[0])


def _type(uid: Node) -> Json:
    match uid:
        case {"Value": {"__entity": {"type": name}}}:
            return name
        case _:
            return None


def is_of_type(g: TypedExpressions, depth: int) -> Node:
    """An entity is of a type, and perhaps in another: known to be true or false, as a rule."""
    choose = g.choose
    left, kind = g.entity()
    names = list(g.world.entities)
    name = kind.name if isinstance(kind, EntityOf) and choose(3) else names[choose(len(names))]
    test: Node = {"left": left, "entity_type": name}
    if choose(3) == 2:
        above = sorted(g.world.ancestors(name)) or [name]
        test["in"] = g.literal(EntityOf(above[choose(len(above))]), depth)
    return {"is": test}


def presence(g: TypedExpressions, _: int) -> Node:
    """An attribute is there; perhaps one that is not declared, and perhaps a path of them."""
    path = g.path_of(EntityOf, RecordOf)
    if path is None:
        return node.has(node.CONTEXT, "nope")
    owner, names = g.read(path), [each.name for each in g.world.attributes(path.kind)]
    name = names[g.choose(len(names))] if names and g.choose(8) else "nope"
    return node.has(owner, name)


def path_presence(g: TypedExpressions, _: int) -> Node:
    """A path of attributes is there."""
    path = g.path_of(EntityOf, RecordOf)
    names: list[str] = []
    kind = None if path is None else path.kind
    while kind is not None and len(names) < 3:
        attributes = g.world.attributes(kind)
        if not attributes:
            break
        attribute = attributes[g.choose(len(attributes))]
        names.append(attribute.name)
        kind = attribute.kind
    if path is None or not names:
        return node.has(node.PRINCIPAL, "nope")
    return (
        {"has": {"left": g.read(path), "attr": list[Json](names)}}
        if len(names) > 1
        else node.has(g.read(path), names[0])
    )


def tag_presence(g: TypedExpressions, depth: int) -> Node:
    """A tag is there, of an entity that may have tags or not; its name may be computed."""
    name = node.literal(TAGS[g.choose(len(TAGS))]) if g.choose(4) < 3 else g.expr(Type.STRING, depth)
    return node.binary("hasTag", g.entity()[0], name)


def computed_tag(g: TypedExpressions, depth: int) -> Node:
    """A tag by a computed name, guarded by the same expression."""
    tagged = [path for path in g.paths if g.world.tags(path.kind) is not None]
    if not tagged:
        return tag_presence(g, depth)
    path = tagged[g.choose(len(tagged))]
    owner, name = g.read(path), g.expr(Type.STRING, 0)
    tag = node.binary("getTag", owner, name)
    return node.both(node.binary("hasTag", owner, name), node.binary("==", tag, tag))


def likeness(g: TypedExpressions, depth: int) -> Node:
    """A string is like a pattern."""
    pattern: list[Json] = []
    for _ in range(g.choose(4)):
        n = g.choose(3 + len(PATTERN_PARTS))
        pattern.append("Wildcard" if n < 3 else {"Literal": PATTERN_PARTS[n - 3]})
    return {"like": {"left": g.expr(Type.STRING, depth), "pattern": pattern}}


def containment(g: TypedExpressions, depth: int) -> Node:
    """A set contains a value, or another set, or is empty."""
    path = g.path_of(SetOf)
    kind = path.kind if path is not None and g.choose(4) else SetOf(g.some_kind())
    assert isinstance(kind, SetOf)
    match g.choose(4):
        case 0:
            return node.binary("contains", g.expr(kind, depth), g.expr(kind.element, depth))
        case 1:
            return node.binary("containsAll", g.expr(kind, depth), g.expr(kind, depth))
        case 2:
            return node.binary("containsAny", g.expr(kind, depth), g.expr(kind, depth))
        case _:
            return node.unary("isEmpty", g.expr(kind, depth))


def extension(g: TypedExpressions, depth: int) -> Node:
    """A test of an address, or two decimals in order."""
    match g.choose(3):
        case 0:
            return node.call(IP_TESTS[g.choose(4)], g.expr(Type.IP, depth))
        case 1:
            return node.call("isInRange", g.expr(Type.IP, depth), g.expr(Type.IP, depth))
        case _:
            op = DECIMAL_COMPARISONS[g.choose(4)]
            return node.call(op, g.expr(Type.DECIMAL, depth), g.expr(Type.DECIMAL, depth))


def conjunction(g: TypedExpressions, depth: int) -> Node:
    """`&&`."""
    return node.both(g.boolean(depth), g.boolean(depth))


def disjunction(g: TypedExpressions, depth: int) -> Node:
    """`||`."""
    return node.binary("||", g.boolean(depth), g.boolean(depth))


def negation(g: TypedExpressions, depth: int) -> Node:
    """`!`."""
    return node.unary("!", g.boolean(depth))


def choice(g: TypedExpressions, depth: int) -> Node:
    """A conditional."""
    return node.conditional(g.boolean(depth), g.boolean(depth), g.boolean(depth))


def record_access(g: TypedExpressions, depth: int) -> Node:
    """An attribute of a record that is written out, or of a conditional."""
    inner, other = g.expr(Type.LONG, depth), g.expr(Type.STRING, depth)
    record: Node = {"Record": {"a": inner, "b": other}}
    if g.choose(3) == 2:
        record = node.conditional(g.boolean(depth), record, {"Record": {"b": other, "a": node.literal(1)}})
    return node.binary("==", node.attribute(record, "a"), g.expr(Type.LONG, 0))


def far_beside_near(g: TypedExpressions, depth: int) -> Node:
    """An entity near the request is read; a farther one is in another member of the record, or another branch."""
    choose = g.choose
    entities = [(path, path.kind) for path in g.paths if isinstance(path.kind, EntityOf)]
    declared = [(path, kind) for path, kind in entities if kind.name in g.world.entities]
    if not declared:
        return presence(g, depth)
    pairs = [(a, b, kind) for a, kind in declared for b, other in declared if kind == other and a.level < b.level]
    if pairs and choose(8):
        close, distant, kind = pairs[choose(len(pairs))]
        near, far = g.read(close), g.read(distant)
    else:
        close, kind = declared[choose(len(declared))]
        near, far = g.read(close), g.literal(kind, 0)  # no level is enough for what is known of a literal
    names = [each.name for each in g.world.attributes(kind)] or ["nope"]
    name = names[choose(len(names))]
    match choose(4):
        case 0 | 1:
            test = node.binary("<", node.literal(0), node.literal(1))
            return node.has(node.conditional(test, near, far), name)
        case 2:
            return node.has(node.conditional(g.boolean(0), far, near), name)
        case _:
            record: Node = {"Record": {"a": near, "b": node.has(far, name)}}
            return node.has(node.attribute(record, "a"), name)


LEAVES: tuple[Typed, ...] = (
    *(flag, equality, presence, comparison, membership, is_of_type, likeness, tag_presence, identity, containment),
    *(equality, flag, presence, far_beside_near),
)
BOOLEANS: tuple[Typed, ...] = (
    *(flag, equality, presence, comparison, membership, is_of_type, likeness, tag_presence, identity, containment),
    *(conjunction, conjunction, conjunction, conjunction, disjunction, disjunction, disjunction, negation, choice),
    *(extension, computed_tag),
    *(literals, action_membership, path_presence, record_access, equality, equality, comparison, containment, choice),
    far_beside_near,
)
