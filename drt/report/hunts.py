"""The score of `deodar drt mutants --json FILE`, read back."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ValidationError

from deodar.drt.report.events import Count, first_mistake
from deodar.drt.report.report import PlantedBug


class ScoreError(ValueError):
    """A score cannot be read."""


class _Hunt(BaseModel):
    mutant: str
    found: bool
    tests: Count


class _Score(BaseModel):
    hunts: list[_Hunt]
    areas: dict[str, str]


def read_hunts(path: Path) -> list[PlantedBug]:
    """The hunts in the file of a score."""
    try:
        score = _Score.model_validate_json(path.read_bytes())
    except OSError as failure:
        raise ScoreError(f"cannot read `{path}`: {failure.strerror or failure}") from None
    except ValidationError as failure:
        raise ScoreError(
            f"`{path}` is no score: {first_mistake(failure)}\n  help: `deodar drt mutants --json FILE` writes one"
        ) from None
    return [
        PlantedBug(mutant=h.mutant, area=score.areas.get(h.mutant, ""), found=h.found, tests=h.tests, canary=False)
        for h in score.hunts
    ]
