"""The modules that are proved: the model as it is, or a changed copy of it that never touches the tree.

A copy is made of the changed module, of all that import it, and of the theorems; each under a name of its own, with its
imports turned to the copies. So the copies see each other, and the real modules see none of them.
"""

from __future__ import annotations

import ast
import importlib
import itertools
import linecache
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import FunctionType, ModuleType
from typing import cast

from deodar.proofs.lemma import Lemma, lemmas_of
from deodar.proofs.translate.source import module_source

MODEL = tuple(
    f"deodar.model.{name}"
    for name in (
        "value",
        "entities",
        "request",
        "error",
        "expr",
        "policy",
        "template",
        "extension.call",
        "evaluator",
        "authorizer",
        "type",
        "schema",
        "finding",
        "lub",
        "signature",
        "typechecker",
        "conformance",
        "typings",
        "level",
        "validator",
    )
)
THEOREMS = tuple(
    f"deodar.proofs.theorems.{name}"
    for name in (
        "raw",
        "authorizer",
        "conjunction",
        "scopes",
        "slicing",
        "locality",
        "links",
        "typing",
        "subtyping",
        "types",
        "templates",
        "levels",
        "slices",
        "conformance",
        "validator",
        "accepted",
    )
)
WALKED = (*MODEL, *THEOREMS)  # in the order of their imports

_copies = itertools.count(1)


@dataclass(frozen=True)
class Program:
    """The walked modules by name; those of the tree, but for the copies."""

    copies: Mapping[str, ModuleType] = field(default_factory=dict[str, ModuleType])

    def module(self, name: str) -> ModuleType:
        """A module of the program."""
        return self.copies[name] if name in self.copies else importlib.import_module(name)

    def function(self, module: str, name: str) -> FunctionType:
        """A function of the program."""
        return cast("FunctionType", vars(self.module(module))[name])

    def modules(self) -> list[ModuleType]:
        """All of them, in the order of their imports."""
        return [self.module(name) for name in WALKED]

    def affected(self) -> list[Lemma[...]]:
        """The theorems about what the copies change; all, if nothing was changed."""
        return [
            each for name in THEOREMS if name in self.copies or not self.copies for each in lemmas_of(self.module(name))
        ]

    def lemmas(self) -> list[Lemma[...]]:
        """The theorems, about the modules of this program."""
        return [each for name in THEOREMS for each in lemmas_of(self.module(name))]


class EditDoesNotApply(Exception):
    """The text that a change replaces does not occur just once in the module."""


def changed(module_name: str, old: str, new: str) -> Program:
    """The program in which one place of one module of the model reads differently."""
    text = module_source(importlib.import_module(module_name)).text
    if text.count(old) != 1:
        raise EditDoesNotApply(f"`{module_name}` contains {text.count(old)} times: {old}")
    number = next(_copies)
    copies: dict[str, ModuleType] = {}
    renamed: dict[str, str] = {}
    for name in WALKED:
        original = importlib.import_module(name)
        source = text.replace(old, new) if name == module_name else module_source(original).text
        if name == module_name or _imports(ast.parse(source)) & renamed.keys():
            renamed[name] = f"{name}@{number}"
            copies[name] = _copy(original, renamed, source)
    return Program(copies)


def _imports(tree: ast.Module) -> set[str]:
    return {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module is not None}


def _copy(original: ModuleType, renamed: Mapping[str, str], source: str) -> ModuleType:
    name = renamed[original.__name__]
    copy = ModuleType(name, original.__doc__)
    copy.__file__ = f"{original.__file__}@{name.partition('@')[2]}"
    linecache.cache[copy.__file__] = (len(source), None, source.splitlines(keepends=True), copy.__file__)
    tree = ast.parse(source, copy.__file__)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            node.module = renamed.get(node.module, node.module)
    sys.modules[name] = copy
    exec(compile(tree, copy.__file__, "exec"), vars(copy))  # the text is the model's own, with an edit that we name
    return copy


def forget(program: Program) -> None:
    """Takes the copies out of the interpreter's table of modules."""
    for copy in program.copies.values():
        sys.modules.pop(copy.__name__, None)
        linecache.cache.pop(copy.__file__ or "", None)
