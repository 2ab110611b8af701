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
from functools import partial
from typing import Any, Final

from deodar.impl.expr import EntityUID, PrincipalOrResourceScope
from deodar.impl.fast.emit import Emitter, call, compare, constant, field, item, name
from deodar.impl.fast.generate import function_of
from deodar.impl.fast.respond import MOST_RESPONSES, Ready, frame_of, response_of, settled
from deodar.impl.fast.row import Row
from deodar.impl.response import NOTHING_APPLIES, Response

_RESPONSES: Final = 0  # the places of what stands before the literals: the responses known so far, by their numbers,
_OTHERWISE: Final = 1  # and what gives the response of any number


class _Literals:
    """The literals of all policies, in places of their own."""

    def __init__(self, *before: object) -> None:
        self.values: list[object] = [*before]

    def add(self, value: object) -> ast.expr:
        """One more."""
        self.values.append(value)
        return item(name("k"), constant(len(self.values) - 1))


def inlined(rows: Sequence[Row]) -> Ready:
    """The function of some policies whose action is the right one."""
    responses = {0: NOTHING_APPLIES}
    literals = _Literals(responses, partial(_response, tuple(rows), responses))
    body: list[ast.stmt] = [ast.Assign([ast.Name("m", ast.Store())], constant(0))]
    for number, row in enumerate(rows):
        body.append(
            _attempt(_tests(row, literals), number, len(rows), is_generated=row.conditions.operands is not None)
        )
    known = call(field(item(name("k"), constant(_RESPONSES)), "get"), name("m"))
    request = [name(each) for each in ("P", "A", "R", "c", "s")]
    body += [
        ast.Assign([ast.Name("v", ast.Store())], known),
        ast.If(compare(name("v"), ast.IsNot(), constant(None)), [ast.Return(name("v"))], []),
        ast.Return(call(item(name("k"), constant(_OTHERWISE)), name("m"), *request)),
    ]
    return Ready(function_of(body), tuple(literals.values))


def _response(rows: tuple[Row, ...], responses: dict[int, Response], bits: int, *request: Any) -> Response:
    """The response by the number of a request; it is kept if no policy is left to the plain evaluator."""
    count = len(rows)
    satisfied = [row for at, row in enumerate(rows) if bits >> at & 1]
    if bits >> count:
        unusual = [row for at, row in enumerate(rows) if bits >> (at + count) & 1]
        return settled(satisfied, unusual, frame_of(*request))
    response = response_of(satisfied, ())
    if len(responses) < MOST_RESPONSES:
        responses[bits] = response
    return response


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
