"""Classes of fields: constructor, patterns, repr, and those that never change."""

from __future__ import annotations

import copy
import pickle

import pytest

from deodar.impl.expr import Has, Literal, Variable
from deodar.impl.extensions.datetime import Datetime
from deodar.impl.extensions.decimal import decimal
from deodar.impl.extensions.duration import duration
from deodar.impl.extensions.ipaddr import ip
from deodar.impl.policy import Policy


def test_a_node_takes_its_place_and_then_its_own_fields() -> None:
    node = Has(1, 9, Variable(1, 2, "principal"), attr="name")
    assert (node.start, node.end, node.attr) == (1, 9, "name")
    assert Has.__match_args__ == ("start", "end", "left", "attr")
    assert repr(node) == "Has(start=1, end=9, left=Variable(start=1, end=2, name='principal'), attr='name')"


def test_nodes_are_compared_by_identity() -> None:
    assert Literal(0, 1, 1) != Literal(0, 1, 1)


VALUES = [
    pytest.param(decimal("1.50"), id="a decimal"),
    pytest.param(ip("10.0.0.0/8"), id="an ipaddr"),
    pytest.param(duration("1h"), id="a duration"),
    pytest.param(Datetime(5), id="a computed datetime"),
    pytest.param(Policy.parse("permit(principal, action, resource);"), id="a policy"),
]


@pytest.mark.parametrize("value", VALUES)
def test_what_is_frozen_never_changes(value: object) -> None:
    before = repr(value)
    with pytest.raises(AttributeError, match="never changes"):
        value.spelling = "x"  # type: ignore[attr-defined]  # as it should not be done
    with pytest.raises(AttributeError, match="never changes"):
        del value.spelling  # type: ignore[attr-defined]
    assert repr(value) == before


@pytest.mark.parametrize("value", VALUES)
def test_what_is_frozen_is_copied_whole(value: object) -> None:
    for other in (copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert other == value
        assert repr(other) == repr(value)
    assert value != "something else"
