"""The production engine with a planted bug, as an engine: the bug is there only while it answers."""

from __future__ import annotations

from deodar.drt.engines.impl_engine import ImplFace
from deodar.drt.engines.in_process import InProcessEngine
from deodar.drt.engines.protocol import Answer, Message
from deodar.drt.mutants import MUTANTS, planted


class MutantEngine:
    """An engine that is wrong, in a way that is known."""

    def __init__(self, name: str) -> None:
        if name not in MUTANTS:
            known = ", ".join(f"`{mutant}`" for mutant in MUTANTS)
            raise ValueError(f"there is no mutant `{name}`: the mutants are {known}")
        self.name = f"mutant:{name}"
        self._mutant = MUTANTS[name]
        self._sound = InProcessEngine(ImplFace())
        self.ops = self._sound.ops

    def answer(self, message: Message) -> Answer:
        """The answer to one message."""
        with planted(self._mutant):
            return self._sound.answer(message)
