"""Many policies of one form, tested one after the other in one generated function.

What the form reads without a literal is read once, before the loop. If that cannot be read, each policy is tested by
itself, since one that does not come so far must not fail for it.
"""

# OPTIMIZATION: read what all policies of a form share once, and test them without a call each.
# INVARIANT:    what is read before the loop is the value of the same expression in it; longs that are known to be small
#               cannot overflow in the arithmetic that goes unchecked.
# GUARDED BY:   drt target back-ends; tests/impl/fast/test_back_ends.py

from __future__ import annotations

import ast
from functools import lru_cache

from deodar.impl.fast.emit import Emitter, Hoisted, call, compare, constant, field, name
from deodar.impl.fast.form import SMALL, Form, Part, is_path
from deodar.impl.fast.generate import MOST_KEPT, Generated, function_of, parameter


@lru_cache(MOST_KEPT)
def loop_of(forms: tuple[Form, ...]) -> Generated:
    """Sorts the members of a bunch into those that hold and those that the plain evaluator has to see."""
    paths = list(dict.fromkeys(path for form in forms for path in _paths(form)))
    names = [f"h{number}" for number in range(len(paths))]
    one_by_one = _loop(forms, Emitter(parameter))
    if not paths:
        return function_of([one_by_one], "members", "found", "plain")
    reading = Emitter(parameter)
    reads: list[ast.stmt] = [
        ast.Assign([ast.Name(each, ast.Store())], reading.emit(path)[0])
        for each, path in zip(names, paths, strict=True)
    ]
    in_numbers = _in_numbers(forms)
    numbers = [each for each, path in zip(names, paths, strict=True) if path in in_numbers]
    plain = {path: Hoisted(each, False) for each, path in zip(names, paths, strict=True)}
    body: list[ast.stmt] = [_loop(forms, Emitter(parameter, plain))]
    if numbers:
        small = {path: Hoisted(each, each in numbers) for each, path in zip(names, paths, strict=True)}
        body = [ast.If(_all_small(numbers), [_loop(forms, Emitter(parameter, small))], body)]
    handler = ast.ExceptHandler(name("Faults"), None, [one_by_one])
    return function_of([ast.Try(reads, [handler], body, [])], "members", "found", "plain")


def _loop(forms: tuple[Form, ...], emitter: Emitter) -> ast.stmt:
    conditions = [emitter.boolean(form) for form in forms]
    test = conditions[0] if len(conditions) == 1 else ast.BoolOp(ast.And(), conditions)
    keep: ast.stmt = ast.Expr(call(field(name("found"), "append"), name("row")))
    leave: ast.stmt = ast.Expr(call(field(name("plain"), "append"), name("row")))
    attempt = ast.Try([ast.If(test, [keep], [])], [ast.ExceptHandler(name("Faults"), None, [leave])], [], [])
    target = ast.Tuple([ast.Name("row", ast.Store()), ast.Name("k", ast.Store())], ast.Store())
    return ast.For(target, name("members"), [attempt], [], None)


def _paths(form: Part) -> list[Form]:
    """The paths of attributes that a form reads, the longest ones, in the order in which they stand."""
    if not isinstance(form, tuple):
        return []
    if form[0] == "get" and is_path(form):
        return [form]
    return [path for part in form[1:] for path in _paths(part)]


_OF_NUMBERS = frozenset({"+", "-", "*", "neg", "<", "<=", ">", ">="})


def _in_numbers(form: Part) -> set[Form]:
    """The paths that are operands of arithmetic or of an order."""
    found: set[Form] = set()
    if isinstance(form, tuple):
        for part in form:
            if form[0] in _OF_NUMBERS and isinstance(part, tuple) and part[0] == "get" and is_path(part):
                found.add(part)
            found |= _in_numbers(part)
    return found


def _all_small(names: list[str]) -> ast.expr:
    tests: list[ast.expr] = []
    for each in names:
        tests.append(compare(call("type", name(each)), ast.Is(), name("int")))
        tests.append(ast.Compare(constant(-SMALL), [ast.Lt(), ast.Lt()], [name(each), constant(SMALL)]))
    return ast.BoolOp(ast.And(), tests)
