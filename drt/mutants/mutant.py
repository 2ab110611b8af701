"""What a planted bug is: the engine with one thing wrong, in a way that is known.

A bug stands between a message and the engine that is right. Most bugs are of meaning: the engine is handed other
policies or entities than it was asked about (as if it had compiled something else), or its answer is changed on the way
out. These say nothing about how the engine is built, and so outlive every rewrite of it. The others replace a function
or a constant of the engine by name, for as long as it answers.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeAlias

from deodar.drt.engines.protocol import Answer, Message

Ask: TypeAlias = Callable[[Message], Answer]
Touch: TypeAlias = Callable[[], None]
Bug: TypeAlias = Callable[[Ask, Touch], Ask]
"""Makes of an engine that is right one that is wrong; calls `Touch` whenever its place is reached."""

AUTHORIZE = "authorize"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A planted bug."""

    name: str
    area: str
    """The part of the language that it is in."""
    says: str
    """What the engine gets wrong."""
    bug: Bug
    target: str = AUTHORIZE
    """The target whose claim it breaks."""
    rare: str = ""
    """Why it is hard to find, if it is; then it is no canary."""


Replacement: TypeAlias = Callable[[Any], object]
"""What to put in place of the original, which is given."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A bug whose place is one attribute of a module, or of a class in it."""

    name: str
    says: str
    """What the engine gets wrong."""
    module: str
    attribute: str
    replacement: Replacement

    def mutant(self, target: str) -> Mutant:
        """The bug as one that a target has to find."""
        return Mutant(
            self.name, AREA_OF[target], self.says, _patch(self.module, self.attribute, self.replacement), target
        )


AREA_OF = {
    "validate": "typing rules",
    "schema": "schema",
    "schema-entities": "conformance",
    "schema-requests": "conformance",
}


@contextmanager
def replaced(module: str, attribute: str, replacement: Replacement) -> Generator[None, None, None]:
    """While an attribute of a module, or of a class in it, is replaced by what `replacement` makes of the original."""
    holder: Any = import_module(module)
    *path, name = attribute.split(".")
    for step in path:
        holder = getattr(holder, step)
    original = getattr(holder, name)
    setattr(holder, name, replacement(original))
    try:
        yield
    finally:
        setattr(holder, name, original)


def patch(module: str, attribute: str, replacement: Replacement) -> Bug:
    """The bug that an attribute of a module of the engine is another one."""
    return _patch(f"deodar.impl.{module}", attribute, replacement)


def _patch(module: str, attribute: str, replacement: Replacement) -> Bug:

    def bug(sound: Ask, touch: Touch) -> Ask:
        def told(original: Any) -> object:
            made = replacement(original)
            if not callable(made) or isinstance(made, type):
                touch()  # whoever reads a constant cannot be seen
                return made
            function: Callable[..., object] = made

            def reached(*arguments: object) -> object:
                touch()
                return function(*arguments)

            return reached

        def answer(message: Message) -> Answer:
            with replaced(module, attribute, told):
                return sound(message)

        return answer

    return bug


def constant(value: object) -> Callable[[Any], object]:
    """The replacement that is the same whatever the original."""
    return lambda _original: value
