"""What an authorizer answers."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import NamedTuple, final

from deodar.impl.failure import Failure


class Decision(StrEnum):
    """The decision on a request."""

    ALLOW = "allow"
    DENY = "deny"


@final
class PolicyError:
    """A policy whose evaluation erred, so that it took no part in the decision."""

    __slots__ = ("_failure", "policy_id")

    policy_id: str
    _failure: Failure

    def __init__(self, policy_id: str, failure: Failure) -> None:
        self.policy_id = policy_id
        self._failure = failure
        failure.__traceback__ = None  # it would keep every frame of the evaluation alive

    @property
    def kind(self) -> str:
        """The kind of the error, as the engine protocol names it: `type`, `overflow`, ..."""
        return self._failure.kind

    @property
    def message(self) -> str:
        """A sentence for the user, written when it is asked for."""
        return self._failure.message

    @property
    def place(self) -> tuple[int, int] | None:
        """The half-open range of offsets in the text of the policies; None for a policy read from JSON."""
        node = self._failure.node
        return None if node is None or node.start < 0 else (node.start, node.end)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PolicyError):
            return NotImplemented
        return (self.policy_id, self.kind, self.message) == (other.policy_id, other.kind, other.message)

    def __hash__(self) -> int:
        return hash((self.policy_id, self.kind))

    def __repr__(self) -> str:
        return f"PolicyError(policy_id={self.policy_id!r}, kind={self.kind!r}, message={self.message!r})"


class Response(NamedTuple):
    """The answer to one request."""

    decision: Decision
    reasons: tuple[str, ...]  # the ids of the determining policies, sorted
    errors: tuple[PolicyError, ...]  # one for each erroring policy, sorted by policy id


# Past the constructor, which is written in Python. The type of `tuple.__new__` says nothing of the elements.
new_response = partial(tuple.__new__, Response)  # pyright: ignore[reportUnknownMemberType]
NOTHING_APPLIES = Response(Decision.DENY, (), ())
