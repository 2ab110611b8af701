"""Any process that speaks the engine protocol, as an engine.

Many messages go out in one write, a row, and the answers are read while other engines work. A row ends with a `hello`:
if its answer does not come just behind the others, the process has answered too often or too seldom, and no answer of
the row is to be trusted. Then, and whenever a process ends, hangs, or answers with anything but one JSON object a line,
it is started anew and asked the row message by message, each followed by a `hello` of its own, so that the fault is the
answer to the message that it belongs to.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deodar.drt.data import Json
from deodar.drt.engines.conversation import Conversation, EngineEnded, EngineFault
from deodar.drt.engines.json_scanner import is_json
from deodar.drt.engines.protocol import UNSUPPORTED, Answer, JsonText, Message, unsupported

TIMEOUT_SECONDS = 20.0  # for each answer
MOST_DEATHS = 10  # in a row, without an answer
PRIVATE_OPS = frozenset({"print", "print-schema", "resolve"})  # ours, not of the protocol
SUPPOSED_OPS = frozenset({"hello", "parse", "schema", "validate", "entities", "evaluate", "authorize"})
HELLO = b'{"op": "hello"}\n'
NOT_SENT = unsupported("a document that is not JSON cannot be sent")


@dataclass(frozen=True, slots=True)
class Row:
    """Messages that were put to the process together."""

    lines: tuple[bytes | None, ...]
    """None for a message that cannot be sent."""
    failure: EngineFault | None
    """Why they could not be written."""

    @property
    def sent(self) -> list[bytes]:
        """The lines that can be sent."""
        return [line for line in self.lines if line is not None]


def as_line(message: Message) -> bytes:
    """A message as a line: documents that are JSON text already go in as they are."""
    members = [f"{json.dumps(name)}: {_member(value)}" for name, value in message.items()]
    return ("{" + ", ".join(members) + "}\n").encode()


def _member(value: Json) -> str:
    if not isinstance(value, JsonText):
        return json.dumps(value)
    # A line is one line: between tokens of JSON, a line break may be a blank; in a string there is none.
    return value.replace("\n", " ").replace("\r", " ")


def _line(message: Message) -> bytes | None:
    """The line of a message, or None if it has a document that is no JSON."""
    sendable = all(is_json(value) for value in message.values() if isinstance(value, JsonText))
    return as_line(message) if sendable else None


class CommandEngine:
    """An engine that answers from a process."""

    def __init__(self, command: str, timeout: float = TIMEOUT_SECONDS) -> None:
        self.name = f"cmd:{command}"
        self._arguments = shlex.split(command)
        if not self._arguments:
            raise ValueError("`cmd:` names no program")
        self._timeout = timeout
        self._conversation: Conversation | None = None
        self._unread = False
        self._says_hello = False
        self._given_up: Answer | None = None
        self.ops = self._offered()

    def _offered(self) -> frozenset[str]:
        """The operations that the process says it knows; without a usable `hello`, it is asked all of them."""
        match self.answer({"op": "hello"}):
            case {"ops": list(ops)}:
                self._says_hello = True
                return frozenset(op for op in ops if isinstance(op, str)) - PRIVATE_OPS
            case _:
                return SUPPOSED_OPS

    @property
    def given_up(self) -> bool:
        """Whether the process ends whenever it is started, so that it is not started any more."""
        return self._given_up is not None

    def answer(self, message: Message) -> Answer:
        """The answer of the process, or `{"fault": ..}`."""
        (answer,) = self.receive(self.send([message]))
        return answer

    def send(self, messages: Sequence[Message]) -> Row:
        """Begin to ask. What is sent has to be received before anything else is asked, or is lost."""
        if self._unread:
            self.close()
        row = Row(tuple(_line(message) for message in messages), None)
        if not self._in_one_write(row):
            return row
        try:
            self._write(row.sent)
        except EngineFault as failure:
            return Row(row.lines, failure)
        self._unread = True
        return row

    def _in_one_write(self, row: Row) -> bool:
        """Without a `hello` to end it, a row is asked message by message; an empty one is not asked."""
        together = len(row.sent) == 1 or (len(row.sent) > 1 and self._says_hello)
        return together and not self.given_up

    def receive(self, row: Row, between: Callable[[], None] = lambda: None) -> list[Answer]:
        """The answers to a row; `between` is called whenever a message is to be asked alone, and may raise."""
        lines = row.sent
        try:
            if row.failure is not None:
                raise row.failure
            given = self._read(lines) if self._in_one_write(row) else [self._alone(line, between) for line in lines]
        except EngineFault as fault:
            self.close()
            given = [self._failed(fault)] if len(lines) == 1 else self._one_by_one(lines, fault, between)
        answers = iter(given)
        return [NOT_SENT if line is None else next(answers) for line in row.lines]

    def _one_by_one(self, lines: list[bytes], fault: EngineFault, between: Callable[[], None]) -> list[Answer]:
        """Ask again what came to nothing together: what is asked alone shows whose fault it is."""
        answers = [self._alone(line, between) for line in lines]
        if not any("fault" in answer for answer in answers):
            answers[-1] = _fault(f"asked many things in a row: {fault}; one by one, it answers them")
        return answers

    def _alone(self, line: bytes, between: Callable[[], None]) -> Answer:
        if self._given_up is not None:
            return self._given_up
        between()
        try:
            self._write([line])
            (answer,) = self._read([line])
        except EngineFault as fault:
            return self._failed(fault)
        return answer

    def _failed(self, fault: EngineFault) -> Answer:
        """What a fault is as an answer; if the process is gone, it is started until it says something."""
        self.close()
        if not isinstance(fault, EngineEnded):
            return _fault(fault)
        for _ in range(MOST_DEATHS):
            try:
                self._conversation = Conversation(self._arguments)
                self._conversation.write(HELLO)
                self._conversation.read(self._timeout)
            except EngineEnded:
                continue
            except EngineFault:
                pass  # it is there, and something else is wrong with it
            finally:
                self.close()
            return _fault(fault)
        self._given_up = _fault(f"given up after {MOST_DEATHS} deaths in a row: {fault}")
        return self._given_up

    def _write(self, lines: list[bytes]) -> None:
        if self._conversation is None:
            self._conversation = Conversation(self._arguments)
        self._conversation.write(b"".join([*lines, HELLO] if self._says_hello else lines))

    def _read(self, lines: list[bytes]) -> list[Answer]:
        """The answers to lines that were written last."""
        assert self._conversation is not None
        self._unread = False
        read, timeout = self._conversation.read, self._timeout
        if not self._says_hello:
            return [_read_answer(read(timeout)) for _ in lines]
        answers: list[Answer] = []
        while len(answers) < len(lines):
            answers.append(_read_answer(read(timeout)))
            if _is_hello(answers[-1]) and lines[len(answers) - 1] != HELLO:
                raise EngineFault("the engine left a message without an answer")
        if not _is_hello(_read_answer(read(timeout))):
            raise EngineFault("the engine answered more than once")
        return answers

    def close(self) -> None:
        """End the process; it is started again when it is asked again."""
        self._unread = False
        if self._conversation is not None:
            self._conversation.close()
            self._conversation = None


def _fault(what: EngineFault | str) -> Answer:
    return {"fault": str(what)}


def _is_hello(answer: Answer) -> bool:
    return "ops" in answer


def _is_text(line: bytes, answer: Json) -> bool:
    """Whether all strings of an answer can be written down: JSON can spell half of a surrogate pair, text has none."""
    if b"\\u" not in line and b"\xed" not in line:  # the only ways to spell one
        return True
    try:
        json.dumps(answer, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _read_answer(line: bytes) -> Answer:
    try:
        answer: Json = json.loads(line)
    except (ValueError, RecursionError):
        raise EngineFault(f"the engine answered with what is not JSON: {line[:200]!r}") from None
    if not isinstance(answer, dict):
        raise EngineFault(f"the engine answered with what is no object: {line[:200]!r}")
    match answer:
        case {"error": {"stage": "protocol", "kind": "unknown-op"}}:
            return {"error": {"stage": "protocol", "kind": UNSUPPORTED, "message": "the engine does not know this"}}
        case _:
            half = "it answers with half of a surrogate pair"
            return answer if _is_text(line, answer) else _fault(f"{half}: {line[:200]!r}")
