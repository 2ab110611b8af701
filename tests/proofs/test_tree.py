"""The proofs are about the source that lies in the tree: an edit there is seen, refuted, and shown as the page says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "change-the-model.md").read_text(encoding="utf-8")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the sources."""
    for name in ("src", "model", "proofs"):
        shutil.copytree(ROOT / name, tmp_path / name, symlinks=True)
    for link in ("impl", "drt"):
        (tmp_path / link).symlink_to(ROOT / link)
    return tmp_path


def prove(tree: Path) -> subprocess.CompletedProcess[str]:
    """`deodar prove --only default_deny` in a tree."""
    return subprocess.run(
        [sys.executable, "-m", "deodar.proofs", "--only", "default_deny"],
        env={**os.environ, "PYTHONPATH": str(tree / "src"), "COLUMNS": "120"},
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )


def edit(tree: Path, old: str, new: str) -> None:
    """Changes a line of the authorizer, which is part of the page."""
    file = tree / "model" / "authorizer.py"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_breaking_and_mending_a_theorem_is_as_the_page_tells(tree: Path) -> None:
    assert prove(tree).returncode == 0
    edit(tree, "    if permits and not forbids:", "    if not forbids:")
    assert "    if not forbids:" in PAGE
    broken = prove(tree)
    assert broken.returncode == 5
    shown = broken.stdout[broken.stdout.index("If no permit policy") : broken.stdout.index("erroring: none") + 14]
    assert shown in PAGE
    edit(tree, "    if not forbids:", "    if not forbids and permits:")
    assert "    if not forbids and permits:" in PAGE
    assert prove(tree).returncode == 0


def test_an_edit_that_leaves_the_subset_is_refused_with_file_and_line(tree: Path) -> None:
    edit(tree, "    if permits and not forbids:", "    while False:\n        pass\n    if permits and not forbids:")
    line = (tree / "model" / "authorizer.py").read_text(encoding="utf-8").splitlines().index("    while False:") + 1
    refused = prove(tree)
    assert refused.returncode == 5
    assert f"model/authorizer.py:{line}: `while False:` is no statement of the subset" in refused.stdout
    assert f"model/authorizer.py:{line}: `while False:` is no statement of the subset" in PAGE
