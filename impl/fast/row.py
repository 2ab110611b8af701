"""One policy, ready to be evaluated: by the plain evaluator, and, where it has a form, by generated code."""

from __future__ import annotations

from typing import Final, NamedTuple, final

from deodar.impl.compiler import compile_conditions
from deodar.impl.deep import with_room
from deodar.impl.expr import And, Condition, Expr, PolicyBody
from deodar.impl.failure import recursion_limit
from deodar.impl.fast.form import MOST_NODES, MOST_NODES_OF_POLICY, Form, Literals, NoForm
from deodar.impl.frame import Code, Frame
from deodar.impl.response import Decision, Response
from deodar.impl.scope import Test, compile_scope
from deodar.impl.unread import Unread
from deodar.impl.value import Value


class Operand(NamedTuple):
    """One of the operands that the conditions of a policy join with `&&`: its form, and the values of its literals."""

    form: Form
    literals: tuple[object, ...]


@final
class Conditions:
    """The conditions of a policy, or of all links of a template. What is made of them is made when it is needed."""

    # INVARIANT: `_code` is kept once it is there; `_operands` may be forgotten at any time, also while others read it.
    __slots__ = ("_code", "_of", "_operands", "are_shared")

    are_shared: bool  # by more than one policy
    _of: tuple[Condition, ...] | Unread  # an unread policy has them
    _code: Code | None
    _operands: tuple[Operand, ...] | NoForm | None

    def __init__(self, conditions: tuple[Condition, ...] | Unread, *, are_shared: bool = False) -> None:
        self.are_shared = are_shared
        self._of = conditions
        self._code = None
        self._operands = None

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions themselves."""
        return self._of.conditions if isinstance(self._of, Unread) else self._of

    @property
    def code(self) -> Code:
        """The code of the plain evaluator."""
        if self._code is None:
            try:
                self._code = with_room(compile_conditions, self.conditions)
            except RecursionError:
                self._code = _nested_too_deeply
        return self._code

    @property
    def operands(self) -> tuple[Operand, ...] | None:
        """The operands, in the order of evaluation; None if one of them has no form."""
        found = self._operands
        if found is None:
            try:
                found = _operands_of(self.conditions)
            except NoForm as without:
                found = without
            self._operands = found
        return None if isinstance(found, NoForm) else found

    def without_operands(self) -> Conditions | None:
        """These, if there is anything else that was made of them; the operands are made again when they are needed."""
        self._operands = None
        return None if self._code is None else self


def _nested_too_deeply(_frame: Frame) -> Value:
    raise recursion_limit(None)


@final
class Row:
    """One policy."""

    __slots__ = ("_alone", "_conditions", "_scope", "body", "is_permit", "policy_id")

    policy_id: str
    is_permit: bool
    body: PolicyBody | Unread
    _conditions: Conditions | None  # None: not needed yet, or no longer
    _alone: Response | None
    _scope: tuple[Test | None, ...]  # empty as long as it is not needed; None: every request passes

    def __init__(self, policy_id: str, body: PolicyBody | Unread, conditions: Conditions | None = None) -> None:
        """The policy, with conditions that others have too, or else its own."""
        self.policy_id = policy_id
        self.is_permit = body.effect == "permit"
        self.body = body
        self._conditions = conditions
        self._scope = ()
        self._alone = None

    @property
    def conditions(self) -> Conditions:
        """The conditions, made ready."""
        found = self._conditions
        if found is None:
            found = self._conditions = _conditions_of(self.body)
        return found

    # OPTIMIZATION: an index has the forms of all policies of one way once; their own would take most of the memory, and
    #               stand between what the plain evaluator reads of a policy and of the next one.
    # INVARIANT:    what is forgotten is made again, the same, when somebody asks for it; other threads may have it.
    # GUARDED BY:   tests/impl/fast/test_back_ends.py, tests/hostile/threads.py; drt targets back-ends and index
    def forget_operands(self) -> None:
        """Give up the forms of a policy, once an index knows how it is found."""
        if self._conditions is not None and not self._conditions.are_shared:
            self._conditions = self._conditions.without_operands()

    def prepare(self) -> None:
        """Make what the plain evaluator needs of each policy for every request."""
        if not isinstance(self.body, Unread):
            self._compiled_scope()

    @property
    def scope(self) -> Test | None:
        """The test of the scope by the plain evaluator."""
        return self._compiled_scope()[0]

    def _compiled_scope(self) -> tuple[Test | None, ...]:
        if not self._scope:
            self._scope = (compile_scope(self.body),)
        return self._scope

    def alone(self) -> Response:
        """The response where this policy holds, and no other holds or errs."""
        found = self._alone
        if found is None:
            decision = Decision.ALLOW if self.is_permit else Decision.DENY
            found = self._alone = Response(decision, (self.policy_id,), ())
        return found


def _conditions_of(body: PolicyBody | Unread) -> Conditions:
    if not isinstance(body, Unread):
        return Conditions(body.conditions)
    return Conditions(body) if body.shape.marked.conditions else _WITHOUT_CONDITIONS


_WITHOUT_CONDITIONS: Final = Conditions((), are_shared=True)


def _operands_of(conditions: tuple[Condition, ...]) -> tuple[Operand, ...]:
    left = MOST_NODES_OF_POLICY
    operands: list[Operand] = []
    for condition in conditions:
        for part in _spine(condition.body) if condition.kind == "when" else [condition.body]:
            most = min(left, MOST_NODES)
            literals = Literals(most)
            form = literals.form(part)
            left -= most - literals.left
            operands.append(Operand(("not", form) if condition.kind == "unless" else form, tuple(literals.values)))
    return tuple(operands)


def _spine(node: Expr) -> list[Expr]:
    """The operands of a chain of `&&`, which is nested to the left, in source order."""
    operands: list[Expr] = []
    while isinstance(node, And):
        operands.append(node.right)
        node = node.left
    return [node, *reversed(operands)]
