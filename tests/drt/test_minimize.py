"""`deodar drt minimize`: a case file becomes as small as it gets, and still shows the same."""

from __future__ import annotations

import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from deodar.drt import case_file
from deodar.drt.case_file import CaseFileError
from deodar.drt.choice import Choices, random_bytes
from deodar.drt.engines import engine
from deodar.drt.finding import Finding
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.minimize import minimize
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import answers, examine

TARGET = TARGETS["authorize"]
MUTANT = "mutant:allow-by-default"


def a_large_case_file(folder: Path, *names: str) -> Path:
    engines = {name: engine(name) for name in ("model", MUTANT)}
    cases = (TARGET.build(Choices(block).choose) for block in islice(random_bytes(1, DEFAULT.choices), 100))
    case = next(case for case in cases if examine(TARGET, engines, case) is not None)
    given = answers(TARGET, {name: engine(name) for name in names}, case)
    return case_file.write(Finding("authorize", "large", case, given, b"", 1, False, 0, 0.0), folder)


def test_a_case_file_becomes_small(tmp_path: Path) -> None:
    large = a_large_case_file(tmp_path, "model", MUTANT)
    command = [sys.executable, "-m", "deodar", "drt", "minimize", str(large)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    (small,) = [path for path in tmp_path.glob("*.json") if path != large]
    assert done.returncode == 7
    assert str(small) in done.stdout
    assert case_file.read(small).case["policies"] == {"staticPolicies": {}, "templates": {}, "templateLinks": []}
    assert small.stat().st_size < large.stat().st_size


def test_there_is_nothing_to_make_smaller_where_engines_agree(tmp_path: Path) -> None:
    large = case_file.read(a_large_case_file(tmp_path, "model", "impl"))
    with pytest.raises(CaseFileError, match="the engines agree"):
        minimize(large, tmp_path, 5.0)
