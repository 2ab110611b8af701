"""JSON documents that are long, deep or odd are read or refused; nothing crashes, nothing is half loaded."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.hostile.documents import (
    ENGINE_ENTITIES_ACCEPTED,
    ENTITIES_ACCEPTED,
    ENTITIES_REFUSED,
    POLICY_SETS_REFUSED,
    REQUESTS_REFUSED,
    nested_not,
)
from tests.hostile.readers import BOTH, ENGINE, Readers, is_well_formed, read_or_refused

import deodar

Text = Callable[[], str]
IMPLEMENTATIONS = [pytest.param(readers, id=readers.name) for readers in BOTH]
TEMPLATE = "permit(principal == ?principal, action, resource in ?resource);"


def rows(table: dict[str, Text]) -> list[object]:
    """The rows of a table, each named by its sentence."""
    return [pytest.param(text, id=name) for name, text in table.items()]


@pytest.mark.parametrize("readers", IMPLEMENTATIONS)
@pytest.mark.parametrize("text", rows(ENTITIES_ACCEPTED))
def test_odd_entities_are_read(text: Text, readers: Readers) -> None:
    assert readers.entities(text()) is not None


@pytest.mark.parametrize("text", rows(ENGINE_ENTITIES_ACCEPTED))
def test_the_engine_reads_entities_of_any_size(text: Text) -> None:
    assert ENGINE.entities(text()) is not None


@pytest.mark.parametrize("readers", IMPLEMENTATIONS)
@pytest.mark.parametrize("text", rows(ENTITIES_REFUSED))
def test_bad_entities_are_refused(text: Text, readers: Readers) -> None:
    with pytest.raises(readers.refusal) as refused:
        readers.entities(text())
    assert is_well_formed(refused.value)


@pytest.mark.parametrize("readers", IMPLEMENTATIONS)
@pytest.mark.parametrize("text", rows(REQUESTS_REFUSED))
def test_bad_requests_are_refused(text: Text, readers: Readers) -> None:
    with pytest.raises(readers.refusal) as refused:
        readers.request(text())
    assert is_well_formed(refused.value)


@pytest.mark.parametrize("readers", IMPLEMENTATIONS)
@pytest.mark.parametrize("text", rows(POLICY_SETS_REFUSED))
def test_bad_policy_sets_are_refused(text: Text, readers: Readers) -> None:
    with pytest.raises(readers.refusal) as refused:
        readers.policy_set(text())
    assert is_well_formed(refused.value)


@pytest.mark.parametrize("readers", IMPLEMENTATIONS)
def test_ten_thousand_nested_negations_are_read_or_refused(readers: Readers) -> None:
    assert read_or_refused(readers, readers.policy_set, nested_not(10_000)) in ("read", "refused")


@pytest.mark.parametrize("readers", IMPLEMENTATIONS)
def test_thirty_nested_negations_are_read(readers: Readers) -> None:
    assert readers.policy_set(nested_not(30)) is not None


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({}, id="no value"),
        pytest.param({"?principal": 'User::"a"'}, id="a value is missing"),
        pytest.param({"?principal": 'User::"a"', "?resource": 'F::"f"', "?action": 'A::"a"'}, id="a slot too many"),
        pytest.param({"?principal": 'User::"a', "?resource": 'F::"f"'}, id="a value that is no uid"),
        pytest.param({"?principal": 'User::"\ud800"', "?resource": 'F::"f"'}, id="a lone surrogate"),
        pytest.param({"?principal": "(" * 10_000, "?resource": 'F::"f"'}, id="10,000 open parentheses"),
    ],
)
def test_a_refused_link_leaves_the_set_as_it_was(values: dict[str, str]) -> None:
    policies = deodar.PolicySet.parse(TEMPLATE)
    with pytest.raises(deodar.LinkError) as refused:
        policies.link("policy0", "link0", values)
    assert is_well_formed(refused.value)
    assert policies == deodar.PolicySet.parse(TEMPLATE)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({"principal": 1, "action": 2, "resource": 3, "context": 4}, id="numbers"),
        pytest.param({1: 2}, id="a key that is no string"),
        pytest.param({"principal": 'User::"a'}, id="a uid without an end"),
        pytest.param([[[]]], id="lists"),
        pytest.param(b"\xff\xfe", id="bytes"),
        pytest.param(object(), id="an object"),
        pytest.param(None, id="nothing"),
    ],
)
def test_odd_python_values_are_refused_as_requests(data: object) -> None:
    with pytest.raises(deodar.RequestError) as refused:
        deodar.Request.from_json(data)
    assert is_well_formed(refused.value)


def test_data_that_contains_itself_is_refused() -> None:
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(deodar.EntitiesError) as refused:
        deodar.Entities.from_json(loop)
    assert is_well_formed(refused.value)


def test_an_attribute_that_contains_itself_is_refused() -> None:
    loop: dict[str, object] = {}
    loop["a"] = loop
    with pytest.raises(deodar.EntitiesError) as refused:
        deodar.Entities.from_json([{"uid": {"type": "A", "id": "a"}, "attrs": loop, "parents": []}])
    assert is_well_formed(refused.value)
