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
from bench.engines import cedarpy_reading, model_reading
from bench.measure import measure
from bench.result import Figure
from bench.workloads.catalogue import named

MODEL_SHARE = 0.45  # of cedarpy's speed, which is about 45,000 authorizations a second: some 20,000 are wanted
IMPORT_PEER = "asyncio"  # of the standard library: a module of many parts
IMPORT_SHARE = 1.0  # of the time that the peer's import takes
PARSE_TARGET = 1.3  # times as fast as cedarpy
STARTS = 9
IMPORT = """
import time
start = time.process_time_ns()
import {module}
print(time.process_time_ns() - start)
"""


def model_figures() -> list[Figure]:
    """The readable model on TinyTodo: held to a share of cedarpy's speed; the rate is for people to read."""
    workload = named("tinytodo", 20)
    ours, theirs = measure([model_reading(workload), cedarpy_reading(workload)])
    return [
        Figure("model on tinytodo n=20", theirs.microseconds / ours.microseconds, "x cedarpy", MODEL_SHARE, True),
        Figure("model on tinytodo n=20", 1e6 / ours.microseconds, "authorizations/s", None, True),
    ]


def import_figures() -> list[Figure]:
    """`import deodar` in a fresh interpreter with warm byte code: held to the time of a peer; in ms for people."""
    with TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = folder
        modules = ("deodar", IMPORT_PEER)
        starts = [[import_nanoseconds(module, environment) for module in modules] for _ in range(STARTS + 1)]
    ours, theirs = (median(times) for times in zip(*starts[1:], strict=True))  # the first start compiles
    return [
        Figure("import deodar", ours / theirs, f"x import {IMPORT_PEER}", IMPORT_SHARE, False),
        Figure("import deodar", ours / 1e6, "ms", None, False),
    ]


def import_nanoseconds(module: str, environment: dict[str, str]) -> int:
    """Processor time of one import in a fresh interpreter."""
    command = [sys.executable, "-c", IMPORT.format(module=module)]
    return int(subprocess.run(command, check=True, capture_output=True, env=environment).stdout)


def parse_ratio(name: str, size: int) -> Figure:
    """How many times as fast as cedarpy deodar turns policy text into a policy set, all trees made."""
    text = named(name, size).policies
    ratio = interleaved_ratio(lambda: trees(text), lambda: cedarpy.PolicySet.from_str(text))
    return Figure(f"parse {name}-{size} to trees", ratio, "x cedarpy", PARSE_TARGET, True)


def trees(text: str) -> list[object]:
    """The trees of all policies; the engine makes each when it is asked for."""
    return [policy.body for policy in deodar.PolicySet.parse(text)]


def interleaved_ratio(ours: Callable[[], object], theirs: Callable[[], object], rounds: int = 5) -> float:
    """The ratio of the medians of both, `theirs / ours`: above one means that ours is faster."""
    pairs = [(nanoseconds(ours), nanoseconds(theirs)) for _ in range(rounds)]
    return median(pair[1] for pair in pairs) / median(pair[0] for pair in pairs)


def nanoseconds(action: Callable[[], object]) -> int:
    """Processor time of one call."""
    start = process_time_ns()
    action()
    return process_time_ns() - start
