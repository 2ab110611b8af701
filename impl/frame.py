"""What a compiled expression is, and the frame that it reads its variables and entities from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias, final

from deodar.impl.entities import Entities
from deodar.impl.expr import EntityUID
from deodar.impl.value import RecordValue, Value

if TYPE_CHECKING:
    from deodar.impl.unread import Unread


@final
class Frame:
    """One request against one entity store."""

    __slots__ = (
        "action", "action_line", "context", "entities", "policy", "principal", "principal_line", "resource",
        "resource_line", "store",
    )  # fmt: skip

    policy: Unread  # whose literals are read; there is one where the code asks for it

    def __init__(
        self, principal: EntityUID, action: EntityUID, resource: EntityUID, context: RecordValue, store: Entities
    ) -> None:
        self.principal = principal
        self.action = action
        self.resource = resource
        self.context = context
        self.store = store
        self.entities = store.by_uid
        # The line of an entity is the entity itself and its ancestors: what it is `in`.
        lines = store.lines
        self.principal_line = lines.get(principal) or store.line(principal)
        self.action_line = lines.get(action) or store.line(action)
        self.resource_line = lines.get(resource) or store.line(resource)


Code: TypeAlias = Callable[[Frame], Value]  # a compiled expression; raises `Failure`


@final
class Constant:
    """The code of an expression whose value is known before any request."""

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        self.value = value

    def __call__(self, _frame: Frame) -> Value:
        return self.value
