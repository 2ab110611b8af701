"""The corpus as files, in the form of the official integration tests, and what that form has no place for beside them.

A case is `cases/NAME.json` with the files that it names. `kinds.json` tells for each case what it covers, the kinds of
errors of each response, and the kinds of findings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from deodar.drt.corpus import findings, operators, scopes
from deodar.drt.corpus.sample import Answers, Sample, answers, error_kinds
from deodar.drt.corpus.universe import UNIVERSE
from deodar.drt.corpus.world import SCHEMA
from deodar.drt.data import Json
from deodar.drt.deep import on_a_large_stack
from deodar.drt.engines import engine
from deodar.drt.engines.protocol import Engine
from deodar.drt.skeleton import LEAVES, OPERATORS

CASES = "cases"
WORLD = f"{CASES}/world.cedarschema"
KINDS = "kinds.json"
FINDINGS = "findings"
WORDS = {
    "!": "not",
    "==": "equal",
    "!=": "unequal",
    "<": "less",
    "<=": "less-or-equal",
    ">": "greater",
    ">=": "greater-or-equal",
    "&&": "and",
    "||": "or",
    "+": "plus",
    "-": "minus",
    "*": "times",
    ".": "attribute",
}


def name_of(feature: str) -> str:
    """The name of the case that covers a feature, made of letters, digits and `-`."""
    words = "-".join(WORDS.get(word, word) for word in feature.split())
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", words).lower()


def samples(seed: int, processes: int) -> Iterator[Sample]:
    """All cases, those about each operator made by a process of their own; the same for any number of processes."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(_part, seed, name) for name in (FINDINGS, *sorted(OPERATORS - LEAVES))]
        yield from scopes.samples()
        for part in waiting:
            yield from part.result()


def _part(seed: int, name: str) -> list[Sample]:
    """The cases about an operator, or about findings."""
    tested = engine("impl")  # it is faster; what is written down is what the model says
    made = findings.samples(tested, seed) if name == FINDINGS else operators.samples(tested, seed, name)
    return on_a_large_stack(list, made)


def files_of(sample: Sample, told: Answers) -> dict[str, str]:
    """The files of a case: path -> text."""
    path = f"{CASES}/{name_of(sample.feature)}"
    shared = sample.schema == SCHEMA
    case: Json = {
        "policies": f"{path}.cedar",
        "entities": f"{path}.entities.json",
        "schema": WORLD if shared else f"{path}.cedarschema",
        "shouldValidate": told.valid,
        "requests": [
            _request(sample.feature, request, response)
            for request, response in zip(sample.requests, told.responses, strict=True)
        ],
    }
    schema = {WORLD: SCHEMA} if shared else {f"{path}.cedarschema": sample.schema + "\n"}
    return {
        f"{path}.json": _json(case),
        f"{path}.cedar": sample.policies + "\n",
        f"{path}.entities.json": _json(list(sample.entities)),
        **schema,
    }


def _request(feature: str, request: Json, response: dict[str, Json]) -> Json:
    assert isinstance(request, dict)
    return {
        "description": feature,
        **{name: request[name] for name in ("principal", "action", "resource")},
        "context": request.get("context", {}),
        "validateRequest": True,
        "decision": response["decision"],
        "reason": response["reasons"],
        "errors": list(error_kinds(response)),
    }


def kinds_told(sample: Sample, told: Answers) -> Json:
    """What the form of the integration tests has no place for."""
    kinds: dict[str, Json] = {"covers": sample.feature}
    kinds |= {"errors": [error_kinds(response) for response in told.responses]} if told.responses else {}
    kinds |= {"findings": told.errors, "warnings": told.warnings}
    return kinds if sample.level is None else {**kinds, "level": sample.level, "findings with level": told.by_level}


def written(tested: Engine, cases: Iterable[Sample]) -> dict[str, str]:
    """All files: path -> text."""
    files: dict[str, str] = {}
    kinds: dict[str, Json] = {}
    for sample in cases:
        told = answers(tested, sample)
        files |= files_of(sample, told)
        kinds[name_of(sample.feature)] = kinds_told(sample, told)
    covered = {name_of(feature) for feature in UNIVERSE}
    assert kinds.keys() <= covered, f"no feature: {sorted(kinds.keys() - covered)}"
    return {**files, KINDS: _json(dict(sorted(kinds.items())))}


def write(files: dict[str, str], folder: Path) -> None:
    """Write the files of a corpus; a case that is no longer there goes, whatever else is in the folder stays."""
    (folder / CASES).mkdir(parents=True, exist_ok=True)
    for old in (folder / CASES).iterdir():
        old.unlink()
    for path, text in files.items():
        (folder / path).write_text(text, encoding="utf-8")


def _json(data: Json) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"
