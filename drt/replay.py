"""Replaying a case file: what it says, what each engine says now, whether they still differ, and where they part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deodar.drt.case import Case
from deodar.drt.case_file import CaseFile, case_of
from deodar.drt.compare import Difference, difference
from deodar.drt.deep import on_a_large_stack
from deodar.drt.engines import engine
from deodar.drt.engines.protocol import Answer
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import answers
from deodar.drt.trace.trace import Traces, traced


@dataclass(frozen=True, slots=True)
class Replayed:
    """A case file, and what came of asking again."""

    file: CaseFile
    case: Case
    given: Mapping[str, Answer]
    """What each engine answers."""
    differs: Difference | None
    traces: Traces | None
    """None: nothing in the case is evaluated."""


def replay(found: CaseFile, names: Sequence[str]) -> Replayed:
    """Ask these engines again, or those that the file names; `ValueError` if there is no such engine."""
    return on_a_large_stack(_replay, found, names)


def _replay(found: CaseFile, names: Sequence[str]) -> Replayed:
    case, target = case_of(found), TARGETS[found.target]
    engines = {name: engine(name) for name in names or list(found.answers)}
    given = answers(target, engines, case)
    differs = difference(given)
    traces = traced(target, engines, case, given, None if differs is None else differs.request)
    return Replayed(found, case, given, differs, traces)
