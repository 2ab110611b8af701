"""`python -m bench.tester`: where the time of a differential test goes, in processor time of one process."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from time import process_time

from rich.console import Console
from rich.table import Table

from deodar.drt.built import cases_of_a_source, length_of_a_source
from deodar.drt.case import Case
from deodar.drt.choice import Choices, random_bytes
from deodar.drt.chunk import Chunk
from deodar.drt.engines import engine
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.lanes import Lane, run_chunk
from deodar.drt.targets import TARGETS

TARGET = TARGETS["authorize"]
ENGINES = ("model", "impl")
CASES = 640
SEED = 1


def main() -> None:
    """Print what a case costs, by who it is spent on, and what each lane comes to."""
    table = Table("", "ms a case", "tests/s")
    for name, seconds in (*_parts().items(), *((f"{lane} lane", _lane(lane)) for lane in (Lane.BULK, Lane.NIGHTLY))):
        table.add_row(name, f"{seconds / CASES * 1e3:.2f}", f"{CASES * TARGET.tests_per_case / seconds:,.0f}")
    Console().print(table)


def _parts() -> dict[str, float]:
    """Seconds for making the cases, and for each engine alone."""
    began = process_time()
    cases = [TARGET.build(Choices(block).choose) for block in islice(random_bytes(SEED, DEFAULT.choices), CASES)]
    return {"generating": process_time() - began} | {name: _asking(name, cases) for name in ENGINES}


def _asking(name: str, cases: Sequence[Case]) -> float:
    asked = engine(name)
    began = process_time()
    for case in cases:
        TARGET.ask(asked, case)
    return process_time() - began


def _lane(lane: Lane) -> float:
    """Seconds for all of it: generating, both engines, comparing and counting."""
    each = cases_of_a_source(TARGET)
    chunk = Chunk(TARGET, {name: engine(name) for name in ENGINES}, lambda: None, each)
    began = process_time()
    run_chunk(lane, chunk.check, SEED, CASES // each, length_of_a_source(each))
    chunk.finish()
    return process_time() - began


if __name__ == "__main__":
    main()
