"""The engine protocol over standard input and output: `deodar engine NAME`.

A line is read with a scanner of our own, which knows where each field begins and ends: policies, schemas and entities
are handed on as the text that stood in the line, since an engine has to see what a JSON reader makes disappear
(repeated members, `-0`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import IO

from deodar.drt.data import Json
from deodar.drt.deep import on_a_large_stack
from deodar.drt.engines import engine
from deodar.drt.engines.json_scanner import DECODER, NotJson
from deodar.drt.engines.protocol import Answer, Engine, JsonText, Message, answer_or_fault, refusal

BLANK = " \t\r\n"


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position] in BLANK:
        position += 1
    return position


def _expect(text: str, position: int, character: str) -> int:
    position = _skip(text, position)
    if text[position : position + 1] != character:
        raise NotJson(f"`{character}` is missing at character {position}")
    return _skip(text, position + 1)


def _members(text: str) -> Iterator[tuple[str, Json, str]]:
    """The members of the object that a line writes: name, value, and the text of the value."""
    position = _expect(text, 0, "{")
    if text[position : position + 1] == "}":
        _expect_end(text, position + 1)
        return
    while True:
        name, position = DECODER.raw_decode(text, position)
        if not isinstance(name, str):
            raise NotJson("the name of a member is no string")
        start = _expect(text, position, ":")
        value, position = DECODER.raw_decode(text, start)
        yield name, value, text[start:position]
        position = _skip(text, position)
        if text[position : position + 1] == "}":
            _expect_end(text, position + 1)
            return
        position = _expect(text, position, ",")


def _expect_end(text: str, position: int) -> None:
    if _skip(text, position) != len(text):
        raise NotJson("there is something after the object")


def read_message(line: bytes) -> Message:
    """The message that a line writes."""
    message: dict[str, Json] = {}
    for name, value, text in _members(line.decode()):
        as_text = name == "entities" or (name in ("policies", "schema") and isinstance(value, dict))
        message[name] = JsonText(text) if as_text else value
    return message


def answer_line(served: Engine, line: bytes) -> Answer:
    """The answer to a line, whatever is in it."""
    try:
        message = read_message(line)
    except RecursionError:
        return refusal("protocol", "nested-too-deep", "the line is nested too deep")
    except (NotJson, UnicodeDecodeError, json.JSONDecodeError) as failure:
        return refusal("protocol", "not-json", f"the line is no JSON object: {failure}")
    answer = answer_or_fault(served.answer, message)
    if "fault" in answer:
        return refusal("protocol", "internal", str(answer["fault"]))
    return answer


def converse(served: Engine, lines: IO[bytes], answers: IO[bytes]) -> None:
    """Answer every line until there is none."""
    for line in lines:
        answers.write(_encoded(answer_line(served, line)))
        answers.flush()


def _encoded(answer: Answer) -> bytes:
    """ASCII, so that no lone surrogate in a message of an engine can make a line that is not UTF-8."""
    try:
        return json.dumps(answer).encode("ascii") + b"\n"
    except (RecursionError, TypeError, ValueError) as failure:
        words = f"the answer cannot be written: {type(failure).__name__}"
        return json.dumps(refusal("protocol", "internal", words)).encode("ascii") + b"\n"


def serve(name: str) -> None:
    """Serve an engine on standard input and output until the input ends, or nobody reads the answers."""
    served = engine(name)
    try:
        on_a_large_stack(converse, served, sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:
        sys.stderr.close()  # the interpreter would complain of the pipe once more when it ends
