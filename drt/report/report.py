"""What a run comes to: the data of its page, and what `report.json` holds."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from deodar.drt.report.events import Canary, Gate, Known, Seconds, first_mistake

PAGE = "report.html"
"""The name of the page in the folder of a run; the data is in `report.json`."""
UNFINISHED = "unfinished"
"""How a run ended that was killed: its events have no end."""


class ReportError(ValueError):
    """A report cannot be read."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Plan(_Part):
    """What was run."""

    began: str
    engines: list[str]
    lane: str
    seed: int
    time: Seconds | None
    tests: int | None
    processes: int
    part: str
    versions: dict[str, str]


class TargetFigures(_Part):
    """The figures of a target."""

    claim: str
    weight: int
    tests: int
    cases: int
    distinct: int
    refused: int | None
    """Cases that the first engine refused as a whole; None if the run did not end."""
    process_seconds: float
    disagreements: int
    rates: list[float]
    """Tests in a second of a process, in at most 60 stretches of the run, one after the other."""


class Covered(_Part):
    """What the cases covered in one dimension."""

    seen: int
    possible: int | None
    """How many there can be; None if that is not known."""
    missing: list[str]
    counts: dict[str, int]


class Decisions(_Part):
    """What was decided on the requests of a target."""

    allow: int
    forbidden: int | None
    """Denied, as a forbid policy was satisfied; None where that was not counted."""
    not_permitted: int
    """Denied, as no permit policy was satisfied; with the forbidden, where they were not told apart."""
    refused: int
    kinds: dict[str, int]
    """Responses with an error of the kind."""


class Moment(_Part):
    """How far a run was."""

    seconds: float
    tests: int
    distinct: int
    covered: dict[str, int]
    memory_mb: list[float]


class PlantedBug(_Part):
    """A hunt for a planted bug."""

    mutant: str
    area: str
    found: bool
    tests: int
    canary: bool


class KeptCase(_Part):
    """A case on which the engines disagree."""

    signature: str
    file: str | None
    replay: str | None
    """The command that asks the engines again."""
    flaky: bool
    nodes: int
    seed: int
    parts: dict[str, str]
    """Schema, policies, entities and requests in Cedar syntax; only those that it has."""
    answers: dict[str, JsonValue]
    case: dict[str, JsonValue]


class Disagreements(_Part):
    """All disagreements of one signature."""

    signature: str
    target: str
    claim: str
    count: int | None
    """None if the run did not end."""
    cases: list[KeptCase]
    """The smallest ones."""


class Report(_Part):
    """The report on a run."""

    format: Literal["deodar report 1"] = "deodar report 1"
    plan: Plan
    finish: str
    verdict: str
    seconds: float
    interrupted: bool
    targets: dict[str, TargetFigures]
    gates: list[Gate]
    restarts: list[str]
    failures: list[str]
    moments: list[Moment]
    coverage: dict[str, Covered]
    decisions: dict[str, Decisions]
    canaries: list[Canary]
    planted: list[PlantedBug]
    disagreements: list[Disagreements]
    known: list[Known]
    """Disagreements that were waited for."""
    expired: list[Known]
    """Those whose last day is over."""
    measures: dict[str, dict[str, int]]
    """What was counted of each target; empty if the run did not end."""

    @property
    def tests(self) -> int:
        """Over all targets."""
        return sum(target.tests for target in self.targets.values())

    @property
    def distinct(self) -> int:
        """Distinct cases over all targets."""
        return sum(target.distinct for target in self.targets.values())


def read_report(path: Path) -> Report:
    """A report that was written as JSON."""
    try:
        return Report.model_validate_json(path.read_bytes())
    except OSError as failure:
        raise ReportError(f"cannot read `{path}`: {failure.strerror or failure}") from None
    except ValidationError as failure:
        raise ReportError(f"`{path}` is no report: {first_mistake(failure)}") from None
