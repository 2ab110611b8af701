"""Known issues: what a run is not red for, until a day."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from deodar.drt.known_issues import KnownIssue, KnownIssues, KnownIssuesError, known_disagreements, read
from deodar.drt.lanes import Lane
from deodar.drt.outcome import Outcome
from deodar.drt.shard import Plan
from deodar.drt.tally import Tally
from deodar.drt.verdict import Finish, verdict

PLAN = Plan(("model", "impl"), ("authorize",), Lane.NIGHTLY, 1, 60.0, None, 1)
KIND = "authorize: kind: model type, impl overflow"
PLUS, MINUS = f"{KIND} [+]", f"{KIND} [-]"
DAY = date(2030, 1, 1)
ISSUE = """
[[issue]]
signature = "{signature}"
reason = "it adds first"
link = "https://example.com/7"
expires = {expires}
"""


def issue(signature: str) -> KnownIssue:
    return KnownIssue(signature=signature, reason="r", link="l", expires=DAY)


def issues(*signatures: str) -> KnownIssues:
    return KnownIssues(tuple(map(issue, signatures)))


def test_an_issue_holds_on_its_last_day_and_not_on_the_next(tmp_path: Path) -> None:
    path = tmp_path / "known.toml"
    path.write_text(ISSUE.format(signature=PLUS, expires=DAY))
    assert [each.signature for each in read(path, DAY).valid] == [PLUS]
    assert [each.signature for each in read(path, DAY + timedelta(days=1)).expired] == [PLUS]


def test_a_file_without_an_issue(tmp_path: Path) -> None:
    path = tmp_path / "known.toml"
    path.write_text("# none\n")
    assert read(path) == KnownIssues()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("[[issue", "is no TOML", id="no TOML"),
        pytest.param("[[issues]]", "`issues`: extra inputs", id="a table of another name"),
        pytest.param("issue = 1", "`issue`: input should be a valid list", id="no list"),
        pytest.param(
            ISSUE.format(signature="s", expires="2030-01-01").replace("link", "url"), "`issue` 1 `link`", id="no link"
        ),
        pytest.param(ISSUE.format(signature="", expires="2030-01-01"), "`issue` 1 `signature`", id="no signature"),
        pytest.param(ISSUE.format(signature="s", expires='"soon"'), "`issue` 1 `expires`", id="no day"),
        pytest.param(ISSUE.format(signature="s", expires="2030-01-01") * 2, "`s` twice", id="a signature twice"),
        pytest.param("reason = '\udcff'", "is no TOML", id="no UTF-8"),
    ],
)
def test_a_damaged_file_is_refused(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "known.toml"
    path.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(KnownIssuesError) as refused:
        read(path)
    assert words in str(refused.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KnownIssuesError, match="cannot read"):
        read(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("known", "investigated", "expected"),
    [
        pytest.param(issues(), (PLUS,), {}, id="none"),
        pytest.param(issues(PLUS), (PLUS,), {PLUS: 5}, id="a full signature"),
        pytest.param(issues(PLUS), (PLUS, MINUS), {}, id="one of two full signatures"),
        pytest.param(issues(PLUS, MINUS), (PLUS, MINUS), {PLUS: 5}, id="both of two full signatures"),
        pytest.param(issues(KIND), (PLUS, MINUS), {KIND: 5}, id="the short signature of both"),
        pytest.param(issues(KIND), (), {KIND: 5}, id="a short signature before anything is investigated"),
        pytest.param(issues(PLUS), (), {}, id="a full signature before anything is investigated"),
        pytest.param(issues(f"{KIND}s"), (PLUS,), {}, id="another signature with the same beginning"),
    ],
)
def test_what_an_issue_explains(known: KnownIssues, investigated: tuple[str, ...], expected: dict[str, int]) -> None:
    found = known_disagreements({KIND: 5}, investigated, known)
    assert {each.signature: count for each, count in found.items()} == expected


@pytest.mark.parametrize(
    ("known", "finish", "words"),
    [
        pytest.param(issues(KIND), Finish.AGREE, "the engines agree, but for 3 known disagreements", id="known"),
        pytest.param(issues("s"), Finish.DISAGREE, ": 3 disagreements", id="another one is known"),
        pytest.param(
            KnownIssues(issues(KIND).valid, issues("s").valid),
            Finish.NOT_SOUND,
            "no disagreement that is not known, but a known issue has expired",
            id="known, and another has expired",
        ),
        pytest.param(KnownIssues((), issues(KIND).valid), Finish.DISAGREE, ": 3 disagreements", id="it has expired"),
    ],
)
def test_the_verdict_on_a_run_with_known_issues(known: KnownIssues, finish: Finish, words: str) -> None:
    tally = Tally(tests=80, disagreements=3, signatures=Counter({KIND: 3}))
    came = verdict(Outcome(PLAN, time.monotonic(), {"authorize": tally}, issues=known))
    assert came.finish is finish
    assert came.sentence.endswith(words)


def test_new_disagreements_are_counted_beside_known_ones() -> None:
    tally = Tally(tests=80, disagreements=5, signatures=Counter({KIND: 3, "s": 2}))
    came = verdict(Outcome(PLAN, time.monotonic(), {"authorize": tally}, issues=issues(KIND)))
    assert came.sentence.endswith(": 2 disagreements, and 3 known ones")


def run(tmp_path: Path, text: str) -> tuple[subprocess.CompletedProcess[str], Path]:
    """A run against an engine that decides nothing, with a file of known issues."""
    known, events = tmp_path / "known.toml", tmp_path / "out" / "events.jsonl"
    known.write_text(text)
    arguments = ["--target", "authorize", "--tests", "64", "--seed", "1", "--processes", "1", "--canaries", "0"]
    engines = ["--engine", "model", "--engine", "mutant:allow-by-default"]
    files = ["--known-issues", str(known), "--json", str(events), "--out", str(tmp_path / "out")]
    command = [sys.executable, "-m", "deodar", "drt", "run", *arguments, *engines, *files]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False), events


def test_a_run_with_known_issues_only_is_green(tmp_path: Path) -> None:
    signature = "authorize: decision: model deny, mutant:allow-by-default allow"
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    unmet = ISSUE.format(signature="unmet", expires=tomorrow)
    done, events = run(tmp_path, ISSUE.format(signature=signature, expires=tomorrow) + unmet)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"  known until {tomorrow}: it adds first (https://example.com/7)" in done.stdout
    assert "known issue that did not show: unmet" in done.stdout
    assert "the engines agree, but for" in done.stdout
    end = json.loads(events.read_text().splitlines()[-1])
    (known,) = end["known"]
    assert (known["signature"], end["expired"]) == (signature, [])
    assert known["disagreements"] == end["targets"]["authorize"]["disagreements"] > 0


def test_a_run_with_an_expired_issue_is_red(tmp_path: Path) -> None:
    done, events = run(tmp_path, ISSUE.format(signature="s", expires="2020-01-01"))
    assert done.returncode == 7
    assert "known issue expired on 2020-01-01: s: it adds first (https://example.com/7)" in done.stdout
    assert [each["signature"] for each in json.loads(events.read_text().splitlines()[-1])["expired"]] == ["s"]


def test_a_run_with_a_damaged_file_does_not_begin(tmp_path: Path) -> None:
    done, events = run(tmp_path, "[[issue]]")
    assert done.returncode == 1
    assert "`issue` 1 `signature`" in done.stderr
    assert not events.exists()
