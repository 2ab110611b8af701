"""The collector of garbage is as it was after a document is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

import deodar
from deodar.impl.collector import without_collections

POLICIES = "permit(principal, action, resource);" * 30


@pytest.fixture(autouse=True)
def _collector_on() -> Iterator[None]:
    yield
    gc.enable()


def test_it_is_held_back_in_the_body_only() -> None:
    with without_collections():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_one_that_is_off_stays_off() -> None:
    gc.disable()
    with without_collections():
        assert not gc.isenabled()
    assert not gc.isenabled()


@pytest.mark.parametrize("text", [POLICIES, POLICIES + "permit("], ids=["accepted", "refused"])
def test_policies_leave_it_on(text: str) -> None:
    try:
        deodar.PolicySet.parse(text)
    except deodar.PolicyParseError:
        assert text.endswith("permit(")
    assert gc.isenabled()


@pytest.mark.parametrize("document", ["[]", "[{}]"], ids=["accepted", "refused"])
def test_entities_leave_it_on(document: str) -> None:
    try:
        deodar.Entities.from_json(document)
    except deodar.EntitiesError:
        assert document == "[{}]"
    assert gc.isenabled()
