"""Case files: a disagreement in one JSON file that replays by itself, and the same as a test.

A case file has the case twice: as data, which is what is replayed, and in Cedar syntax, which is what is read.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from deodar.drt.case import Case
from deodar.drt.engines.in_process import installed_version
from deodar.drt.finding import Finding
from deodar.drt.generate.text import simplest
from deodar.drt.show import policies_of, requests_shown, schema_of
from deodar.drt.targets import TARGETS


class CaseFileError(ValueError):
    """A case file cannot be read."""


class CaseFile(BaseModel):
    """What a case file holds."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["deodar case 1"] = "deodar case 1"
    target: str
    claim: str
    signature: str
    schema_text: str | None = Field(default=None, description="the schema in Cedar syntax, if it has one")
    policies_text: str | None = Field(description="the policies, text or expression in Cedar syntax")
    requests_text: list[str]
    case: dict[str, JsonValue]
    answers: dict[str, dict[str, JsonValue]]
    flaky: bool = Field(description="the disagreement did not show again when the case was run again")
    seed: int = Field(description="of the chunk of cases in which it was found")
    choices: str = Field(
        pattern="^([0-9a-f]{2})*$", description="the choices that make the case before it was reduced, in hexadecimal"
    )
    versions: dict[str, str]


def case_file(finding: Finding) -> CaseFile:
    """The case file of a finding."""
    return CaseFile.model_validate(
        {
            "target": finding.target,
            "claim": TARGETS[finding.target].claim,
            "signature": finding.signature,
            "schema_text": schema_of(finding.case),
            "policies_text": policies_of(finding.case),
            "requests_text": requests_shown(finding.case),
            "case": finding.case,
            "answers": finding.answers,
            "flaky": finding.flaky,
            "seed": finding.seed,
            "choices": finding.choices.hex(),
            "versions": {package: installed_version(package) for package in ("deodar", "cedarpy", "hypothesis")},
        }
    )


def file_stem(finding: Finding) -> str:
    """The name of the files of a finding: the same for the same case."""
    text = json.dumps([finding.signature, finding.case], sort_keys=True)
    return f"{finding.target}_{blake2b(text.encode(), digest_size=5).hexdigest()}"


def write(finding: Finding, folder: Path) -> Path:
    """Write case file and test into a folder; gives the path of the case file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{file_stem(finding)}.json"
    made = case_file(finding)
    path.write_text(made.model_dump_json(indent=2, ensure_ascii=True) + "\n", encoding="ascii")
    (folder / f"test_{file_stem(finding)}.py").write_text(test_source(made), encoding="ascii")
    return path


def read(path: Path) -> CaseFile:
    """Read a case file."""
    try:
        found = CaseFile.model_validate_json(path.read_bytes())
    except OSError as failure:
        raise CaseFileError(f"cannot read `{path}`: {failure.strerror or failure}") from None
    except ValidationError as failure:
        first = failure.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        where = f" at `{place}`" if place else ""
        raise CaseFileError(f"`{path}` is no case file: {first['msg'].lower()}{where}") from None
    if found.target not in TARGETS:
        raise CaseFileError(f"`{path}` names the target `{found.target}`, which there is not")
    missing = [f"`{part}`" for part in TARGETS[found.target].build(simplest) if part not in found.case]
    if missing:
        raise CaseFileError(f"the case in `{path}` misses a part: {', '.join(missing)}")
    return found


def case_of(found: CaseFile) -> Case:
    """The case in a case file."""
    return dict(found.case)


TEST = '''"""{claim}: found by differential testing.

{signature}
"""

from __future__ import annotations

import json

from deodar.drt.engines import engine
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import examine

CASE = json.loads(
    {case}
)


def test_the_engines_agree() -> None:
    engines = {{name: engine(name) for name in {engines}}}
    assert examine(TARGETS[{target!r}], engines, CASE) is None
'''


def test_source(made: CaseFile) -> str:
    """The source of a test that fails as long as model and engine, or they and the official engine, disagree on it."""
    engines = '("model", "impl", "cedarpy")' if "cedarpy" in made.answers else '("model", "impl")'
    text = json.dumps(made.case)
    # Lines of a hundred characters: the text is JSON inside of a Python string.
    pieces = [text[start : start + 90] for start in range(0, len(text), 90)]
    literal = "\n    ".join(ascii(piece) for piece in pieces)
    words = ascii(made.signature)[1:-1].replace('"', "'")
    return TEST.format(
        claim=made.claim,
        signature=words,
        case=literal,
        target=made.target,
        engines=engines,
    )
