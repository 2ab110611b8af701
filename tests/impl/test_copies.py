"""Answers and refusals can be copied, and sent to another process: a pool of workers hangs on what cannot."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest

import deodar

REQUEST = deodar.Request('User::"a"', 'Action::"view"', 'Photo::"p"', context={"n": 1})
FAILING = {
    "type": "1 + true == 2",
    "entity-missing": "principal.name == 1",
    "record-attr-missing": "context.m == 1",
    "overflow": "9223372036854775807 + context.n == 1",
    "extension": 'decimal(if true then "x" else "y") == decimal("1.0")',
}
COPIES = [pytest.param(copy.deepcopy, id="copied"), pytest.param(lambda x: pickle.loads(pickle.dumps(x)), id="sent")]


@pytest.mark.parametrize("copied", COPIES)
@pytest.mark.parametrize("kind", FAILING)
def test_a_response_with_errors_is_the_same(kind: str, copied: Callable[[deodar.Response], deodar.Response]) -> None:
    policies = deodar.PolicySet.parse(f"permit(principal, action, resource) when {{ {FAILING[kind]} }};")
    response = deodar.is_authorized(REQUEST, policies)
    other = copied(response)
    assert [error.kind for error in response.errors] == [kind]
    assert other == response
    assert [error.message for error in other.errors] == [error.message for error in response.errors]
    assert [error.place for error in other.errors] == [error.place for error in response.errors]


@pytest.mark.parametrize("copied", COPIES)
def test_a_refusal_keeps_its_findings(copied: Callable[[deodar.DeodarError], deodar.DeodarError]) -> None:
    with pytest.raises(deodar.PolicyParseError) as refused:
        deodar.PolicySet.parse("permit(principal, action); permit", source_name="p.cedar")
    other = copied(refused.value)
    assert type(other) is deodar.PolicyParseError
    assert (str(other), other.findings, other.source_name) == (
        str(refused.value),
        refused.value.findings,
        refused.value.source_name,
    )


@pytest.mark.parametrize("copied", COPIES)
def test_what_was_read_is_the_same(copied: Callable[[object], object]) -> None:
    policies = deodar.PolicySet.parse("permit(principal == ?principal, action, resource);")
    linked = policies.link("policy0", "link", {"?principal": 'User::"a"'})
    entities = deodar.Entities.from_json([{"uid": {"type": "User", "id": "a"}, "attrs": {"n": [1]}, "parents": []}])
    assert (copied(linked), copied(entities), copied(REQUEST)) == (linked, entities, REQUEST)
