"""What a planted bug is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Replacement = Callable[[Any], object]
"""What to put in place of the original, which is given."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A bug: the attribute of a module (or of a class in it) that is replaced."""

    name: str
    says: str
    """What the engine gets wrong."""
    module: str
    attribute: str
    replacement: Replacement
