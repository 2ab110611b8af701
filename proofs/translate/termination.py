"""The termination guard: recursion goes to strict components of an argument.

A recursive function is an unknown one in the proofs, and induction assumes its contract at the calls that it makes.
Were a call allowed on the same argument, a function that never returns would satisfy any contract. So each function
of a group that calls itself needs a parameter on which every call within the group descends.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from functools import cache
from types import FunctionType, ModuleType

from deodar.proofs.translate.callgraph import is_opaque, reachable
from deodar.proofs.translate.outside import OutsideSubset, refuse
from deodar.proofs.translate.source import file_of, function_source, module_source

Part = tuple[str, bool]  # the parameter that something is a part of, and whether it is a strict part
Measure = dict[FunctionType, frozenset[str]]  # the parameters that never grow, whose largest shrinks in each round


@dataclass(frozen=True, slots=True)
class _Call:
    """A call within a group: which parameter of the caller each argument is a part of, if of any."""

    caller: FunctionType
    target: FunctionType
    node: ast.Call
    parts: tuple[Part | None, ...]

    def given(self) -> dict[str, Part | None]:
        """The same by the parameters of the function that is called."""
        names = [each.arg for each in function_source(self.target).args.args]  # pyright: ignore[reportArgumentType]  # a field, no method
        return dict(zip(names, self.parts, strict=False))


def check_termination(modules: list[ModuleType]) -> int:
    """How many recursive functions there are; raises `OutsideSubset` at a call that does not descend."""
    functions = [
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, FunctionType) and each.__module__ == module.__name__ and not is_opaque(each)
    ]
    recursive = [each for each in functions if each in reachable(each)]
    checked: set[FunctionType] = set()
    for function in recursive:
        if function not in checked:
            group = [each for each in recursive if each in reachable(function) and function in reachable(each)]
            _check_group(group)
            checked.update(group)
    return len(recursive)


@cache
def descends_on(function: FunctionType) -> frozenset[str]:
    """The parameters on which a recursive function, and those that call it in turn, descend."""
    group = [each for each in reachable(function) if function in reachable(each)]
    return _check_group(group)[function]


def _check_group(group: list[FunctionType]) -> Measure:
    """The parameters on which each function of a group descends."""
    calls = [call for each in group for call in _calls(each, group)]
    for head in group:
        for parameter in _parameters(head):
            measure = _measure(group, calls, head, parameter)
            if all(measure.values()) and not _circle([each for each in calls if not _is_strict(each, measure)]):
                return measure
    raise _blame(group, calls)


def _parameters(function: FunctionType) -> list[str]:
    return [each.arg for each in function_source(function).args.args]


def _measure(group: list[FunctionType], calls: list[_Call], head: FunctionType, parameter: str) -> Measure:
    """For each function the parameters that in all calls are parts of such parameters; of one only that one."""
    measure = {each: frozenset({parameter} if each is head else _parameters(each)) for each in group}
    while True:
        smaller = {
            each: frozenset(name for name in names if all(_is_part(call, name, measure) for call in _to(each, calls)))
            for each, names in measure.items()
        }
        if smaller == measure:
            return measure
        measure = smaller


def _to(function: FunctionType, calls: list[_Call]) -> list[_Call]:
    targets: list[object] = [each.target for each in calls]
    return [call for call, target in zip(calls, targets, strict=True) if target is function]


def _is_part(call: _Call, name: str, measure: Measure) -> bool:
    part = call.given().get(name)
    return part is not None and part[0] in measure[call.caller]  # pyright: ignore[reportArgumentType]  # a field, no method


def _is_strict(call: _Call, measure: Measure) -> bool:
    """Whether all that the measure looks at are strict parts."""
    given = call.given()
    measured = measure[call.target]  # pyright: ignore[reportArgumentType]  # a field, no method
    return all((part := given.get(name)) is not None and part[1] for name in measured)


def _circle(calls: list[_Call]) -> list[_Call]:
    """Calls that lead from a function back to it, and those that lead there; none if there is no circle."""
    remaining = calls
    while True:
        callers = {each.caller for each in remaining}
        kept = [each for each in remaining if each.target in callers]
        if len(kept) == len(remaining):
            return kept
        remaining = kept


def _blame(group: list[FunctionType], calls: list[_Call]) -> OutsideSubset:
    """The refusal of a call that descends on nothing, or, if each descends on something, of the whole group."""
    for call in _circle([each for each in calls if not any(part is not None and part[1] for part in each.parts)]):
        file = module_source(sys.modules[call.caller.__module__]).file
        return refuse(file, call.node, f"`{ast.unparse(call.node)}` recurses on no strict part of an argument")
    names = ", ".join(f"`{each.__name__}`" for each in group)
    return OutsideSubset(file_of(group[0]), f"the calls among {names} do not all descend on one argument")


def _calls(function: FunctionType, group: list[FunctionType]) -> list[_Call]:
    """The calls that a function makes within its group."""
    walk = _Walk(function, group)
    parameters = [each.arg for each in function_source(function).args.args]
    walk.block(function_source(function).body, {name: (name, False) for name in parameters})
    return walk.calls


Parts = dict[str, Part]  # by name


class _Walk:
    """A walk over a function that knows which names stand for parts of its parameters."""

    def __init__(self, function: FunctionType, group: list[FunctionType]) -> None:
        self.function, self.group = function, group
        self.calls: list[_Call] = []
        self.computed = _computed(function)

    def block(self, body: list[ast.stmt], parts: Parts) -> None:
        """Statements, in order."""
        for node in body:
            self.statement(node, parts)
            for name in _not_empty_after(node):  # from here on, so that without its last member it is shorter
                if name in parts:
                    parts[f"{name}[:-1]"] = (parts[name][0], True)

    def statement(self, node: ast.stmt, parts: Parts) -> None:
        """One statement; a new name may be a part of what another is a part of."""
        match node:
            case ast.Assign([ast.Name(name)], value):
                self.expression(value, parts)
                found = self.part_of(value, parts)
                _forget(parts, name)
                if found is not None:
                    parts[name] = found
            case ast.If(test, positive, negative):
                self.expression(test, parts)
                self.block(positive, dict(parts))
                self.block(negative, dict(parts))
            case ast.Match(subject, cases):
                self.expression(subject, parts)
                for case in cases:
                    self._case(subject, case, parts)
            case ast.Try(attempt, handlers):
                self.block(attempt, dict(parts))
                for handler in handlers:
                    self.block(handler.body, {n: p for n, p in parts.items() if n != handler.name})
            case _:
                for each in ast.iter_child_nodes(node):
                    if isinstance(each, ast.expr):
                        self.expression(each, parts)

    def _case(self, subject: ast.expr, case: ast.match_case, parts: Parts) -> None:
        inner = dict(parts)
        several = isinstance(subject, ast.Tuple) and isinstance(case.pattern, ast.MatchSequence)
        subjects = subject.elts if isinstance(subject, ast.Tuple) and several else [subject]
        patterns = case.pattern.patterns if isinstance(case.pattern, ast.MatchSequence) and several else [case.pattern]
        for one, pattern in zip(subjects, patterns, strict=False):
            _bind(pattern, self.part_of(one, parts), inner)
        if case.guard is not None:
            self.expression(case.guard, inner)
        self.block(case.body, inner)

    def expression(self, node: ast.expr, parts: Parts) -> None:
        """An expression and all within it; a comprehension binds its variable to members, which are strict parts."""
        if isinstance(node, ast.GeneratorExp | ast.ListComp | ast.DictComp):
            inner = dict(parts)
            for clause in node.generators:
                self.expression(clause.iter, inner)
                over, variable = self.part_of(clause.iter, inner), ast.unparse(clause.target)
                _forget(inner, variable)
                if over is not None:
                    inner[variable] = (over[0], True)
                for each in clause.ifs:
                    self.expression(each, inner)
            for each in [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]:
                self.expression(each, inner)
            return
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            target = self.function.__globals__.get(node.func.id)
            if isinstance(target, FunctionType) and target in self.group:
                found = tuple(self.part_of(each, parts) for each in node.args)
                self.calls.append(_Call(self.function, target, node, found))
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.expression(child, parts)

    def part_of(self, node: ast.expr, parts: Parts) -> Part | None:
        """The parameter that an expression gives a part of, and whether a strict one.

        A field is, and a member, and a tuple without its last member where the tuple is known not to be empty.
        """
        match node:
            case ast.Name(name):
                return parts.get(name)
            case ast.Subscript(_, ast.Slice()):
                return parts.get(ast.unparse(node))
            case ast.Attribute(_, name) if name in self.computed:
                return None
            case ast.Attribute(base, _) | ast.Subscript(base, _):
                found = self.part_of(base, parts)
                return None if found is None else (found[0], True)
            case _:
                return None


def _not_empty_after(node: ast.stmt) -> Iterator[str]:
    """The tuples that are not empty once control has passed `if not ts or not us: return`."""
    match node:
        case ast.If(test, [*_, ast.Return() | ast.Raise()], []):
            alternatives = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or) else [test]
            for each in alternatives:
                if (
                    isinstance(each, ast.UnaryOp)
                    and isinstance(each.op, ast.Not)
                    and isinstance(each.operand, ast.Name)
                ):
                    yield each.operand.id
        case _:
            return


def _computed(function: FunctionType) -> frozenset[str]:
    """The properties of the classes that a function knows: what they give is no part of their object."""
    classes = [each for each in function.__globals__.values() if isinstance(each, type) and is_dataclass(each)]
    return frozenset(name for cls in classes for name, each in vars(cls).items() if isinstance(each, property))


def _forget(parts: Parts, name: str) -> None:
    """Drops what was known of a name that is bound anew."""
    parts.pop(name, None)
    parts.pop(f"{name}[:-1]", None)


def _bind(pattern: ast.pattern, part: Part | None, parts: Parts) -> None:
    """The names of a pattern: below a class pattern they are strict parts of the subject."""
    match pattern:
        case ast.MatchAs(inner, name):
            if name is not None:
                _forget(parts, name)
                if part is not None:
                    parts[name] = part
            if inner is not None:
                _bind(inner, part, parts)
        case ast.MatchClass(_, patterns, _, others):
            for each in [*patterns, *others]:
                _bind(each, None if part is None else (part[0], True), parts)
        case ast.MatchSequence(patterns):
            for each in patterns:
                _bind(each, None if part is None else (part[0], True), parts)
        case ast.MatchOr(patterns):
            alternatives = [dict(parts) for _ in patterns]
            for each, found in zip(patterns, alternatives, strict=True):
                _bind(each, part, found)
            known = alternatives[0].items()
            parts.clear()  # what all alternatives agree on stays
            parts.update({name: part for name, part in known if all(each.get(name) == part for each in alternatives)})
        case _:
            return
