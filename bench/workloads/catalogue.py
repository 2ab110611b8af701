"""All workloads by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bench.workload import Workload
from bench.workloads.attributes import abac, errors, worst
from bench.workloads.gdrive import gdrive, gdrive_templates
from bench.workloads.github import github, github_templates
from bench.workloads.rbac import rbac, wide
from bench.workloads.templates import templates
from bench.workloads.tinytodo import tinytodo

PAPER: dict[str, Callable[[int], Workload]] = {"tinytodo": tinytodo, "gdrive": gdrive, "github": github}
LINKED: dict[str, Callable[[int], Workload]] = {
    "gdrive-templates": gdrive_templates,
    "github-templates": github_templates,
}
BY_POLICIES: dict[str, Callable[[int], Workload]] = {
    "rbac": rbac,
    "templates": templates,
    "abac": abac,
    "worst": worst,
    "errors": errors,
}
NAMES = (*PAPER, *LINKED, *BY_POLICIES, "wide")
APPLICATION_SIZES = (5, 10, 15, 20, 25, 30, 35, 40, 45, 50)
QUICK_SIZES = (5, 50)
POLICY_COUNTS = (1_000, 10_000)


def quick() -> Iterator[Workload]:
    """The three applications of the paper, smallest and largest."""
    return (build(size) for build in PAPER.values() for size in QUICK_SIZES)


def paper() -> Iterator[Workload]:
    """The three applications of the paper at every size."""
    return (build(size) for build in PAPER.values() for size in APPLICATION_SIZES)


def everything() -> Iterator[Workload]:
    """Every workload. Built one by one: the large ones need not be in memory together."""
    yield from paper()
    yield from (build(size) for build in LINKED.values() for size in QUICK_SIZES)
    yield from (build(size) for build in BY_POLICIES.values() for size in POLICY_COUNTS)
    yield wide()


def named(name: str, size: int) -> Workload:
    """The workload of that name and size. Raises `KeyError` for a name that is not in the catalogue."""
    if name == "wide":
        return wide()
    return (PAPER | LINKED | BY_POLICIES)[name](size)
