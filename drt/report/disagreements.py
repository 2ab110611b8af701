"""The disagreements of a run, by signature, each with its smallest cases in Cedar syntax."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence

from deodar.drt.case import Case
from deodar.drt.reduce import NO_TEXT
from deodar.drt.report.events import Begin, Disagreement, Total
from deodar.drt.report.report import Disagreements, KeptCase
from deodar.drt.show import entities_shown, policies_of, requests_shown, schema_of

MOST_CASES = 9  # of one signature: what differs, whatever operators it takes


def disagreements(
    begin: Begin, found: Sequence[Disagreement], files: frozenset[str] | None, totals: Mapping[str, Total]
) -> list[Disagreements]:
    """The signatures, most frequent first; `files` are the case files that are left, None if nothing tells."""
    counts = {
        (name, signature): count for name, total in totals.items() for signature, count in total.signatures.items()
    }
    groups: dict[tuple[str, str], list[Disagreement]] = {key: [] for key in counts}
    for each in found:
        groups.setdefault(_group(each, counts), []).append(each)
    made = [
        Disagreements(
            signature=signature,
            target=target,
            claim=begin.targets[target].claim if target in begin.targets else "",
            count=counts.get((target, signature)),
            cases=[_kept(each) for each in _smallest(members, files)],
        )
        for (target, signature), members in groups.items()
    ]
    return sorted(made, key=lambda each: (-(each.count or 0), each.signature))


def _group(found: Disagreement, counts: Mapping[tuple[str, str], int]) -> tuple[str, str]:
    """What a disagreement is counted as: its signature without the operators of its case."""
    known = [short for target, short in counts if target == found.target and found.signature.startswith(short)]
    short = max(known, key=len, default=found.signature.rpartition(" [")[0] or found.signature)
    return found.target, short


def _smallest(found: Sequence[Disagreement], files: frozenset[str] | None) -> list[Disagreement]:
    """Those whose files are left, each once, smallest first."""
    by_file = {each.file: each for each in found if each.file is not None and (files is None or each.file in files)}
    return sorted(by_file.values(), key=lambda each: (each.nodes, len(str(each.case))))[:MOST_CASES]


def _kept(found: Disagreement) -> KeptCase:
    return KeptCase(
        signature=found.signature,
        file=found.file,
        replay=None if found.file is None else shlex.join(["deodar", "drt", "replay", found.file]),
        flaky=found.flaky,
        nodes=found.nodes,
        seed=found.seed,
        parts=_parts(dict(found.case)),
        answers=found.answers,
        case=found.case,
    )


def _parts(case: Case) -> dict[str, str]:
    """The parts of a case in Cedar syntax; one that cannot be shown so is to be seen in the case itself."""
    title = "policies" if "policies" in case else "text"
    shown: dict[str, Callable[[Case], str | None]] = {
        "schema": schema_of,
        title: policies_of,
        "entities": lambda of: "\n".join(entities_shown(of)),
        "requests": lambda of: "\n".join(requests_shown(of)),
    }
    found = {name: _or_none(show, case) for name, show in shown.items()}
    return {name: text for name, text in found.items() if text}


def _or_none(show: Callable[[Case], str | None], case: Case) -> str | None:
    try:
        return show(case)
    except NO_TEXT:
        return None
