"""Building dataclasses and exceptions."""

from __future__ import annotations

import ast
import inspect

from deodar.proofs.translate.coerce import coerce
from deodar.proofs.translate.frame import Frame
from deodar.proofs.translate.lift import lift
from deodar.proofs.translate.symbol import Struct, Symbol
from deodar.proofs.translate.types import DataType, fields


def construct(node: ast.Call, cls: type, arguments: list[Symbol], frame: Frame) -> Struct:
    """An instance of a dataclass, or of an exception class whose arguments are its fields."""
    if node.keywords or any(isinstance(each, ast.Starred) for each in node.args):
        raise frame.refuse(node, "arguments are given by position")
    parameters = list(inspect.signature(cls).parameters)
    known = fields(cls)
    defaults = [each.default for each in inspect.signature(cls).parameters.values()][len(arguments) :]
    if parameters != list(known) or inspect.Parameter.empty in defaults or len(arguments) > len(parameters):
        raise frame.refuse(node, f"the arguments of `{cls.__name__}` are not its fields")
    arguments = [*arguments, *(lift(frame.world, each) for each in defaults)]
    held = zip(known.items(), arguments, strict=True)
    return Struct(DataType(cls), {name: coerce(frame.world, x, type_) for (name, type_), x in held})
