"""Processes as engines: one that behaves, and many that do not."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deodar.drt.engines import engine
from deodar.drt.engines.command_engine import PRIVATE_OPS, CommandEngine, as_line
from deodar.drt.engines.protocol import JsonText

HELLO = 'import sys\nsys.stdin.readline()\nprint(\'{"ops": ["parse", "print"]}\', flush=True)\nsys.stdin.readline()\n'

Make = Callable[[str], CommandEngine]


@pytest.fixture
def program(tmp_path: Path) -> Make:
    """Makes an engine of the source of a Python program."""

    def make(source: str) -> CommandEngine:
        path = tmp_path / "engine program.py"
        path.write_text(source)
        return CommandEngine(shlex.join([sys.executable, str(path)]), timeout=1.5)

    return make


def test_a_built_in_engine_behind_a_pipe_answers_as_without() -> None:
    piped = engine("cmd:" + shlex.join([sys.executable, "-m", "deodar", "engine", "impl"]))
    assert isinstance(piped, CommandEngine)
    direct = engine("impl")
    text = 'permit(principal, action, resource) when { context.é == "\\n" };'
    for message in (
        {"op": "parse", "policies": text},
        {
            "op": "entities",
            "entities": JsonText('[{"uid": {"type": "A", "id": "x"}, "attrs": {"a": -0}, "parents": []}]'),
        },
        {"op": "parse", "policies": JsonText('{"staticPolicies": {}, "templates": {}, "templateLinks": []}')},
    ):
        assert piped.answer(message) == direct.answer(message)
    assert piped.ops == direct.ops - PRIVATE_OPS
    piped.close()


@pytest.mark.parametrize("document", ["[", "[1] 2", "NaN", '["\n"]', "[" * 200_000])
def test_a_document_that_is_not_json_is_not_sent(program: Make, document: str) -> None:
    answer = program("").answer({"op": "entities", "entities": JsonText(document)})
    assert answer == {
        "error": {
            "stage": "protocol",
            "kind": "unsupported",
            "message": "a document that is not JSON cannot be sent",
        }
    }


def test_a_message_is_one_line() -> None:
    assert (
        as_line({"op": "entities", "entities": JsonText("[\n1,\r\n2]")})
        == b'{"op": "entities", "entities": [ 1,  2]}\n'
    )


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        pytest.param(HELLO + "print('nonsense', flush=True)\nsys.stdin.read()", "not JSON", id="it answers garbage"),
        pytest.param(HELLO + "print('[]', flush=True)\nsys.stdin.read()", "no object", id="it answers an array"),
        pytest.param(
            HELLO + "print('{}\\n' * 50, flush=True)\nsys.stdin.read()", "more than once", id="it answers twice"
        ),
        pytest.param(HELLO + "import time\ntime.sleep(60)", "did not answer within 1.5 seconds", id="it hangs"),
        pytest.param(HELLO + "sys.exit(3)", "ended with status 3", id="it ends"),
        pytest.param(HELLO + "import os\nos.abort()", "ended with status -6", id="it crashes"),
        pytest.param(
            HELLO + "import os, time\nos.close(1)\ntime.sleep(60)",
            "closed its output",
            id="it closes its output and hangs",
        ),
        pytest.param(
            HELLO + "sys.stdout.buffer.write(b'\\xff\\n')\nsys.stdout.flush()\nsys.stdin.read()", "not JSON", id="bytes"
        ),
    ],
)
def test_what_a_process_does_wrong_is_its_answer(program: Make, source: str, fault: str) -> None:
    misbehaving = program(source)
    given = [str(misbehaving.answer({"op": "parse", "policies": ""}).get("fault", "")) for _ in range(4)]
    assert any(fault in words for words in given)
    misbehaving.close()


def test_after_a_fault_the_process_is_started_again(program: Make) -> None:
    crashing = program(HELLO + 'print(\'{"text": "a"}\', flush=True)\nsys.exit(1)')
    first = [crashing.answer({"op": "parse", "policies": ""}) for _ in range(2)]
    assert crashing.answer({"op": "parse", "policies": ""})
    assert any("fault" in answer for answer in first)
    crashing.close()


def test_a_program_that_is_not_there_is_at_fault() -> None:
    missing = CommandEngine("/nowhere/engine")
    assert "does not start" in str(missing.answer({"op": "hello"})["fault"])


def test_a_process_that_does_not_read_does_not_stop_us(program: Make) -> None:
    deaf = program("import sys, time\nsys.stdin.readline()\nprint('{\"ops\": []}', flush=True)\ntime.sleep(60)")
    answer = deaf.answer({"op": "parse", "policies": "x" * 10_000_000})
    assert "did not answer" in str(answer["fault"])
    deaf.close()


@pytest.mark.parametrize("name", ["cmd:", "cmd:'", "turbo", "mutant:none"])
def test_names_of_no_engine(name: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        engine(name)
