"""Symbolic values: what an expression of the subset stands for in a world.

A dataclass that the source has just built stays apart in its fields, and a container stays a recipe. Both become
terms only where a term is needed, so that most containers never need a handle.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from deodar.proofs.translate.logic import Formula, Logic
from deodar.proofs.translate.types import DataType, NoneType, SetType, TupleType, Type


@dataclass(frozen=True, slots=True)
class Term:
    """A value known only as a term of the solver."""

    type: Type
    logic: Logic


@dataclass(frozen=True, slots=True)
class Struct:
    """A dataclass whose fields are known one by one."""

    type: DataType
    fields: dict[str, Symbol]


@dataclass(frozen=True, slots=True)
class Nothing:
    """None."""

    type: NoneType = field(default_factory=NoneType)


class Container(ABC):
    """A tuple or frozenset: which members it has, and no more."""

    type: TupleType | SetType

    @abstractmethod
    def exists(self, claim: Claim) -> Formula:
        """Whether some member satisfies the claim."""

    @abstractmethod
    def forall(self, claim: Claim) -> Formula:
        """Whether all members satisfy the claim."""

    @abstractmethod
    def sample(self) -> Symbol:
        """An unknown of the shape that the members have."""


Symbol: TypeAlias = Term | Struct | Nothing | Container
Claim: TypeAlias = Callable[[Symbol], Formula]
