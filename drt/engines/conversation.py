"""One run of a process that speaks the engine protocol: lines written to it, lines read from it.

Reading and writing are done by threads, so that waiting for an answer can end, and so that a process that does not read
cannot stop us when the pipe is full.
"""

from __future__ import annotations

import queue
import subprocess
import threading
from contextlib import suppress
from typing import IO

LONGEST_LINE = 256 * 2**20  # bytes
PARTING_SECONDS = 0.5


class EngineFault(Exception):
    """The process did not keep to the protocol."""


class EngineEnded(EngineFault):
    """The process is gone, or never came."""


class Conversation:
    """A running process."""

    def __init__(self, arguments: list[str]) -> None:
        try:
            # `stderr` is ours: diagnostics of the process are for the person who runs it.
            self.process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as failure:
            raise EngineEnded(f"the engine does not start: {failure.strerror or failure}") from None
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

    def write(self, lines: bytes) -> None:
        """Begin to write lines; whether they arrive shows in the answers. Nothing may be left unread."""
        if not self._lines.empty():
            early = self._lines.get()
            raise EngineFault("the engine answered more than once") if early else EngineEnded(self._ended())
        self._writer = threading.Thread(target=self._write, args=(lines,), daemon=True)
        self._writer.start()

    def _write(self, lines: bytes) -> None:
        with suppress(OSError, ValueError):  # the process is gone, which the reader tells
            self._input.write(lines)
            self._input.flush()

    def read(self, timeout: float) -> bytes:
        """The next line, waited for so many seconds."""
        try:
            line = self._lines.get(timeout=timeout)
        except queue.Empty:
            raise EngineFault(f"the engine did not answer within {timeout:g} seconds") from None
        if not line:
            raise EngineEnded(self._ended())
        return line

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
            self.process.wait(timeout=PARTING_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
