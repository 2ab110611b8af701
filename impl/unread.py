"""A policy of which it is known that its text is right, and whose tree is made when somebody asks for it."""

# OPTIMIZATION: policies with the same skeleton are parsed once. A tree is made when somebody asks for it, and the trees
#               of a skeleton that are asked for after the first few by a function made of the skeleton's tree.
# INVARIANT:    the tree is, with its offsets, what the parser gives; the parser would not refuse the policy.
# GUARDED BY:   tests/impl/test_shared_parser.py; drt target repeat

from __future__ import annotations

from functools import partial
from typing import Final, NamedTuple, final

from deodar.impl.deep import with_room
from deodar.impl.expr import ActionScope, Condition, EntityUID, PolicyBody, PrincipalOrResourceScope
from deodar.impl.given import Named, Test, named, test_of
from deodar.impl.skeleton import marked
from deodar.impl.skeleton_tree import Build, builder
from deodar.impl.value_json import new_uid
from deodar.impl.whole_policy import parsed

PAYS_AFTER: Final = 2  # trees of one skeleton: who asks for more of them will ask for all


# As `new_uid` does it.
_new_scope: Final = partial(tuple.__new__, PrincipalOrResourceScope)  # pyright: ignore[reportUnknownMemberType]
_new_action: Final = partial(tuple.__new__, ActionScope)  # pyright: ignore[reportUnknownMemberType]


class _Scope(NamedTuple):
    """The constraint on principal or resource in a marked tree, and the entity in it."""

    marked: PrincipalOrResourceScope
    named: Named | None

    @classmethod
    def of(cls, scope: PrincipalOrResourceScope) -> _Scope:
        return cls(scope, named(scope.entity) if isinstance(scope.entity, EntityUID) else None)


@final
class Shape:
    """A skeleton that at least one policy has, and its tree, with a mark in place of each string."""

    __slots__ = (
        "_asked", "_build", "_test", "_text", "actions", "marked", "principal", "resource", "same_actions", "skeleton",
        "slots",
    )  # fmt: skip

    def __init__(self, skeleton: str, text: str) -> None:
        """The shape of a skeleton, of a text of policies; raises `Lost` if the parser refuses it."""
        self.skeleton = skeleton
        self.marked = parsed(marked(skeleton), 0)
        self.principal, self.resource = _Scope.of(self.marked.principal), _Scope.of(self.marked.resource)
        self.same_actions: dict[EntityUID, EntityUID] = {}  # one object for each action that policies name
        self.slots = self.marked.slots
        self.actions = tuple(map(named, self.marked.action.entities))
        self._text = text
        self._asked = 0
        self._build: Build | None = None
        self._test: list[Test | None] = []  # empty as long as it is not needed

    def tree(self, start: int, strings: tuple[str, ...], numbers: tuple[str, ...]) -> PolicyBody:
        """The tree of the policy that begins at an offset of the text and has these literals."""
        if self._build is None:
            self._asked += 1
            if self._asked <= PAYS_AFTER:
                length = (
                    len(self.skeleton) + len("".join(strings)) + len(strings) + len("".join(numbers)) - len(numbers)
                )
                return with_room(parsed, self._text[start : start + length], start)
            self._build = with_room(builder, self.skeleton, self.marked)
        return self._build(start, strings, numbers)

    @property
    def test(self) -> Test | None:
        """Whether the policy of a frame holds, one that has this shape; it raises `Failure`. None: ask the policy."""
        if not self._test:
            self._test = [with_room(test_of, self.skeleton, self.marked)]
        return self._test[0]


@final
class Unread:
    """One policy."""

    __slots__ = ("numbers", "shape", "start", "strings")

    def __init__(self, shape: Shape, start: int, strings: tuple[str, ...], numbers: tuple[str, ...]) -> None:
        self.shape = shape
        self.start = start
        self.strings = strings
        self.numbers = numbers

    def tree(self) -> PolicyBody:
        """Its tree, made anew."""
        return self.shape.tree(self.start, self.strings, self.numbers)

    # What a tree has, as far as it is to be had without one.

    @property
    def effect(self) -> str:
        """`permit` or `forbid`."""
        return self.shape.marked.effect

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots in the scope."""
        return self.shape.slots

    @property
    def principal(self) -> PrincipalOrResourceScope:
        """The constraint on the principal."""
        return self._scope(self.shape.principal)

    @property
    def action(self) -> ActionScope:
        """The constraint on the action."""
        strings = self.strings
        same = self.shape.same_actions.setdefault
        named_here = [new_uid((type_name, strings[place])) for type_name, place in self.shape.actions]
        entities = tuple(map(same, named_here, named_here))
        return _new_action((self.shape.marked.action.op, entities))

    @property
    def resource(self) -> PrincipalOrResourceScope:
        """The constraint on the resource."""
        return self._scope(self.shape.resource)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions, made anew."""
        return self.tree().conditions if self.shape.marked.conditions else ()

    def _scope(self, scope: _Scope) -> PrincipalOrResourceScope:
        if scope.named is None:
            return scope.marked
        op, _, entity_type = scope.marked
        type_name, place = scope.named
        return _new_scope((op, new_uid((type_name, self.strings[place])), entity_type))
