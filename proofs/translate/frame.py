"""Where an expression stands: what its names are bound to, and what is known there."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import FunctionType

from deodar.proofs.translate import logic
from deodar.proofs.translate.logic import Formula
from deodar.proofs.translate.outside import OutsideSubset, refuse
from deodar.proofs.translate.raised import Outcome
from deodar.proofs.translate.symbol import Symbol
from deodar.proofs.translate.world import World

Invoke = Callable[[World, FunctionType, list[Symbol]], Outcome]


@dataclass(frozen=True, slots=True)
class Frame:
    """The surroundings of a statement or expression.

    `bindings` holds names, and also paths such as `each.error` whose value is known more closely than their type tells.
    """

    world: World
    file: str
    names: dict[str, object]  # the namespace of the module
    bindings: dict[str, Symbol]
    path: Formula  # what must be true for this place to be reached, as far as branches tell
    invoke: Invoke
    conclusion: bool | None = None  # in a lemma: replaces whatever it returns

    def bind(self, bindings: dict[str, Symbol]) -> Frame:
        """With more bindings; what was known of the fields of a name goes when the name is bound anew."""
        if not bindings:
            return self
        kept = {p: x for p, x in self.bindings.items() if not any(p.startswith(f"{name}.") for name in bindings)}
        return replace(self, bindings={**kept, **bindings})

    def given(self, condition: Formula) -> Frame:
        """On a branch."""
        return replace(self, path=logic.conj(self.path, condition))

    def refuse(self, node: ast.AST, what: str) -> OutsideSubset:
        """The refusal of a node of this function."""
        return refuse(self.file, node, what)

    def resolve(self, node: ast.expr) -> object:
        """The object of the module that a dotted name stands for, or None if it stands for a value of this function."""
        match node:
            case ast.Name(name) if name not in self.bindings:
                return self.names.get(name, _BUILTINS.get(name))
            case ast.Attribute(base, name):
                owner = self.resolve(base)
                return None if owner is None else getattr(owner, name, None)
            case _:
                return None


_BUILTINS: dict[str, object] = {
    "any": any,
    "all": all,
    "frozenset": frozenset,
    "tuple": tuple,
    "isinstance": isinstance,
    "len": len,
    "Exception": Exception,
}
