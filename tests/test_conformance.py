"""Conformance runs: reading a corpus, counting agreement, and the sample of official cases."""

from __future__ import annotations

import io
import json
import os
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

import deodar
from deodar.command_line.app import app
from deodar.conformance.agreement import Agreement, Disagreement
from deodar.conformance.corpus import Case, CorpusError, Expected, Question, Validation, read_corpus

UID = {"type": "T", "id": "a"}
REQUEST: dict[str, object] = {"principal": UID, "action": {"type": "Action", "id": "a"}, "resource": UID, "context": {}}
EXPECTED: dict[str, object] = {"decision": "Allow", "reason": ["policy0"], "errors": ["policy1"]}
POLICIES = """\
permit(principal, action, resource);
permit(principal, action, resource) when { context.x };
"""
CASE = {
    "policies": "cases/one.cedar",
    "entities": "cases/one.entities.json",
    "schema": "cases/one.cedarschema",
    "shouldValidate": False,
    "requests": [REQUEST | EXPECTED | {"description": "one", "validateRequest": True}],
}
SCHEMA = "entity T; action a appliesTo { principal: T, resource: T };"
FILES = {
    "corpus/cases/one.json": json.dumps(CASE),
    "corpus/cases/one.cedar": POLICIES,
    "corpus/cases/one.entities.json": "[]",
    "corpus/cases/one.cedarschema": SCHEMA,
    "corpus/README.md": "cases",
}
DOCUMENTS = {"policies": POLICIES, "entities": "[]"}
AUTHORIZE = {"op": "authorize", **DOCUMENTS, "requests": [REQUEST]}
SAID = (Expected("allow", ("policy0",), ("policy1",)),)
READ = Case(
    "corpus/cases/one.json",
    Question(AUTHORIZE, SAID, (0,)),
    (Question(AUTHORIZE | {"schema": SCHEMA, "validate_request": True}, SAID, (0,)),),
    Validation({"op": "validate", "policies": POLICIES, "schema": SCHEMA}, False),
)


