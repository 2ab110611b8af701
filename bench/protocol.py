"""`python -m bench.protocol`: what it costs to ask an engine in a process of its own, over the engine protocol.

The same cases are built, put to the engines, and compared by the code of a differential run. Tests a second with a
process among the engines are held against those of the slower of both engines alone, in this process: medians of
five interleaved rounds. Exit status 1 below a third.
"""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from deodar.drt.choice import derived_seed
from deodar.drt.chunk import Chunk
from deodar.drt.deep import on_a_large_stack
from deodar.drt.engines import engine
from deodar.drt.engines.protocol import Engine
from deodar.drt.lanes import Lane, run_chunk
from deodar.drt.targets import TARGETS

LOWEST = 1 / 3
ROUNDS = 5
CASES = 100
TARGET_NAMES = ("authorize", "soundness")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two engines of which one is asked through pipes, and the slower one."""

    here: str
    apart: str
    slower: str


PAIRS = (Pair("model", "impl", "model"), Pair("impl", "model", "model"), Pair("impl", "impl", "impl"))


def _process(name: str) -> Engine:
    return engine("cmd:" + shlex.join([sys.executable, "-m", "deodar", "engine", name]))


def _rate(target: str, engines: Mapping[str, Engine], seed: int) -> float:
    """Tests a second of one round."""
    chunk = Chunk(TARGETS[target], engines, lambda: None)
    began = time.perf_counter()
    run_chunk(Lane.NIGHTLY, chunk.check, derived_seed("protocol", seed), CASES)
    chunk.finish()
    assert not chunk.tally.disagreements, "engines that disagree cannot be measured"
    return chunk.tally.tests / (time.perf_counter() - began)


def _rates(target: str, pair: Pair) -> tuple[float, float]:
    """Medians for the slower engine alone, and for both with one apart."""
    alone = {pair.slower: engine(pair.slower)}
    both = {pair.here: engine(pair.here), f"{pair.apart} apart": _process(pair.apart)}
    rounds = [(_rate(target, alone, number), _rate(target, both, number)) for number in range(ROUNDS)]
    return median(rate for rate, _ in rounds), median(rate for _, rate in rounds)


def main() -> int:
    """Measure, print. Gives the exit status."""
    reached = True
    for target in TARGET_NAMES:
        for pair in PAIRS:
            alone, both = _rates(target, pair)
            met = both / alone >= LOWEST
            reached = reached and met
            print(
                f"{target:10} {pair.slower} alone {alone:7,.0f} tests/s; {pair.here} against {pair.apart} in a process "
                f"{both:7,.0f} tests/s: {both / alone:.2f} (wanted: {LOWEST:.2f}) {'met' if met else 'MISSED'}",
                flush=True,
            )
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(on_a_large_stack(main))
