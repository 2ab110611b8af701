"""Code for all policies of a skeleton at once, which takes the literals from the policy that the frame is about.

Where it fails, the code of the one policy has to tell how: a place in this one is none of any text.
"""

# OPTIMIZATION: the plain evaluator makes code once for all policies of a skeleton, and needs no tree of theirs.
# INVARIANT:    where it gives a truth value, the code of the policy itself gives that one.
# GUARDED BY:   tests/impl/test_given.py; drt target alike

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias, TypeVar, cast

from deodar.impl.compiler import Given, GivenPattern, compile_conditions
from deodar.impl.expr import (
    ActionScope,
    EntityLiteral,
    EntityUID,
    Like,
    Literal,
    Node,
    Pattern,
    PolicyBody,
    PrincipalOrResourceScope,
)
from deodar.impl.fields import field_names
from deodar.impl.frame import Code, Frame
from deodar.impl.skeleton import place_of_mark, places_of_numbers
from deodar.impl.strings import pattern_of
from deodar.impl.value_json import new_uid

Test: TypeAlias = Callable[[Frame], bool]
Part = TypeVar("Part")


class Named(NamedTuple):
    """An entity that a policy names: its type, and which of the strings is its id."""

    type: str
    place: int


def named(uid: EntityUID) -> Named:
    """The entity of a marked tree."""
    return Named(uid.type, _place(uid.id))


class _NotGiven(Exception):
    """A string is the name of an attribute: what code is made hangs on it."""


def test_of(skeleton: str, body: PolicyBody) -> Test | None:
    """Whether the policy of a frame holds, one of the skeleton whose marked tree is `body`; it raises `Failure`.

    None if each policy needs code of its own.
    """
    scope = [*_action(body.action), *_scope(body.principal, "principal"), *_scope(body.resource, "resource")]
    try:
        condition = compile_conditions(_Giver(skeleton).given(body.conditions))
    except _NotGiven:
        return None

    def holds(frame: Frame) -> bool:
        for test in scope:
            if not test(frame):
                return False
        return condition(frame) is True

    return holds


def _action(scope: ActionScope) -> list[Test]:
    if scope.op == "all":
        return []
    entities = tuple(map(named, scope.entities))
    if scope.op == "==":
        ((type_name, place),) = entities
        return [lambda frame: frame.action == (type_name, frame.policy.strings[place])]

    def is_in(frame: Frame) -> bool:
        strings, line = frame.policy.strings, frame.action_line
        for type_name, place in entities:  # noqa: SIM110  # a generator costs as much as the test
            if new_uid((type_name, strings[place])) in line:
                return True
        return False

    return [is_in]


def _scope(scope: PrincipalOrResourceScope, variable: str) -> list[Test]:
    tests: list[Test] = []
    if scope.entity_type is not None:
        tests.append(lambda frame: getattr(frame, variable).type == scope.entity_type)
    if isinstance(scope.entity, EntityUID):
        type_name, place, line = scope.entity.type, _place(scope.entity.id), f"{variable}_line"
        if scope.op == "==":
            tests.append(lambda frame: getattr(frame, variable) == (type_name, frame.policy.strings[place]))
        else:
            tests.append(lambda frame: new_uid((type_name, frame.policy.strings[place])) in getattr(frame, line))
    return tests


def _place(mark: str) -> int:
    place = place_of_mark(mark)
    assert place is not None, "the tree is that of a skeleton"
    return place


class _Giver:
    """Puts what reads them from the policy in place of the literals of a marked tree."""

    def __init__(self, skeleton: str) -> None:
        self._numbers = places_of_numbers(skeleton)
        self._made: dict[int, object] = {}  # of nodes by identity: what `has a.b` shares is shared

    def given(self, part: Part) -> Part:
        """The part of a tree with every literal given."""
        if isinstance(part, Node):
            if id(part) not in self._made:
                self._made[id(part)] = self._node(part)
            return cast("Part", self._made[id(part)])
        if type(part) is tuple:
            return cast("Part", tuple(map(self.given, cast("tuple[object, ...]", part))))
        if isinstance(part, str) and place_of_mark(part) is not None:
            raise _NotGiven
        return part

    def _node(self, node: Node) -> Node:
        code = self._literal(node)
        if code is not None:
            return Given(node.start, node.end, False, code)
        if isinstance(node, Like):
            (mark,) = node.pattern  # it has no star
            place = _place(str(mark))

            def read(frame: Frame) -> Pattern:
                return pattern_of(frame.policy.strings[place])

            return GivenPattern(node.start, node.end, self.given(node.left), (), read)
        return type(node)(*[self.given(getattr(node, name)) for name in field_names(type(node))])

    def _literal(self, node: Node) -> Code | None:
        """The code of a string, an entity or a long; None: it is something else."""
        if isinstance(node, EntityLiteral):
            type_name, place = node.uid.type, _place(node.uid.id)
            return lambda frame: new_uid((type_name, frame.policy.strings[place]))
        if not isinstance(node, Literal) or isinstance(node.value, bool):
            return None
        if isinstance(node.value, str):
            place = _place(node.value)
            return lambda frame: frame.policy.strings[place]
        number = self._numbers[node.end]
        if node.value < 0:
            return lambda frame: -int(frame.policy.numbers[number])
        return lambda frame: int(frame.policy.numbers[number])
