"""What a run writes down so that it can go on another time: how far each shard is, and what was counted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from deodar.drt.shard import Course, Plan
from deodar.drt.tally import Distinct, Tally

FILE = "state.json"


class StateError(ValueError):
    """There is no run to go on with."""


class Counts(BaseModel):
    """What was counted of a target."""

    model_config = ConfigDict(extra="forbid")

    cases: int
    tests: int
    seconds: float
    disagreements: int
    refused: int
    distinct: list[int]
    distinct_level: int
    measures: dict[str, int]
    signatures: dict[str, int]
    answered: dict[str, int]


class State(BaseModel):
    """A run that may go on."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["deodar run 1"] = "deodar run 1"
    plan: Plan
    elapsed: float
    courses: list[dict[str, Course]]
    """Of each shard, of each target."""
    counts: dict[str, Counts]


def counts_of(tally: Tally) -> Counts:
    """A tally as it is written down."""
    return Counts(
        cases=tally.cases,
        tests=tally.tests,
        seconds=tally.seconds,
        disagreements=tally.disagreements,
        refused=tally.refused,
        distinct=list(tally.distinct),
        distinct_level=tally.distinct.level,
        measures=dict(tally.measures),
        signatures=dict(tally.signatures),
        answered=dict(tally.answered),
    )


def tally_of(counts: Counts) -> Tally:
    """The tally that was written down."""
    return Tally(
        counts.cases,
        counts.tests,
        counts.seconds,
        counts.disagreements,
        counts.refused,
        Distinct(counts.distinct, counts.distinct_level),
        Counter(counts.measures),
        Counter(counts.signatures),
        Counter(counts.answered),
    )


def save(state: State, folder: Path) -> None:
    """Write the state down; a run that is killed while it writes keeps the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    half_written = folder / f"{FILE}.new"
    half_written.write_text(state.model_dump_json(), encoding="ascii")
    half_written.replace(folder / FILE)


def load(folder: Path) -> State:
    """The state of the run in a folder."""
    path = folder / FILE
    try:
        return State.model_validate_json(path.read_bytes())
    except OSError as failure:
        raise StateError(f"there is no run to go on with: `{path}`: {failure.strerror or failure}") from None
    except ValidationError as failure:
        raise StateError(f"`{path}` is not the state of a run: {failure.errors()[0]['msg'].lower()}") from None
