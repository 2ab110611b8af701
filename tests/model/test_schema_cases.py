"""The model gives the verified answer to every reference case about schemas, validation and conformance."""

import json
from functools import cache
from pathlib import Path

import pytest

from deodar.model import Refusal, entities_from_json, parse_policies, request_from_json
from deodar.model.schema_json import read_schema_json
from deodar.model.schema_parser import parse_schema_text
from deodar.model.schema_resolver import resolve
from deodar.model.schema_to_json import schema_to_json
from deodar.model.schema_to_text import schema_to_text
from deodar.model.type import Mode
from deodar.model.validator import validate

DATA = Path(__file__).parents[1] / "data" / "reference"


def cases(name):
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@cache
def schema(text):
    return resolve(parse_schema_text(text))


def fragment(case):
    return parse_schema_text(case["schema"]) if case["format"] == "cedar" else read_schema_json(case["schema"])


@pytest.mark.parametrize("case", cases("schema"), ids=lambda case: case["why"])
def test_a_schema_is_accepted_or_rejected(case):
    try:
        resolve(fragment(case))
    except Refusal:
        assert not case["accept"]
    else:
        assert case["accept"]


@pytest.mark.parametrize("case", [case for case in cases("schema") if case["accept"]], ids=lambda case: case["why"])
def test_a_schema_written_as_json_means_the_same(case):
    written = schema_to_json(fragment(case))
    assert resolve(read_schema_json(json.dumps(written))) == resolve(fragment(case))
    assert schema_to_json(read_schema_json(written)) == written


TEXTS = [case for case in cases("schema") if case["accept"] and case["format"] == "cedar"]


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case["why"])
def test_a_schema_written_as_text_means_the_same(case):
    assert schema(schema_to_text(fragment(case))) == schema(case["schema"])


@pytest.mark.parametrize("case", cases("validation"), ids=lambda case: case["why"])
def test_a_policy_has_its_findings(case):
    policies = parse_policies(case["policy"])
    (template,) = [item for found in (policies.static_policies, policies.templates) for _, item in found.items()]
    verdict = validate(template, schema(case["schema"]), Mode.STRICT)
    assert {kind.value for kind in verdict.kinds} == set(case["errors"])
    assert verdict.impossible is case["impossible"]


def refusal_of(read, *arguments):
    try:
        read(*arguments)
    except Refusal as refusal:
        return refusal.kind
    return None


@pytest.mark.parametrize("case", cases("conformance"), ids=lambda case: case["why"])
def test_data_conforms_or_does_not(case):
    read = request_from_json if case["kind"] == "request" else entities_from_json
    assert refusal_of(read, case[case["kind"]], schema(case["schema"])) == case["error"]


@pytest.mark.parametrize(
    "case", [case for case in cases("entities") if "schema" in case], ids=lambda case: case["name"]
)
def test_an_entities_document_is_read_by_its_schema(case):
    if case["result"] == "reject":
        with pytest.raises(Refusal):
            entities_from_json(case["entities"], schema(case["schema"]))
    else:
        assert len(entities_from_json(case["entities"], schema(case["schema"]))) == case["count"]
