"""The workloads are the same on every run, and as large as they say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bench.workload import REQUESTS, Graph, Workload, uid, uids
from bench.workloads.catalogue import BY_POLICIES, LINKED, NAMES, PAPER, named, paper, quick

SMALL = 20
APPLICATIONS = [pytest.param(build, id=name) for name, build in (PAPER | LINKED).items()]
POLICY_SETS = [pytest.param(build, id=name) for name, build in BY_POLICIES.items()]
ROOT = Path(__file__).resolve().parents[2]
DIGEST = """
import hashlib
from bench.workloads.catalogue import NAMES, named
for name in NAMES:
    if name != "wide":
        print(name, hashlib.sha256(repr(named(name, 20)).encode()).hexdigest())
"""


def names_of(workload: Workload) -> set[str]:
    """The uids in the store."""
    return {json.dumps(entity["uid"]) for entity in workload.entities}


@pytest.mark.parametrize("build", APPLICATIONS)
@pytest.mark.parametrize("size", [5, 50])
def test_an_application_has_n_users(build: Callable[[int], Workload], size: int) -> None:
    workload = build(size)
    users = [name for name in names_of(workload) if json.loads(name)["type"] == "User"]
    assert (workload.size, len(users)) == (size, size)


@pytest.mark.parametrize("build", [*APPLICATIONS, *POLICY_SETS])
def test_requests_are_distinct_and_about_entities_in_the_store(build: Callable[[int], Workload]) -> None:
    workload = build(SMALL)
    texts = {json.dumps(request) for request in workload.requests}
    asked = {json.dumps(request[place]) for request in workload.requests for place in ("principal", "resource")}
    assert len(texts) == len(workload.requests) == REQUESTS
    assert asked <= names_of(workload)


@pytest.mark.parametrize("build", [*APPLICATIONS, *POLICY_SETS])
def test_no_entity_is_given_twice(build: Callable[[int], Workload]) -> None:
    workload = build(SMALL)
    assert len(names_of(workload)) == len(workload.entities)


@pytest.mark.parametrize("build", POLICY_SETS)
@pytest.mark.parametrize("size", [10, 200])
def test_a_policy_workload_has_n_policies_or_n_links(build: Callable[[int], Workload], size: int) -> None:
    workload = build(size)
    assert len(workload.links) + workload.policies.count(";") - bool(workload.links) == size


@pytest.mark.parametrize(("plain", "linked"), [("gdrive", "gdrive-templates"), ("github", "github-templates")])
def test_attributes_and_links_are_asked_the_same_requests(plain: str, linked: str) -> None:
    assert named(plain, SMALL).requests == named(linked, SMALL).requests


def test_workloads_do_not_depend_on_the_hash_seed() -> None:
    def digests(hash_seed: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", DIGEST],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)},
        ).stdout

    assert digests("1") == digests("2")


def test_the_wide_workload_has_474_ancestors_and_47() -> None:
    workload = named("wide", 0)
    parents = {json.dumps(entity["uid"]): entity["parents"] for entity in workload.entities}

    def ancestors(name: dict[str, object]) -> set[str]:
        direct = parents[json.dumps(name)]
        assert isinstance(direct, list)
        return {json.dumps(parent) for parent in direct}.union(*(ancestors(parent) for parent in direct))

    assert len(ancestors(uid("User", "user0"))) == 474
    assert len(ancestors(uid("Document", "document0"))) == 47


def test_edges_have_the_stated_probability() -> None:
    drawn = Graph("edges", 1).edges(range(100_000))
    assert 4_500 < len(drawn) < 5_500


def test_fewer_requests_are_given_where_there_are_no_more() -> None:
    requests = Graph("requests", 1).requests(uids("User", "u", 2), ("view", "edit"), uids("List", "l", 3))
    assert len(requests) == 12


def test_the_gate_and_the_full_run_cover_the_three_applications() -> None:
    assert [workload.label for workload in quick()] == [
        f"{name} n={size}" for name in ("tinytodo", "gdrive", "github") for size in (5, 50)
    ]
    assert len(list(paper())) == 30


def test_a_label_tells_the_size_once() -> None:
    assert [named(name, SMALL).label for name in ("rbac", "github")] == ["rbac-20", "github n=20"]


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        named("chess", SMALL)
    assert "chess" not in NAMES
