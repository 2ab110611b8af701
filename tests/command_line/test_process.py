"""`deodar` as a process of its own: signals, pipes, and what it imports."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ALLOW_ALL = "permit(principal, action, resource);"
AUTHORIZE = ("authorize", "-l", 'A::"a"', "-a", 'Action::"a"', "-r", 'A::"a"')


def environment(**changes: str) -> dict[str, str]:
    """The environment of this process, with the package that is tested here, and these changes."""
    import deodar  # noqa: PLC0415  # the one that the tests found

    return os.environ | {"PYTHONPATH": str(Path(deodar.__file__).parents[1])} | changes


def run(*arguments: str, stdin: str = "", **changes: str) -> tuple[int, str, str]:
    """Status, output and diagnostics of `python -m deodar`."""
    command = [sys.executable, "-m", "deodar", *arguments]
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, env=environment(**changes), check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("arguments", "stdin", "outcome"),
    [
        pytest.param(AUTHORIZE, ALLOW_ALL, (0, "ALLOW\n", ""), id="allow"),
        pytest.param(AUTHORIZE, "", (2, "DENY\n", ""), id="deny"),
        pytest.param(
            (*AUTHORIZE, "--verbos"),
            "",
            (64, "", "no such option: --verbos (Possible options: --verbose)\n  help: deodar authorize --help\n"),
            id="wrong usage",
        ),
    ],
)
def test_outcome(arguments: Sequence[str], stdin: str, outcome: tuple[int, str, str]) -> None:
    assert run(*arguments, stdin=stdin) == outcome


def test_ctrl_c_ends_it_quietly() -> None:
    command = [sys.executable, "-m", "deodar", "check-parse"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        # The process reads standard input once it has asked for more than this; only then is it inside the command.
        assert process.stdin is not None
        process.stdin.write(b" " * 1_000_000)
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        output, diagnostics = process.communicate(timeout=600)
    assert (process.returncode, output, diagnostics) == (130, b"", b"")


def test_a_reader_that_goes_away_is_no_reason_for_a_traceback() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "deodar", *AUTHORIZE],
        input=ALLOW_ALL,
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        pytest.param(AUTHORIZE, ALLOW_ALL, id="a short one, when it is flushed"),
        pytest.param(
            ("translate-policy", "--direction", "cedar-to-json"),
            ALLOW_ALL * 1_000,
            id="a long one, while it is written",
        ),
    ],
)
def test_a_result_that_nobody_can_read_is_no_success(tmp_path: Path, arguments: Sequence[str], stdin: str) -> None:
    (tmp_path / "output").touch()
    with (tmp_path / "output").open("rb") as unwritable:
        done = subprocess.run(
            [sys.executable, "-m", "deodar", *arguments],
            input=stdin,
            stdout=unwritable,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, "the system refused: bad file descriptor\n")


@pytest.mark.parametrize(
    ("command", "outcome"),
    [
        pytest.param("check-parse <&-", (1, "", "<stdin>: standard input is closed\n"), id="standard input"),
        pytest.param("evaluate 1 >&-", (0, "", ""), id="standard output"),
        pytest.param("evaluate 1+true 2>&-", (1, "", ""), id="standard error"),
    ],
)
def test_a_closed_stream_is_no_reason_for_a_traceback(command: str, outcome: tuple[int, str, str]) -> None:
    line = f'"$0" -m deodar {command}'
    done = subprocess.run(
        ["sh", "-c", line, sys.executable], capture_output=True, text=True, env=environment(), check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == outcome


def test_a_terminal_without_the_characters_gets_escapes() -> None:
    outcome = run("evaluate", '"é"', PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert outcome == (0, '"\\xe9"\n', "")


def test_help_loads_no_engine_room() -> None:
    code = "import sys; sys.argv = ['deodar', '--help']; from deodar.command_line import main\n"
    code += "try: main()\nexcept SystemExit: print(*sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True)
    loaded = set(done.stderr.split())
    assert "deodar.command_line.app" in loaded
    assert loaded.isdisjoint({"hypothesis", "z3", "lark", "cedarpy", "deodar.model", "deodar.drt", "deodar.proofs"})


@pytest.mark.parametrize(
    ("command", "package", "extra"),
    [
        pytest.param("drt run --tests 1 --engine impl --engine model", "hypothesis", "drt", id="drt needs hypothesis"),
        pytest.param("prove", "z3", "proofs", id="prove needs z3"),
    ],
)
def test_a_missing_extra_says_which_line_to_type(command: str, package: str, extra: str) -> None:
    code = f"import sys; sys.modules[{package!r}] = None; sys.argv = ['deodar', *{command.split()!r}]\n"
    code += "from deodar.command_line import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert f"pip install 'deodar[{extra}]'" in done.stderr
