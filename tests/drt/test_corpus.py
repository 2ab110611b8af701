"""The corpus: it covers all that there is, says what the model says, and the other engines agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from deodar.command_line.app import app
from deodar.drt.corpus import operators, scopes
from deodar.drt.corpus.files import CASES, KINDS, WORLD, files_of, kinds_told, name_of, write
from deodar.drt.corpus.sample import NotASample, Sample, answers
from deodar.drt.corpus.universe import CALLS, SCOPE_FEATURES, UNIVERSE, outcomes
from deodar.drt.corpus.world import ENTITIES, SCHEMA, request
from deodar.drt.engines import engine
from deodar.drt.skeleton import LEAVES, OPERATORS

CORPUS = Path(__file__).parents[1] / "corpus"
MODEL = engine("model")
TOLD: dict[str, Any] = json.loads((CORPUS / KINDS).read_text(encoding="utf-8"))


def read(name: str) -> tuple[Sample, dict[str, str]]:
    """A case of the corpus as it lies there, and its files: path -> text."""
    case = json.loads((CORPUS / CASES / f"{name}.json").read_text(encoding="utf-8"))
    paths = [f"{CASES}/{name}.json", *(case[part] for part in ("policies", "entities", "schema"))]
    files = {path: (CORPUS / path).read_text(encoding="utf-8") for path in paths}
    policies, entities, schema = (files[case[part]] for part in ("policies", "entities", "schema"))
    requests = [
        {part: each[part] for part in ("principal", "action", "resource", "context")} for each in case["requests"]
    ]
    told = TOLD[name]
    return (
        Sample(told["covers"], policies.removesuffix("\n"), schema, json.loads(entities), requests, told.get("level")),
        files,
    )


def test_every_operator_scope_form_and_finding_has_a_case() -> None:
    assert sorted(each["covers"] for each in TOLD.values()) == sorted(UNIVERSE)
    assert sorted(TOLD) == sorted({name_of(feature) for feature in UNIVERSE})


def test_there_is_nothing_else_and_it_is_small() -> None:
    files = sorted(path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*") if path.is_file())
    of_cases = [path for name in TOLD for path in read(name)[1]]
    assert files == sorted({*of_cases, KINDS, "README.md"})
    assert sum((CORPUS / path).stat().st_size for path in files) < 1_000_000


@pytest.mark.parametrize("name", sorted(TOLD))
def test_a_case_says_what_the_model_says(name: str) -> None:
    sample, files = read(name)
    told = answers(MODEL, sample)
    assert files_of(sample, told) == files
    assert kinds_told(sample, told) == TOLD[name]


@pytest.mark.parametrize("name", sorted(name for name in TOLD if name.startswith("operator")))
def test_a_case_about_an_operator_shows_the_outcome(name: str) -> None:
    _, operator, outcome = TOLD[name]["covers"].split(" ")
    sample, _ = read(name)
    assert operator in OPERATORS
    (response,) = answers(MODEL, sample).responses
    errors = {} if outcome == "satisfied" else {"policy0": outcome}
    assert TOLD[name]["errors"] == [errors]
    assert response["reasons"] == ([] if errors else ["policy0"])


@pytest.mark.parametrize("name", sorted(name for name in TOLD if name.startswith("finding")))
def test_a_case_about_a_finding_has_it_alone(name: str) -> None:
    told, kind = TOLD[name], TOLD[name]["covers"].removeprefix("finding ")
    where = "findings with level" if "level" in told else "warnings" if kind == "ImpossiblePolicy" else "findings"
    assert told[where] == {"policy0": [kind]}


@pytest.mark.parametrize("feature", [each for each in SCOPE_FEATURES if not each.endswith(("slot", "All"))])
def test_a_scope_lets_some_requests_through_and_stops_others(feature: str) -> None:
    told = answers(MODEL, scopes.sample(feature))
    assert {"policy0" in response["reasons"] for response in told.responses} == {True, False}  # type: ignore[operator]


@pytest.mark.parametrize("name", ["model", "impl", "cedarpy"])
def test_every_engine_agrees_with_the_corpus(name: str) -> None:
    result = CliRunner().invoke(app, ["conformance", str(CORPUS), "--engine", name])
    assert result.exit_code == 0, result.stdout
    assert f"cases: {len(TOLD)}" in result.stdout


def test_the_same_seed_makes_the_same_cases() -> None:
    def made() -> list[Sample]:
        return list(operators.samples(engine("impl"), 7, "contains"))

    once = made()
    assert once == made()
    assert [sample.feature for sample in once] == ["operator contains satisfied", "operator contains type"] or [
        sample.feature for sample in once
    ] == ["operator contains type", "operator contains satisfied"]


def test_what_does_not_come_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operators, "MOST_DRAWS", 1)
    with pytest.raises(LookupError, match=r"`isIpv4` was never seen to come to: .*arity"):
        list(operators.samples(engine("impl"), 1, "isIpv4"))


def test_every_operator_has_outcomes() -> None:
    assert OPERATORS >= CALLS
    assert all(outcomes(operator)[0] == "satisfied" for operator in OPERATORS - LEAVES)
    assert outcomes("+") == ("satisfied", "type", "overflow")


def test_a_case_that_is_refused_is_none() -> None:
    nonconforming = request(resource={"type": "User", "id": "a"})
    sample = Sample("", "permit(principal, action, resource);", SCHEMA, ENTITIES, [nonconforming])
    with pytest.raises(NotASample, match="request"):
        answers(MODEL, sample)


def test_writing_replaces_the_cases_and_leaves_the_rest(tmp_path: Path) -> None:
    write({"cases/old.json": "1"}, tmp_path)
    (tmp_path / "README.md").write_text("kept")
    write({WORLD: SCHEMA, KINDS: "{}"}, tmp_path)
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} == {
        "README.md",
        WORLD,
        KINDS,
    }
