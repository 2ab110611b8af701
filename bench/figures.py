"""The figures beside latency: the rate of the model, the time of `import deodar`, the speed of reading policies."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time_ns

import cedarpy

import deodar
from bench.engines import model_reading
from bench.measure import measure
from bench.result import Figure
from bench.workloads.catalogue import named

MODEL_RATE = 20_000  # authorizations a second: the rate of the differential tester hangs on it
IMPORT_MILLISECONDS = 50
STARTS = 9
IMPORT = """
import time
start = time.process_time_ns()
import deodar
print(time.process_time_ns() - start)
"""


def model_rate() -> Figure:
    """Authorizations a second of the readable model on TinyTodo."""
    (timing,) = measure([model_reading(named("tinytodo", 20))])
    return Figure("model on tinytodo n=20", 1e6 / timing.microseconds, "authorizations/s", MODEL_RATE, True)


def import_time() -> Figure:
    """Milliseconds of processor time that `import deodar` takes in a fresh interpreter with warm byte code."""
    with TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = folder
        times = [import_nanoseconds(environment) for _ in range(STARTS + 1)]
    return Figure("import deodar", median(times[1:]) / 1e6, "ms", IMPORT_MILLISECONDS, False)


def import_nanoseconds(environment: dict[str, str]) -> int:
    """Processor time of one import; the first with an empty cache of byte code compiles everything."""
    command = [sys.executable, "-c", IMPORT]
    return int(subprocess.run(command, check=True, capture_output=True, env=environment).stdout)


def parse_ratio(name: str, size: int) -> Figure:
    """How many times as fast as cedarpy deodar turns policy text into a policy set."""
    text = named(name, size).policies
    ratio = interleaved_ratio(lambda: deodar.PolicySet.parse(text), lambda: cedarpy.PolicySet.from_str(text))
    return Figure(f"parse {name}-{size}", ratio, "x cedarpy", None, True)


def interleaved_ratio(ours: Callable[[], object], theirs: Callable[[], object], rounds: int = 5) -> float:
    """The ratio of the medians of both, `theirs / ours`: above one means that ours is faster."""
    pairs = [(nanoseconds(ours), nanoseconds(theirs)) for _ in range(rounds)]
    return median(pair[1] for pair in pairs) / median(pair[0] for pair in pairs)


def nanoseconds(action: Callable[[], object]) -> int:
    """Processor time of one call."""
    start = process_time_ns()
    action()
    return process_time_ns() - start
