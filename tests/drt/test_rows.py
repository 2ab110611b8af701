"""Many messages in a row to a process: what goes wrong with one of them belongs to this one."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deodar.drt.choice import derived_seed
from deodar.drt.chunk import TOGETHER, Chunk
from deodar.drt.engines import engine
from deodar.drt.engines.command_engine import CommandEngine
from deodar.drt.engines.protocol import Engine, JsonText, Message
from deodar.drt.lanes import Lane, run_chunk
from deodar.drt.targets import TARGETS

ECHO = """\
import json, sys, os, time
for line in sys.stdin:
    message = json.loads(line)
    if message["op"] == "hello":
        answer = {"protocol": 1, "name": "echo", "version": "1", "ops": ["parse", "authorize"]}
    else:
        answer = {"text": message["policies"]}
    if message.get("policies") == "bad":
        BAD
    print(json.dumps(answer), flush=True)
"""

Make = Callable[[str], CommandEngine]


@pytest.fixture
def echo(tmp_path: Path) -> Make:
    """Makes an engine that gives back the text of each message, and misbehaves where the text is `bad`."""

    def make(bad: str) -> CommandEngine:
        path = tmp_path / "echo.py"
        path.write_text(ECHO.replace("BAD", bad))
        return CommandEngine(shlex.join([sys.executable, str(path)]), timeout=1.5)

    return make


def parse(*texts: str) -> list[Message]:
    return [{"op": "parse", "policies": text} for text in texts]


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        pytest.param("print('nonsense', flush=True); continue", "what is not JSON", id="garbage"),
        pytest.param("sys.exit(3)", "ended with status 3", id="an end"),
        pytest.param("os.abort()", "ended with status -6", id="a crash"),
        pytest.param("time.sleep(60)", "did not answer within 1.5 seconds", id="a hang"),
        pytest.param("print('{}', flush=True)", "answered more than once", id="two answers"),
        pytest.param("continue", "left a message without an answer", id="no answer"),
        pytest.param("os.close(1); time.sleep(60)", "closed its output", id="a closed output"),
    ],
)
def test_a_fault_belongs_to_the_message_that_it_answers(echo: Make, bad: str, fault: str) -> None:
    tested = echo(bad)
    given = tested.receive(tested.send(parse("a", "b", "bad", "c", "d")))
    tested.close()
    assert [answer.get("text") for answer in given] == ["a", "b", None, "c", "d"]
    assert fault in str(given[2]["fault"])


def test_a_process_that_fails_in_a_row_only_is_at_fault_too(echo: Make, tmp_path: Path) -> None:
    # Each process answers one `bad` only: alone, every message has a process that has answered none yet.
    once = "seen = globals().get('seen', 0) + 1\n        if seen > 1: os.abort()"
    tested = echo(f"{once}\n        open({str(tmp_path / 'log')!r}, 'a').write('bad ')")
    first = tested.receive(tested.send(parse("a", "bad", "b")))
    assert [answer["text"] for answer in first] == ["a", "bad", "b"]
    given = tested.receive(tested.send(parse("c", "bad", "d")))
    tested.close()
    assert [answer.get("text") for answer in given] == ["c", "bad", None]
    assert given[2]["fault"] == (
        "asked many things in a row: the engine ended with status -6; one by one, it answers them"
    )


def test_what_cannot_be_sent_is_left_out_of_a_row(echo: Make) -> None:
    tested = echo("pass")
    row = [*parse("a"), {"op": "parse", "policies": JsonText("[")}, *parse("b")]
    given = tested.receive(tested.send(row))
    assert [answer.get("text") for answer in given] == ["a", None, "b"]
    assert tested.receive(tested.send(row[1:2])) == given[1:2]
    assert tested.receive(tested.send([])) == []
    tested.close()


def test_answers_that_nobody_waits_for_are_no_answers_to_what_comes_next(echo: Make) -> None:
    tested = echo("pass")
    tested.send(parse("a", "b"))
    assert tested.answer(parse("c")[0]) == {"text": "c"}
    tested.close()


def test_an_engine_without_hello_is_asked_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "silent.py"
    path.write_text("import sys\nfor line in sys.stdin: print('{\"count\": 1}', flush=True)\n")
    tested = CommandEngine(shlex.join([sys.executable, str(path)]), timeout=5)
    assert tested.receive(tested.send(parse("a", "b", "c"))) == [{"count": 1}] * 3
    assert "validate" in tested.ops
    tested.close()


def test_a_row_is_left_when_the_time_is_over(echo: Make) -> None:
    def over() -> None:
        raise TimeoutError

    tested = echo("sys.exit(3)")
    row = tested.send(parse("a", "bad", "b"))
    with pytest.raises(TimeoutError):
        tested.receive(row, over)
    tested.close()


def chunk(target: str, engines: dict[str, Engine], cases: int) -> Chunk:
    checking = Chunk(TARGETS[target], engines, lambda: None)
    run_chunk(Lane.BULK, checking.check, derived_seed(3), cases)
    checking.finish()
    return checking


@pytest.fixture(scope="module")
def piped_impl() -> CommandEngine:
    return CommandEngine(shlex.join([sys.executable, "-m", "deodar", "engine", "impl"]))


@pytest.mark.parametrize("target", ["authorize", "soundness", "link", "json", "schema", "fresh", "evaluate"])
def test_a_chunk_counts_the_same_with_a_process_as_without(target: str, piped_impl: CommandEngine) -> None:
    cases = TOGETHER + 5
    here = chunk(target, {"impl": engine("impl")}, cases).tally
    apart = chunk(target, {piped_impl.name: piped_impl, "impl": engine("impl")}, cases).tally
    assert apart.signatures == {}
    assert (apart.cases, apart.tests, apart.refused) == (here.cases, here.tests, here.refused)
    assert here.cases == cases
    if target != "authorize":  # of which some measures take a further question to the first engine
        assert apart.measures == here.measures


def test_a_bug_in_a_process_is_found_with_its_case() -> None:
    serve = "from deodar.drt.engines.server import serve; serve('mutant:not-in-itself')"
    wrong = CommandEngine(shlex.join([sys.executable, "-c", serve]))
    found = chunk("authorize", {"impl": engine("impl"), wrong.name: wrong}, 60)
    here = chunk("authorize", {"impl": engine("impl"), "wrong": engine("mutant:not-in-itself")}, 60)
    wrong.close()
    assert found.tally.disagreements == here.tally.disagreements > 0
    assert [choices for choices, _ in found.differences] == [choices for choices, _ in here.differences]
