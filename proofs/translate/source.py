"""The source of functions, read from the imported modules, so that a changed copy of one is read as it is."""

from __future__ import annotations

import ast
import linecache
import sys
from dataclasses import dataclass
from functools import cache
from types import FunctionType, ModuleType

from deodar.proofs.translate.outside import OutsideSubset, Place


@dataclass(frozen=True, slots=True)
class ModuleSource:
    """The text of a module and its syntax tree."""

    file: str
    text: str
    tree: ast.Module


@cache
def module_source(module: ModuleType) -> ModuleSource:
    """The source of a module."""
    file = module.__file__ or module.__name__
    text = "".join(linecache.getlines(file, vars(module)))
    if not text:
        raise OutsideSubset(Place(file, 0), "the module has no source")
    return ModuleSource(shown(file), text, ast.parse(text))


def shown(file: str) -> str:
    """A source file as messages name it: from its room on."""
    folders = file.partition("@")[0].replace("\\", "/").split("/")
    return "/".join(folders[-3:] if folders[-2:-1] in (["extension"], ["theorems"]) else folders[-2:])


@cache
def function_source(function: FunctionType) -> ast.FunctionDef:
    """The definition of a function or method."""
    module = sys.modules[function.__module__]
    body: list[ast.stmt] = module_source(module).tree.body
    *classes, name = function.__qualname__.split(".")
    for each in classes:
        body = next(node.body for node in body if isinstance(node, ast.ClassDef) and node.name == each)
    for node in body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node
    raise OutsideSubset(file_of(function), f"`{function.__qualname__}` has no definition of its own")


def file_of(function: FunctionType) -> Place:
    """Where a function begins."""
    return Place(module_source(sys.modules[function.__module__]).file, function.__code__.co_firstlineno)


def qualified_name(function: FunctionType) -> str:
    """The name of a function in the model, also if it comes from a changed copy of its module (see `patch.py`)."""
    return f"{function.__module__.partition('@')[0]}.{function.__qualname__}"
