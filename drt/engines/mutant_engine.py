"""The production engine with a planted bug, as an engine: the bug is there only while it answers."""

from __future__ import annotations

from deodar.drt.engines.impl_engine import ImplFace
from deodar.drt.engines.in_process import InProcessEngine
from deodar.drt.engines.protocol import Answer, Message
from deodar.drt.mutants import MUTANTS


class MutantEngine:
    """An engine that is wrong, in a way that is known."""

    def __init__(self, name: str) -> None:
        if name not in MUTANTS:
            raise ValueError(f"there is no mutant `{name}`\n  help: `deodar drt mutants --list` names them")
        self.name = f"mutant:{name}"
        self.touched = 0
        """How often the place of the bug was reached."""
        sound = InProcessEngine(ImplFace())
        self._answer = MUTANTS[name].bug(sound.answer, self._touch)
        self.ops = sound.ops

    def _touch(self) -> None:
        self.touched += 1

    def answer(self, message: Message) -> Answer:
        """The answer to one message."""
        return self._answer(message)