def folder(tmp_path: Path, files: Mapping[str, str]) -> Path:
    """The files in a folder."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def archive(tmp_path: Path, files: Mapping[str, str]) -> Path:
    """The files in an archive, with a link that leads out of it."""
    path = tmp_path / "corpus.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
        link = tarfile.TarInfo("corpus/cases/link.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    return path


@pytest.mark.parametrize("make", [folder, archive])
def test_a_folder_and_an_archive_hold_the_same_cases(tmp_path: Path, make: type[object]) -> None:
    assert read_corpus(make(tmp_path, FILES)) == [READ]  # type: ignore[call-arg,arg-type]


def test_policies_may_be_json_and_lie_beside_the_case(tmp_path: Path) -> None:
    files = {
        "one.json": json.dumps(CASE | {"policies": "elsewhere/one.policies.json"}),
        "one.policies.json": '{"staticPolicies": {}}',
        "one.entities.json": "[]",
        "one.cedarschema": SCHEMA,
    }
    assert read_corpus(folder(tmp_path, files))[0].plain.message["policies"] == '{"staticPolicies": {}}'


@pytest.mark.parametrize(
    ("files", "message"),
    [
        pytest.param({}, "there is no case", id="nothing"),
        pytest.param({"a.json": "[]"}, "there is no case", id="no case"),
        pytest.param({"a.json": "{"}, "`a.json` is not JSON", id="no JSON"),
        pytest.param(
            {"a.json": json.dumps(CASE)}, "`a.json` names `cases/one.cedar`, which is not", id="a missing file"
        ),
        pytest.param(
            FILES | {"corpus/cases/one.json": json.dumps(CASE | {"requests": [1]})},
            "is no case: requests.0: ",
            id="no request",
        ),
        pytest.param(
            FILES | {"corpus/cases/one.json": json.dumps(CASE | {"requests": [REQUEST]})},
            "is no case: requests.0.decision: field required",
            id="a request without a decision",
        ),
    ],
)
def test_a_corpus_that_is_none(tmp_path: Path, files: Mapping[str, str], message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        read_corpus(folder(tmp_path, files))


def test_a_file_that_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="cannot read"):
        read_corpus(folder(tmp_path, {"corpus.tar.gz": "text"}) / "corpus.tar.gz")


RIGHT = {"decision": "allow", "reasons": ["policy0"], "errors": [{"policy": "policy1", "kind": "type"}]}
WRONG = {"decision": "deny", "reasons": [], "errors": [{"policy": "policy1", "kind": "type"}]}
REFUSAL = {"stage": "request", "kind": "x", "message": "y"}


@pytest.mark.parametrize(
    ("answer", "agreed", "aspects"),
    [
        pytest.param({"responses": [RIGHT]}, [1, 1, 1], [], id="all agrees"),
        pytest.param({"responses": [WRONG]}, [0, 0, 1], ["decision", "reasons"], id="only the errors agree"),
        pytest.param({"responses": [{"error": REFUSAL}]}, [0, 0, 0], ["answer"], id="the request is refused"),
        pytest.param({"error": REFUSAL}, [0, 0, 0], ["answer"], id="the case is refused"),
        pytest.param({"responses": []}, [0, 0, 0], ["answer"], id="an answer is missing"),
    ],
)
def test_agreement(answer: dict[str, object], agreed: list[int], aspects: list[str]) -> None:
    agreement = Agreement()
    agreement.add(Case(READ.name, READ.plain), lambda _: answer)
    assert (agreement.requests, list(agreement.agreed.values())) == (1, agreed)
    assert [disagreement.aspect for disagreement in agreement.disagreements] == aspects


def test_a_disagreement_names_the_case() -> None:
    disagreement = Disagreement("one.json", 3, "decision", "allow", "deny")
    assert str(disagreement) == "one.json, request 3: decision: expected allow, found deny"
    by_schema = Disagreement("one.json", 3, "decision", "allow", "deny", by_schema=True)
    assert str(by_schema) == "one.json, request 3 by the schema: decision: expected allow, found deny"
    assert str(Disagreement("one.json", None, "valid", True, False)) == "one.json: valid: expected True, found False"


UNSUPPORTED = {"error": {"stage": "protocol", "kind": "unsupported", "message": "no schemas"}}
RESPONSES = {"responses": [RIGHT]}


@pytest.mark.parametrize(
    ("by_schema", "verdict", "counts", "aspects"),
    [
        pytest.param(RESPONSES, {"valid": False}, (1, 1, 0), [], id="all agrees"),
        pytest.param(
            {"responses": [WRONG]}, {"valid": True}, (0, 0, 0), ["decision", "reasons", "valid"], id="nothing"
        ),
        pytest.param({"error": REFUSAL}, {"error": REFUSAL}, (0, 0, 0), ["answer", "valid"], id="refusals"),
        pytest.param(UNSUPPORTED, UNSUPPORTED, (0, 0, 2), [], id="an engine without schemas"),
    ],
)
def test_agreement_by_the_schema(
    by_schema: dict[str, object], verdict: dict[str, object], counts: tuple[int, ...], aspects: list[str]
) -> None:
    def ask(message: Mapping[str, object]) -> dict[str, object]:
        return verdict if message["op"] == "validate" else by_schema if "schema" in message else RESPONSES

    agreement = Agreement()
    agreement.add(READ, ask)
    assert (agreement.by_schema, agreement.verdicts, agreement.unsupported) == counts
    assert [disagreement.aspect for disagreement in agreement.disagreements] == aspects


def test_requests_that_are_not_to_be_validated_are_asked_apart(tmp_path: Path) -> None:
    requests = [REQUEST | EXPECTED | {"validateRequest": flag} for flag in (False, True, False)]
    files = FILES | {"corpus/cases/one.json": json.dumps(CASE | {"requests": requests})}
    (case,) = read_corpus(folder(tmp_path, files))
    asked = [(question.message["validate_request"], question.places) for question in case.by_schema]
    assert asked == [(True, (1,)), (False, (0, 2))]


def test_a_case_without_a_schema_is_asked_without_it(tmp_path: Path) -> None:
    alone = {name: value for name, value in CASE.items() if name != "schema"}
    (case,) = read_corpus(folder(tmp_path, FILES | {"corpus/cases/one.json": json.dumps(alone)}))
    assert (case.by_schema, case.validation) == ((), None)


@pytest.mark.parametrize("engine", ["model", "impl"])
def test_a_run_on_an_engine(tmp_path: Path, engine: str) -> None:
    result = CliRunner().invoke(app, ["conformance", str(archive(tmp_path, FILES)), "--engine", engine])
    assert result.exit_code == 0
    assert result.stdout.split()[-9:] == [engine, "1", "1", "1", "1", "1", "1", "0", "0"]


def test_a_run_that_finds_a_disagreement_fails_and_shows_it(tmp_path: Path) -> None:
    changed = FILES | {"corpus/cases/one.cedar": POLICIES.replace("permit", "forbid")}
    result = CliRunner().invoke(app, ["conformance", str(folder(tmp_path, changed)), "--engine", "impl"])
    assert result.exit_code == 1
    assert "impl: corpus/cases/one.json, request 0: decision: expected allow, found deny" in result.stdout


SAMPLE = Path(__file__).parent / "data" / "conformance" / "sample.tar.gz"


@pytest.mark.parametrize("engine", ["model", "impl"])
def test_the_sample_of_official_cases_agrees(engine: str) -> None:
    result = CliRunner().invoke(app, ["conformance", str(SAMPLE), "--engine", engine])
    assert (result.exit_code, result.stdout.split()[-1]) == (0, "0")


@pytest.mark.parametrize(
    ("engine", "diagnostics"),
    [
        pytest.param(
            "turbo",
            "there is no engine `turbo`: the engines are `model`, `impl`, `cedarpy` and `cmd:PROGRAM`\n",
            id="an unknown name",
        ),
        pytest.param("cmd:", "`cmd:` names no program\n", id="no program"),
    ],
)
def test_an_engine_that_is_none_is_wrong_usage(tmp_path: Path, engine: str, diagnostics: str) -> None:
    result = CliRunner().invoke(app, ["conformance", str(tmp_path), "--engine", engine])
    assert (result.exit_code, result.stderr) == (64, diagnostics)


def test_an_engine_in_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(deodar.__file__).parents[1]))
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    command = f"cmd:{Path(sys.executable).name} -m deodar engine model"  # its whole path would make the table wrap
    result = CliRunner().invoke(app, ["conformance", str(folder(tmp_path, FILES)), "--engine", command])
    assert (result.exit_code, result.stdout.split()[-1]) == (0, "0")
