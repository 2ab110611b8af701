"""The walk over the provable modules: every function must be written in the subset, whether it is unfolded yet or not.

So an edit that the proofs could not follow is refused when it is made, with file and line.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import FunctionType, ModuleType

from deodar.proofs.translate.outside import OutsideSubset, refuse
from deodar.proofs.translate.source import module_source

STATEMENTS = (ast.Return, ast.Assign, ast.If, ast.Match, ast.Raise, ast.Try, ast.Expr)
EXPRESSIONS = (
    ast.Attribute,
    ast.BinOp,
    ast.BoolOp,
    ast.Call,
    ast.Compare,
    ast.Constant,
    ast.Dict,  # the empty one
    ast.DictComp,
    ast.GeneratorExp,
    ast.IfExp,
    ast.ListComp,
    ast.Name,
    ast.Set,
    ast.Slice,
    ast.Starred,  # in a tuple only: see `_call`
    ast.Subscript,
    ast.Tuple,
    ast.UnaryOp,
)
COMPREHENSIONS = (ast.GeneratorExp, ast.ListComp, ast.DictComp)
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.BitOr, ast.BitAnd)
BUILT_IN = frozenset({"any", "all", "frozenset", "tuple", "isinstance", "len", "assert_never", "requires"})
METHODS = frozenset({"get"})
TAKERS = frozenset({"any", "all", "frozenset", "tuple", "Map"})  # what a comprehension is an argument of

GATHERERS = frozenset({"frozenset", "tuple"})  # what one over several containers is an argument of


def functions_of(module: ModuleType) -> list[ast.FunctionDef]:
    """The functions that a module defines, properties of its dataclasses included."""
    found: list[ast.FunctionDef] = []
    for node in module_source(module).tree.body:
        if isinstance(node, ast.FunctionDef):
            found.append(node)
        if isinstance(node, ast.ClassDef) and not _is_exception(node):
            found.extend(each for each in node.body if isinstance(each, ast.FunctionDef))
    return found


def _is_exception(node: ast.ClassDef) -> bool:
    """Exceptions are built as Python builds them; only their fields matter."""
    return any(isinstance(base, ast.Name) and base.id == "Exception" for base in node.bases)


def check_subset(module: ModuleType) -> int:
    """How many functions of a module were walked; raises `OutsideSubset` at the first that leaves the subset."""
    file = module_source(module).file
    for node in module_source(module).tree.body:
        if isinstance(node, ast.ClassDef):
            _check_class(node, file)
    functions = functions_of(module)
    for each in functions:
        _Function(module, file).check(each)
    return len(functions)


def _check_class(node: ast.ClassDef, file: str) -> None:
    is_enum = any(ast.unparse(base) == "Enum" for base in node.bases)
    if is_enum or _is_exception(node):
        return
    if [ast.unparse(each) for each in node.decorator_list] != ["dataclass(frozen=True, slots=True)"]:
        raise refuse(file, node, f"`{node.name}` is neither a frozen dataclass nor an enumeration nor an exception")


class _Function:
    """The check of one function."""

    def __init__(self, module: ModuleType, file: str) -> None:
        self.module, self.file = module, file

    def refuse(self, node: ast.AST, what: str) -> OutsideSubset:
        """The refusal of a node."""
        return refuse(self.file, node, what)

    def check(self, node: ast.FunctionDef) -> None:
        """Raises where the function leaves the subset."""
        decorators = [ast.unparse(each) for each in node.decorator_list]
        if any(each != "property" and not each.startswith("lemma(") for each in decorators):
            raise self.refuse(node, f"a decorator on `{node.name}`")
        spec = node.args
        if spec.vararg or spec.kwarg or spec.kwonlyargs or spec.defaults or spec.posonlyargs:
            raise self.refuse(node, "parameters other than plain ones")
        unannotated = [each for each in spec.args if each.annotation is None and each.arg != "self"]
        if unannotated or node.returns is None:
            raise self.refuse(node, f"`{node.name}` is not annotated throughout")
        self.body(node.body, {each.arg for each in spec.args})

    def body(self, body: list[ast.stmt], assigned: set[str]) -> None:
        """A block, given the names that have a value already."""
        for node in body:
            if not isinstance(node, STATEMENTS):
                raise self.refuse(node, f"`{ast.unparse(node).splitlines()[0]}` is no statement of the subset")
            if isinstance(node, ast.Assign):
                self._assignment(node, assigned)
            for block in _blocks(node):
                self.body(block, set(assigned))
            if isinstance(node, ast.Try):
                self._try(node)
            for each in _expressions(node):
                self.expression(each, node)

    def _assignment(self, node: ast.Assign, assigned: set[str]) -> None:
        match node.targets:
            case [ast.Name(name)] if name not in assigned:
                assigned.add(name)
            case _:
                raise self.refuse(node, "an assignment to something else than a new name")

    def _try(self, node: ast.Try) -> None:
        simple = len(node.body) == 1 and isinstance(node.body[0], ast.Assign | ast.Return | ast.Expr)
        if not simple or len(node.handlers) != 1 or node.orelse or node.finalbody or node.handlers[0].type is None:
            raise self.refuse(node, "`try` other than around one statement, with one `except`")

    def expression(self, node: ast.expr, parent: ast.AST) -> None:
        """An expression and all within it."""
        if not isinstance(node, EXPRESSIONS):
            raise self.refuse(node, f"`{ast.unparse(node)}` is no expression of the subset")
        if isinstance(node, ast.BinOp) and not isinstance(node.op, OPERATORS):
            raise self.refuse(node, f"the operator of `{ast.unparse(node)}`")
        if isinstance(node, ast.Name) and not (isinstance(parent, ast.Call) and node is parent.func):
            self._value(node)
        if isinstance(node, COMPREHENSIONS):
            self._comprehension(node, parent)
        if isinstance(node, ast.Dict) and node.keys:
            raise self.refuse(node, "a map with entries that are written out")
        if isinstance(node, ast.Call):
            self._call(node)
        for child in ast.iter_child_nodes(node):
            for each in [child] if isinstance(child, ast.expr) else _within(child):
                self.expression(each, node)

    def _value(self, node: ast.Name) -> None:
        """A function is called, and is no value."""
        if isinstance(getattr(self.module, node.id, None), FunctionType):
            raise self.refuse(node, f"the function `{node.id}` as a value")

    def _comprehension(self, node: ast.GeneratorExp | ast.ListComp | ast.DictComp, parent: ast.AST) -> None:
        nested = any(isinstance(each, COMPREHENSIONS) for each in ast.walk(node) if each is not node)
        if nested or not all(isinstance(each.target, ast.Name) for each in node.generators):
            raise self.refuse(node, "a comprehension within another, or with something else than names")
        taker = parent.func.id if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) else ""
        if taker not in TAKERS:
            raise self.refuse(node, "a comprehension that no container is made of")
        if len(node.generators) > 1 and taker not in GATHERERS:
            raise self.refuse(node, "a comprehension over more than one container, of which no tuple or set is made")

    def _call(self, node: ast.Call) -> None:
        if node.keywords or any(isinstance(each, ast.Starred) for each in node.args):
            raise self.refuse(node, "arguments other than by position")
        match node.func:
            case ast.Name(name) if name in BUILT_IN:
                return
            case ast.Name(name) if isinstance(getattr(self.module, name, None), FunctionType | type):
                return
            case ast.Attribute(_, name) if name in METHODS:
                return
            case _:
                raise self.refuse(node, f"a call of `{ast.unparse(node.func)}`, which the proofs do not know")


def _blocks(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    match node:
        case ast.If(_, positive, negative):
            yield positive
            yield negative
        case ast.Match(_, cases):
            yield from (case.body for case in cases)
        case ast.Try(attempt, handlers):
            yield attempt
            yield from (handler.body for handler in handlers)
        case _:
            return


def _expressions(node: ast.stmt) -> Iterator[ast.expr]:
    """The expressions of a statement itself, without those of its blocks."""
    match node:
        case ast.Assign(_, value) | ast.Return(ast.expr() as value) | ast.Expr(value) | ast.Raise(ast.expr() as value):
            yield value
        case ast.If(test):
            yield test
        case ast.Match(subject, cases):
            yield subject
            yield from (case.guard for case in cases if case.guard is not None)
        case _:
            return


def _within(node: ast.AST) -> Iterator[ast.expr]:
    """The expressions of a part of an expression that is none itself: the clause of a comprehension."""
    yield from (each for each in ast.iter_child_nodes(node) if isinstance(each, ast.expr))
