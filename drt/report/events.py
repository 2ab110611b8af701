"""The events of a run, read back: each line is checked, and a mistake is told with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, Field, JsonValue, TypeAdapter, ValidationError

from deodar.drt.event_log import FORMAT

Count: TypeAlias = Annotated[int, Field(ge=0)]
Seconds: TypeAlias = Annotated[float, Field(ge=0, allow_inf_nan=False)]


HELP = "\n  help: `deodar drt run --out DIR` writes events to DIR/events.jsonl"
ESCAPES = re.compile(rb"\\\\|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\(u[dD][89a-fA-F]..)")
"""An escaped backslash, two surrogates that make a character, or in the group a surrogate alone."""


class EventsError(ValueError):
    """A file of events cannot be read."""


class TargetPlan(BaseModel):
    """A target, as the run began."""

    claim: str
    weight: Count


class Begin(BaseModel):
    """A run begins."""

    event: Literal["begin"]
    format: str
    at: str
    engines: list[str]
    targets: dict[str, TargetPlan]
    lane: str
    seed: int
    time: Seconds | None
    tests: Count | None
    processes: Count
    part: str
    versions: dict[str, str]


class Progress(BaseModel):
    """How far a target is."""

    event: Literal["progress"]
    seconds: Seconds
    target: str
    tests: Count
    cases: Count
    process_seconds: Seconds
    distinct: Count
    disagreements: Count


class Coverage(BaseModel):
    """What all targets have covered, and the memory of each process."""

    event: Literal["coverage"]
    seconds: Seconds
    covered: dict[str, Count]
    memory_mb: list[Seconds]


class Disagreement(BaseModel):
    """A disagreement, made small."""

    event: Literal["disagreement"]
    target: str
    signature: str
    case: dict[str, JsonValue]
    answers: dict[str, JsonValue]
    flaky: bool
    seed: int
    nodes: Count
    seconds: Seconds
    file: str | None


class Canary(BaseModel):
    """What became of a bug that was planted before the run."""

    mutant: str
    found: bool
    tests: Count
    cpu_seconds: Seconds


class Gate(BaseModel):
    """A demand on the generator."""

    name: str
    found: str
    wanted: str
    met: bool


class Total(BaseModel):
    """What was counted of a target."""

    tests: Count
    cases: Count
    distinct: Count
    refused: Count
    process_seconds: Seconds
    disagreements: Count
    signatures: dict[str, Count]
    measures: dict[str, Count]


class Known(BaseModel):
    """A disagreement that was waited for."""

    signature: str
    reason: str
    link: str
    expires: str
    disagreements: Count = 0


class End(BaseModel):
    """A run has ended."""

    event: Literal["end"]
    seconds: Seconds
    interrupted: bool
    finish: str
    verdict: str
    restarts: list[str]
    canaries: list[Canary]
    known: list[Known]
    expired: list[Known]
    files: list[str]
    failures: list[str]
    targets: dict[str, Total]
    gates: list[Gate]


Event: TypeAlias = Annotated[Begin | Progress | Coverage | Disagreement | End, Field(discriminator="event")]
EVENT: TypeAdapter[Begin | Progress | Coverage | Disagreement | End] = TypeAdapter(Event)


def read_events(path: Path) -> list[Begin | Progress | Coverage | Disagreement | End]:
    """The events in a file. Its last line may be cut short: a run that is killed may have been writing it."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as failure:
        raise EventsError(f"cannot read `{path}`: {failure.strerror or failure}") from None
    found = list(_events(path, lines[:-1]))
    if not found or not isinstance(found[0], Begin):
        raise EventsError(f"`{path}` has no events of a run: its first line is no `begin`{HELP}")
    if found[0].format != FORMAT:
        raise EventsError(f"`{path}` has events in the format `{found[0].format}`; this version reads `{FORMAT}`")
    return found


def _event(line: bytes) -> Begin | Progress | Coverage | Disagreement | End:
    """The event of a line. An engine may have answered with half a character: it is told by its number then."""
    try:
        return EVENT.validate_json(line)
    except ValidationError:
        whole = ESCAPES.sub(lambda found: b"\\\\" + found[1] if found[1] else found[0], line)
        if whole == line:
            raise
        return EVENT.validate_json(whole)


def _events(path: Path, lines: Iterable[bytes]) -> Iterator[Begin | Progress | Coverage | Disagreement | End]:
    for number, line in enumerate(lines, start=1):
        try:
            yield _event(line)
        except ValidationError as failure:
            where_from = HELP if number == 1 else ""
            raise EventsError(f"{path}:{number}: {first_mistake(failure)}{where_from}") from None


def first_mistake(failure: ValidationError) -> str:
    """The first mistake in a document, and where it is."""
    first = failure.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(step) for step in first["loc"])
    return first["msg"][:1].lower() + first["msg"][1:] + (f" at `{place}`" if place else "")
