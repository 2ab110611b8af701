"""Many cases put to a process at once: message by message of each case, but all cases side by side.

What a target asks next may hang on what was answered before, so a case is asked anew from its start whenever an answer
has come, with the answers so far said again: it stops at the first message that has none yet. Those of all cases go out
in one row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from deodar.drt.case import Case
from deodar.drt.engines.command_engine import CommandEngine
from deodar.drt.engines.protocol import Answer, Message, unsupported
from deodar.drt.targets.target import Target

NOT_YET = unsupported("this was not asked yet")


class _Inquiry:
    """What a target asks about one case, as far as it is answered; to the target, it is the engine."""

    def __init__(self, target: Target, engine: CommandEngine, case: Case) -> None:
        self.name = engine.name
        self.ops = engine.ops
        self._target = target
        self._case = case
        self._told: list[Answer] = []
        self._said = 0
        self.next: Message | None = None
        """The first message without an answer; None when there is none."""
        self.result: Answer = NOT_YET
        self._ask()

    def tell(self, answer: Answer) -> None:
        """Take in the answer to the next message."""
        self._told.append(answer)
        self._ask()

    def _ask(self) -> None:
        self._said, self.next = 0, None
        self.result = self._target.ask(self, self._case)

    def answer(self, message: Message) -> Answer:
        """What was answered before, in the same order."""
        if self._said < len(self._told):
            self._said += 1
            return self._told[self._said - 1]
        if self.next is None:
            self.next = message
        return NOT_YET


class Pipeline:
    """Cases on their way through a process; the first row is sent at once."""

    def __init__(self, target: Target, engine: CommandEngine, cases: Sequence[Case]) -> None:
        self._engine = engine
        self._inquiries = [_Inquiry(target, engine, case) for case in cases]
        self._send()

    def _send(self) -> None:
        asked = [(inquiry, inquiry.next) for inquiry in self._inquiries if inquiry.next is not None]
        self._waiting = [inquiry for inquiry, _ in asked]
        self._row = self._engine.send([message for _, message in asked])

    def answers(self, between: Callable[[], None]) -> list[Answer]:
        """What the engine says about each case; `between` is called now and then, and may raise."""
        while self._waiting:
            for inquiry, answer in zip(self._waiting, self._engine.receive(self._row, between), strict=True):
                inquiry.tell(answer)
            between()
            self._send()
        return [inquiry.result for inquiry in self._inquiries]
