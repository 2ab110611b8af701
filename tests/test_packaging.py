"""What `pip install deodar` gives: the rooms as real packages, the types, the command, and a door that opens alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
import typer

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("model", "impl", "proofs", "drt")
THIRD_PARTY = """
import sys
before = set(sys.modules)
import deodar
names = {name.partition(".")[0] for name in set(sys.modules) - before}
print(sorted(name for name in names if name not in sys.stdlib_module_names and name != "deodar"))
"""


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command far from the tree, so that nothing is found by chance."""
    hidden = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        list(map(str, command)), check=False, capture_output=True, text=True, cwd=cwd, env=environment
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    for kind in ("wheel", "sdist"):
        finished = run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder, cwd=ROOT)
        assert finished.returncode == 0, finished.stderr
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an environment's programs, in which the wheel is installed and nothing else.

    What the command line needs is lent by the environment of the tests: installing it again would need a network.
    """
    folder = tmp_path_factory.mktemp("env")
    venv.create(folder, with_pip=False, symlinks=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    (wheel,) = built.glob("*.whl")
    finished = run(
        *(sys.executable, "-m", "pip", "--python", programs / "python", "install", "--no-deps", "--no-index", wheel),
        cwd=folder,
    )
    assert finished.returncode == 0, finished.stderr
    return programs


@pytest.fixture(scope="module")
def lent(installed: Path) -> Path:
    """The same environment, which also sees the libraries that the command line stands on."""
    site_packages = run(installed / "python", "-c", "import site; print(site.getsitepackages()[0])", cwd=installed)
    Path(site_packages.stdout.strip(), "lent.pth").write_text(str(Path(typer.__file__).parent.parent), encoding="utf-8")
    return installed


def test_the_wheel_has_the_rooms_as_packages(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {f"deodar/{room}/__init__.py" for room in ROOMS} <= set(names)
    assert {"deodar/py.typed", "deodar/model/grammar.lark", "deodar/__init__.py"} <= set(names)
    assert {"deodar/drt/report/page.html.jinja", "deodar/drt/report/page.css"} <= set(names)
    assert {name.split("/")[0] for name in names if not name.startswith("deodar-")} == {"deodar"}
    assert len(names) == len(set(names))


def test_the_wheel_has_the_licence_and_the_metadata(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    archive = zipfile.ZipFile(wheel)
    (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    text = archive.read(metadata).decode()
    assert "License-Expression: Apache-2.0" in text
    assert "Requires-Python: >=3.11" in text
    assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())


def test_the_source_distribution_has_tests_and_documents(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {re.sub(r"^[^/]*/", "", name) for name in archive.getnames()}
    assert {
        "Makefile",
        "README.md",
        "LICENSE",
        "tests/test_packaging.py",
        "bench/measure.py",
        "model/evaluator.py",
    } <= names


def test_importing_needs_the_standard_library_only(installed: Path) -> None:
    finished = run(installed / "python", "-c", THIRD_PARTY, cwd=installed)
    assert (finished.stdout, finished.stderr) == ("[]\n", "")


def test_the_quick_start_of_the_readme_runs_alone(installed: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:python|text)\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    finished = run(installed / "python", "-c", blocks[0], cwd=installed)
    assert (finished.stdout, finished.stderr) == (blocks[1], "")


def test_the_command_prints_its_help(lent: Path) -> None:
    finished = run(lent / "deodar", "--help", cwd=lent)
    assert finished.returncode == 0, finished.stderr
    assert "authorize" in finished.stdout


def test_the_command_starts_a_project_that_runs(lent: Path, tmp_path: Path) -> None:
    assert run(lent / "deodar", "new", "--name", "my-app", cwd=tmp_path).returncode == 0
    project = tmp_path / "my-app"
    (policies,) = project.rglob("*.cedar")
    (tests,) = project.rglob("*test*.json")
    finished = run(lent / "deodar", "run-tests", "-p", policies, "--tests", tests, cwd=project)
    assert finished.returncode == 0, finished.stdout + finished.stderr
