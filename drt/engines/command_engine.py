"""Any process that speaks the engine protocol, as an engine.

A process that ends, hangs, or answers with anything but one JSON object a line is at fault. The fault is its answer to
that message; for the next message it is started anew.
"""

from __future__ import annotations

import json
import queue
import shlex
import subprocess
import threading
from contextlib import suppress
from typing import IO

from deodar.drt.data import Json
from deodar.drt.engines.json_scanner import is_json
from deodar.drt.engines.protocol import UNSUPPORTED, Answer, JsonText, Message, unsupported

TIMEOUT_SECONDS = 20.0
LONGEST_LINE = 256 * 2**20  # bytes
PRIVATE_OPS = frozenset({"print", "print-schema", "resolve"})  # ours, not of the protocol


class EngineFault(Exception):
    """The process did not keep to the protocol."""


class _Conversation:
    """One run of the process. A thread reads its lines, so that waiting for one can end."""

    def __init__(self, arguments: list[str]) -> None:
        try:
            # `stderr` is ours: diagnostics of the process are for the person who runs it.
            self.process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as failure:
            raise EngineFault(f"the engine does not start: {failure.strerror or failure}") from None
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._input: IO[bytes] = self.process.stdin
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True).start()

    def _read(self, output: IO[bytes]) -> None:
        with output:
            while line := output.readline(LONGEST_LINE):
                self._lines.put(line)
        self._lines.put(b"")

    def ask(self, line: bytes, timeout: float) -> bytes:
        """The line that answers a line."""
        if not self._lines.empty():
            early = self._lines.get()
            raise EngineFault("the engine answered more than once" if early else self._ended())
        # Written by a thread of its own: a process that reads nothing must not stop us when the pipe is full.
        self._writer = threading.Thread(target=self._write, args=(line,), daemon=True)
        self._writer.start()
        try:
            answer = self._lines.get(timeout=timeout)
        except queue.Empty:
            raise EngineFault(f"the engine did not answer within {timeout:g} seconds") from None
        if not answer:
            raise EngineFault(self._ended())
        return answer

    def _write(self, line: bytes) -> None:
        with suppress(OSError, ValueError):  # the process is gone, which the reader tells
            self._input.write(line)
            self._input.flush()

    def _ended(self) -> str:
        try:
            return f"the engine ended with status {self.process.wait(timeout=1)}"
        except subprocess.TimeoutExpired:
            return "the engine closed its output"

    def close(self) -> None:
        """End the process, if it does not end by itself."""
        if self._writer is not None and self._writer.is_alive():
            self.process.kill()  # it does not read, so that it does not see the end of its input either
        with suppress(OSError):
            self._input.close()
        try:
            self.process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def as_line(message: Message) -> bytes:
    """A message as a line: documents that are JSON text already go in as they are."""
    members = [f"{json.dumps(name)}: {_member(value)}" for name, value in message.items()]
    return ("{" + ", ".join(members) + "}\n").encode()


def _member(value: Json) -> str:
    if not isinstance(value, JsonText):
        return json.dumps(value)
    # A line is one line: between tokens of JSON, a line break may be a blank; in a string there is none.
    return value.replace("\n", " ").replace("\r", " ")


class CommandEngine:
    """An engine that answers from a process."""

    def __init__(self, command: str, timeout: float = TIMEOUT_SECONDS) -> None:
        self.name = f"cmd:{command}"
        self._arguments = shlex.split(command)
        if not self._arguments:
            raise ValueError("`cmd:` names no program")
        self._timeout = timeout
        self._conversation: _Conversation | None = None
        self.ops = self._offered()

    def _offered(self) -> frozenset[str]:
        """The operations that the process says it knows; without a usable `hello`, it is asked all of them."""
        match self.answer({"op": "hello"}):
            case {"ops": list(ops)}:
                return frozenset(op for op in ops if isinstance(op, str)) - PRIVATE_OPS
            case _:
                return frozenset({"hello", "parse", "schema", "validate", "entities", "evaluate", "authorize"})

    def answer(self, message: Message) -> Answer:
        """The answer of the process, or `{"fault": ..}`."""
        if not all(is_json(value) for value in message.values() if isinstance(value, JsonText)):
            return unsupported("a document that is not JSON cannot be sent")
        try:
            if self._conversation is None:
                self._conversation = _Conversation(self._arguments)
            return _read_answer(self._conversation.ask(as_line(message), self._timeout))
        except EngineFault as fault:
            self.close()
            return {"fault": str(fault)}

    def close(self) -> None:
        """End the process; it is started again when it is asked again."""
        if self._conversation is not None:
            self._conversation.close()
            self._conversation = None


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
            return answer
