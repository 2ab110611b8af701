"""A layered mapping is what a dict with the same history is."""

from __future__ import annotations

from random import Random

import pytest

from deodar.impl.layered import LEAST_CHANGES, Layered


@pytest.mark.parametrize("seed", range(4))
def test_it_is_what_a_dict_with_the_same_history_is(seed: int) -> None:
    random = Random(seed)
    expected = {number: str(number) for number in range(random.choice((0, 3, 5_000)))}
    mapping: Layered[int, str] = Layered(dict(expected))
    earlier: list[tuple[Layered[int, str], dict[int, str]]] = []
    for number in range(3 * LEAST_CHANGES):
        earlier.append((mapping, dict(expected)))
        removed = random.sample(list(expected), min(len(expected), random.randrange(3)))
        added = [(key, f"{key} once more") for key in (*removed, 10_000 + number)[: random.randrange(4)]]
        mapping = mapping.changed(removed, added)
        for key in removed:
            del expected[key]
        expected.update(added)
        assert list(mapping) == list(expected)
        assert len(mapping) == len(expected)
    for before, then in earlier:
        assert list(before.items()) == list(then.items())
        assert list(before.values()) == list(then.values())
        assert list(before.keys()) == list(then)
        assert repr(before) == repr(then)
        assert before == then


def test_what_is_gone_is_not_there() -> None:
    mapping = Layered({"a": 1, "b": 2}).changed(["a"], [("c", 3)])
    assert ("a" in mapping, "b" in mapping, "c" in mapping) == (False, True, True)
    assert mapping.get("a") is None
    with pytest.raises(KeyError):
        mapping["a"]
    assert (mapping["b"], mapping["c"]) == (2, 3)
