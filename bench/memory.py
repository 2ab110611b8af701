"""How much memory policies and entities take, as shares of what cedarpy takes: each in a process of its own.

What counts is how much the resident memory of the process has grown once the text is gone and garbage is collected.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import cedarpy

import deodar
from bench.result import Figure
from bench.startup import documents
from bench.workloads.catalogue import named

POLICIES = 10_000
ENTITIES = 100_000
POLICY_SHARE = 0.1
ENTITY_SHARE = 0.6
READ = "entities once their attributes are read"
_STATM = Path("/proc/self/statm")
_PAGE = 4_096


def memory_figures() -> Iterator[Figure]:
    """Bytes a policy and an entity, and the shares; nothing where the system does not tell the resident memory."""
    if not _STATM.exists():
        return
    roles = named("rbac", POLICIES).policies
    people = json.dumps(documents(ENTITIES))
    for what, text, count, share in (
        ("policies", roles, POLICIES, POLICY_SHARE),
        ("entities", people, ENTITIES, ENTITY_SHARE),
    ):
        ours, theirs = (in_a_process(engine, what, text) for engine in ("deodar", "cedarpy"))
        yield Figure(f"memory of {count:,} {what}", ours / theirs, "x cedarpy", share, False)
        yield Figure(f"memory of each of {count:,} {what}", ours / count, "bytes", None, False)
        if what == "entities":
            ours = in_a_process("deodar", READ, text)
            yield Figure(f"memory of {count:,} {READ}", ours / theirs, "x cedarpy", share, False)


def in_a_process(engine: str, what: str, text: str) -> int:
    """How many bytes an engine takes for a document, measured in a fresh interpreter."""
    command = [sys.executable, "-m", "bench.memory", engine, what]
    return int(subprocess.run(command, check=True, capture_output=True, text=True, input=text).stdout)


def grown(load: Callable[[str], object]) -> int:
    """By how many bytes this process grows when it loads the document that it is given."""
    text = sys.stdin.read()
    gc.collect()
    before = resident() - len(text)  # which is ASCII
    held = load(text)
    del text
    gc.collect()
    after = resident()
    assert held is not None
    return after - before


def loader(engine: str, what: str) -> Callable[[str], object]:
    """What reads a document; it has read another one, so that what is loaded once for all is not counted."""
    load = {
        ("cedarpy", "policies"): cedarpy.PolicySet.from_str,
        ("cedarpy", "entities"): cedarpy.Entities.from_json_str,
        ("deodar", "policies"): indexed,
        ("deodar", "entities"): deodar.Entities.from_json,
        ("deodar", READ): read,
    }[engine, what]
    load("permit(principal, action, resource);" * 20 if what == "policies" else "[]")
    return load


def indexed(text: str) -> deodar.Authorizer:
    """An authorizer whose index is made."""
    authorizer = deodar.Authorizer(text, (), "indexed")
    authorizer.is_authorized(deodar.Request('User::"u"', 'Action::"a"', 'Document::"d"'))
    return authorizer


def read(text: str) -> deodar.Entities:
    """Entities, of which somebody has asked for all attributes."""
    entities = deodar.Entities.from_json(text)
    for each in entities:
        assert each.attrs is not None
    return entities


def resident() -> int:
    """The resident memory of this process, in bytes."""
    return int(_STATM.read_text(encoding="ascii").split()[1]) * _PAGE


if __name__ == "__main__":
    print(grown(loader(sys.argv[1], sys.argv[2])))
