"""The termination guard: recursion goes to strict components of an argument.

A recursive function is an unknown one in the proofs, and induction assumes its contract at the calls that it makes.
Were a call allowed on the same argument, a function that never returns would satisfy any contract. So each function
of a group that calls itself needs a parameter on which every call within the group descends.
"""

from __future__ import annotations

import ast
import itertools
import sys
from dataclasses import dataclass, is_dataclass
from types import FunctionType, ModuleType

from deodar.proofs.translate.callgraph import is_opaque, reachable
from deodar.proofs.translate.outside import OutsideSubset, refuse
from deodar.proofs.translate.source import file_of, function_source, module_source


@dataclass(frozen=True, slots=True)
class _Call:
    """A call within a group: on which parameter of the caller each argument descends, if on any."""

    caller: FunctionType
    target: FunctionType
    node: ast.Call
    descends: tuple[str | None, ...]


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


def _check_group(group: list[FunctionType]) -> None:
    calls = [call for each in group for call in _calls(each, group)]
    parameters = [[each.arg for each in function_source(function).args.args] for function in group]
    for choice in itertools.product(*parameters):
        measure = dict(zip(group, choice, strict=True))
        if all(_descends(call, measure) for call in calls):
            return
    raise _blame(group, calls)


def _descends(call: _Call, measure: dict[FunctionType, str]) -> bool:
    parameters = [each.arg for each in function_source(call.target).args.args]
    position = parameters.index(measure[call.target])  # pyright: ignore[reportArgumentType]  # a field, no method
    return position < len(call.descends) and call.descends[position] == measure[call.caller]  # pyright: ignore[reportArgumentType]  # a field, no method


def _blame(group: list[FunctionType], calls: list[_Call]) -> OutsideSubset:
    """The refusal of a call that descends on nothing, or, if each descends on something, of the whole group."""
    for call in calls:
        if not any(call.descends):
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


Parts = dict[str, tuple[str, bool]]  # name -> the parameter that it is a part of, and whether a strict one


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
            match node:
                case ast.If(ast.UnaryOp(ast.Not(), ast.Name(name)), [*_, ast.Return() | ast.Raise()], []):
                    if name in parts:  # from here on it is not empty, so that without its last member it is shorter
                        parts[f"{name}[:-1]"] = (parts[name][0], True)
                case _:
                    pass

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
            clause = node.generators[0]
            self.expression(clause.iter, parts)
            inner, over = dict(parts), self.part_of(clause.iter, parts)
            variable = ast.unparse(clause.target)
            _forget(inner, variable)
            if over is not None:
                inner[variable] = (over[0], True)
            bodies = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
            for each in [*clause.ifs, *bodies]:
                self.expression(each, inner)
            return
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            target = self.function.__globals__.get(node.func.id)
            if isinstance(target, FunctionType) and target in self.group:
                found = [self.part_of(each, parts) for each in node.args]
                descends = tuple(each[0] if each is not None and each[1] else None for each in found)
                self.calls.append(_Call(self.function, target, node, descends))
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.expression(child, parts)

    def part_of(self, node: ast.expr, parts: Parts) -> tuple[str, bool] | None:
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


def _computed(function: FunctionType) -> frozenset[str]:
    """The properties of the classes that a function knows: what they give is no part of their object."""
    classes = [each for each in function.__globals__.values() if isinstance(each, type) and is_dataclass(each)]
    return frozenset(name for cls in classes for name, each in vars(cls).items() if isinstance(each, property))


def _forget(parts: Parts, name: str) -> None:
    """Drops what was known of a name that is bound anew."""
    parts.pop(name, None)
    parts.pop(f"{name}[:-1]", None)


def _bind(pattern: ast.pattern, part: tuple[str, bool] | None, parts: Parts) -> None:
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
        case _:
            return
