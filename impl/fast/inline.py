"""Few policies as one straight line of code, which tells by the bits of a number which of them hold.

Bit i of the number is policy i. Where a policy needs the plain evaluator its bit i + n is set, n being the number of
policies.
"""

# OPTIMIZATION: evaluate few policies in one generated function, which allocates nothing.
# INVARIANT:    a bit below n is set exactly if the policy holds, but for those whose bit above is set.
# GUARDED BY:   drt target back-ends; tests/impl/fast/test_back_ends.py

from __future__ import annotations

import ast
from collections.abc import Sequence

from deodar.impl.expr import EntityUID, PrincipalOrResourceScope
from deodar.impl.fast.emit import Emitter, compare, constant, field, item, name
from deodar.impl.fast.generate import Generated, function_of
from deodar.impl.fast.row import Row


class _Literals:
    """The literals of all policies, in places of their own."""

    def __init__(self) -> None:
        self.values: list[object] = []

    def add(self, value: object) -> ast.expr:
        """One more."""
        self.values.append(value)
        return item(name("k"), constant(len(self.values) - 1))


def inlined(rows: Sequence[Row]) -> tuple[Generated, tuple[object, ...]]:
    """The function of some policies whose action is the right one, and its literals."""
    literals = _Literals()
    body: list[ast.stmt] = [ast.Assign([ast.Name("m", ast.Store())], constant(0))]
    for number, row in enumerate(rows):
        body.append(
            _attempt(_tests(row, literals), number, len(rows), is_generated=row.conditions.operands is not None)
        )
    body.append(ast.Return(name("m")))
    return function_of(body), tuple(literals.values)


def _attempt(tests: list[ast.expr], number: int, count: int, *, is_generated: bool) -> ast.stmt:
    """Set the bit of a policy if its tests hold; one that is not generated has only those of its scope."""
    left_to_others = _set_bit(number + count)
    if not is_generated:
        return _if(tests, left_to_others)
    handler = ast.ExceptHandler(name("Faults"), None, [left_to_others])
    return ast.Try([_if(tests, _set_bit(number))], [handler], [], [])


def _if(tests: list[ast.expr], statement: ast.stmt) -> ast.stmt:
    if not tests:
        return statement
    return ast.If(tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), tests), [statement], [])


def _set_bit(number: int) -> ast.stmt:
    return ast.AugAssign(ast.Name("m", ast.Store()), ast.BitOr(), constant(1 << number))


def _tests(row: Row, literals: _Literals) -> list[ast.expr]:
    tests = [*_scope("P", row.body.principal, literals), *_scope("R", row.body.resource, literals)]
    for operand in row.conditions.operands or ():
        first = len(literals.values)
        literals.values += operand.literals
        emitter = Emitter(lambda place, first=first: item(name("k"), constant(first + place)))  # type: ignore[misc]
        tests.append(emitter.boolean(operand.form))
    return tests


def _scope(parameter: str, scope: PrincipalOrResourceScope, literals: _Literals) -> list[ast.expr]:
    """The tests of a constraint on principal or resource. They never err."""
    tests: list[ast.expr] = []
    uid = field(name(parameter), "uid")
    if scope.entity_type is not None:
        tests.append(compare(item(uid, constant(0)), ast.Eq(), constant(scope.entity_type)))
    if isinstance(scope.entity, EntityUID):
        entity = literals.add(scope.entity)
        if scope.op == "==":
            tests.append(compare(uid, ast.Eq(), entity))
        else:
            tests.append(compare(entity, ast.In(), field(name(parameter), "line")))
    return tests
