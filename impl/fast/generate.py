"""Functions made of forms: a test of one request, shared by all policies of its form, and the value at a path."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from functools import lru_cache
from types import CodeType
from typing import Any, Final, TypeAlias

from deodar.impl.fast.emit import PARAMETERS, Emitter, constant, item, name
from deodar.impl.fast.form import Form
from deodar.impl.fast.helpers import NAMES

# Principal, action, resource, the fields of the context, the store, and the literals of the policy.
Generated: TypeAlias = Callable[..., Any]

MOST_KEPT: Final = 4_096


def function_of(body: Sequence[ast.stmt], *more_parameters: str, **more_helpers: object) -> Generated:
    """The function with a body; it knows the names of the helpers, its parameters, and nothing else."""
    parameters = [ast.arg(parameter) for parameter in (*PARAMETERS, *more_parameters)]
    arguments = ast.arguments([], parameters, None, [], [], None, [])
    definition = ast.FunctionDef("generated", arguments, list(body), [], None)
    module = ast.fix_missing_locations(ast.Module([definition], []))
    names: dict[str, object] = {**NAMES, **more_helpers}
    exec(_compiled(module), names)  # names and literals of policies stand in it as constants only
    made: Any = names["generated"]
    return made  # type: ignore[no-any-return]


def _compiled(module: ast.Module) -> CodeType:
    return compile(module, "<generated>", "exec", dont_inherit=True)


def parameter(place: int) -> ast.expr:
    """The literal in a place, out of those of a policy."""
    return item(name("k"), constant(place))


@lru_cache(MOST_KEPT)
def test_of(forms: tuple[Form, ...]) -> Generated:
    """Whether all these conditions hold; the literals are numbered through."""
    emitter = Emitter(parameter)
    conditions = [emitter.boolean(form) for form in forms]
    value = conditions[0] if len(conditions) == 1 else ast.BoolOp(ast.And(), conditions)
    return function_of([ast.Return(value)])


def joined(operands: Sequence[tuple[Form, tuple[object, ...]]]) -> tuple[tuple[Form, ...], tuple[object, ...]]:
    """The forms of several operands with their literals numbered through, and all literals."""
    forms: list[Form] = []
    literals: list[object] = []
    for form, own in operands:
        forms.append(_shifted(form, len(literals)))
        literals += own
    return tuple(forms), tuple(literals)


def _shifted(form: Form, by: int) -> Form:
    if not by:
        return form
    match form:
        case ("const" | "like" | "prefix" | "suffix", first, int(place)):
            return (form[0], _shifted(first, by) if isinstance(first, tuple) else first, place + by)
        case _:
            return tuple(_shifted(part, by) if isinstance(part, tuple) else part for part in form)
