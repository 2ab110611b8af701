"""What earlier runs have found: their case files lie in the folder of a run, and are put to the engines first.

A bug that is still there is told within a second, and not when chance comes by it again; of one that is mended it is
told that the engines agree now. A cache that keeps the folder from one night to the next makes every night begin so.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from deodar.drt import case_file
from deodar.drt.case_file import CaseFile, CaseFileError
from deodar.drt.compare import Difference
from deodar.drt.deep import on_a_large_stack
from deodar.drt.engines import engine
from deodar.drt.engines.command_engine import CommandEngine
from deodar.drt.finding import Finding, full_signature
from deodar.drt.reduce import NO_TEXT, size
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import answers, examine

MOST_FILES = 100  # the newest
MOST_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Again:
    """What came of a case file that was put to the engines again; neither: they agree."""

    file: Path
    found: tuple[Finding, Difference] | None = None
    unreadable: str = ""


def asked_again(folder: Path, engines: Sequence[str], targets: Sequence[str]) -> Iterator[Again]:
    """Put the case files in a folder to the engines of a run, the newest first; those of other targets are left out."""
    files = sorted(folder.glob("*_*.json"), key=lambda file: (-file.stat().st_mtime_ns, file.name))
    began = time.monotonic()
    for file in files[:MOST_FILES]:
        if time.monotonic() - began > MOST_SECONDS:
            return
        try:
            earlier = case_file.read(file)
            found = on_a_large_stack(_found, earlier, engines) if earlier.target in targets else None
        except CaseFileError as failure:
            yield Again(file, unreadable=str(failure))
        except NO_TEXT as failure:
            yield Again(file, unreadable=f"the case in `{file}` cannot be asked: {type(failure).__name__}: {failure}")
        else:
            if earlier.target in targets:
                yield Again(file, found)


def _found(earlier: CaseFile, names: Sequence[str]) -> tuple[Finding, Difference] | None:
    """The finding that a case file still is; None if the engines agree. Engines of its own: caches hide bugs."""
    target, case = TARGETS[earlier.target], case_file.case_of(earlier)
    made = {name: engine(name) for name in names}
    try:
        asked = {name: each for name, each in made.items() if target.takes_part(each)}
        difference = examine(target, asked, case)
        if difference is None:
            return None
        signature, said = full_signature(target, difference, case), answers(target, asked, case)
    finally:
        for each in made.values():
            if isinstance(each, CommandEngine):
                each.close()
    choices = bytes.fromhex(earlier.choices)
    finding = Finding(target.name, signature, case, said, choices, earlier.seed, False, size(case)[0], 0.0)
    return finding, difference
