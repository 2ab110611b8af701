"""Edits to the model's source, and those that are bugs."""

from __future__ import annotations

from dataclasses import dataclass

AUTHORIZER = "deodar.model.authorizer"


@dataclass(frozen=True, slots=True)
class Edit:
    """One place of one module that reads differently."""

    name: str
    old: str
    new: str
    module: str = AUTHORIZER


@dataclass(frozen=True, slots=True)
class Mutant:
    """An edit that is a bug, and the theorem that must fall."""

    edit: Edit
    falls: str


@dataclass(frozen=True, slots=True)
class TypeMutant:
    """A bug, and the case of the theorem in which the proof must fail, if it is proved by cases."""

    mutant: Mutant
    case: str
