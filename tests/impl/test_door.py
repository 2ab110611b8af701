"""`import deodar`: what it offers, and what it loads."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import deodar

ROOT = Path(__file__).parent.parent.parent
SOURCES = Path(deodar.__file__).parent.parent


def run(program: str, compiled: Path) -> str:
    """What a fresh interpreter prints, its compiled modules kept in a directory of the test's own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {"PYTHONPATH": str(SOURCES), "PYTHONPYCACHEPREFIX": str(compiled)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def test_only_the_standard_library_is_loaded(tmp_path: Path) -> None:
    loaded = run(
        "import sys; before = set(sys.modules); import deodar; print(*sorted(set(sys.modules) - before))", tmp_path
    ).split()
    strangers = {name.partition(".")[0] for name in loaded} - set(sys.stdlib_module_names)
    assert strangers == {"deodar"}
    assert not [name for name in loaded if name.startswith(("deodar.model", "deodar.drt", "deodar.proofs"))]


def test_every_name_is_there() -> None:
    assert [name for name in deodar.__all__ if not hasattr(deodar, name)] == []


def test_the_version_is_the_packages() -> None:
    assert deodar.__version__ == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def test_every_refusal_is_a_deodar_error_and_a_value_error() -> None:
    for error in (
        deodar.PolicyParseError,
        deodar.SchemaError,
        deodar.EntitiesError,
        deodar.RequestError,
        deodar.LinkError,
        deodar.EvaluationError,
    ):
        assert issubclass(error, deodar.DeodarError)
        assert issubclass(error, ValueError)
