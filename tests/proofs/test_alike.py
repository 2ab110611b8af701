"""Sets, maps and failures made of two stores are the same if the stores say the same, and only then."""

from __future__ import annotations

import pytest

from deodar.model.entities import Entities
from deodar.model.error import ErrorKind, EvaluationError
from deodar.model.evaluator import get_attr, has_attr
from deodar.model.map import Map
from deodar.model.value import Bool, EntityUID, Record, Set, Value
from deodar.proofs.lemma import Lemma, lemma, requires
from deodar.proofs.program import Program
from deodar.proofs.prove import Status, prove
from deodar.proofs.translate.world import World

PROGRAM = Program()


def known(uids: frozenset[EntityUID], es: Entities) -> Value:
    """Those of some entities that are in a store."""
    return Set(frozenset(uid for uid in uids if uid in es))


def named(attrs: frozenset[str], uid: EntityUID, es: Entities) -> Value:
    """Which attributes an entity has."""
    return Record(Map({attr: is_there(uid, attr, es) for attr in attrs}))


def is_there(uid: EntityUID, attr: str, es: Entities) -> Value:
    """Whether an entity has an attribute."""
    return Bool(has_attr(uid, attr, es))


def failure(uids: tuple[EntityUID, ...], es: Entities) -> ErrorKind | None:
    """Why the attributes of some entities cannot be read."""
    try:
        vs = tuple([get_attr(uid, "a", es) for uid in uids])
    except EvaluationError as error:
        return error.kind
    return ErrorKind.OVERFLOW if vs else None


def failure_of_one(uid: EntityUID, es: Entities) -> ErrorKind | None:
    """Why the attribute of an entity cannot be read."""
    try:
        get_attr(uid, "a", es)
    except EvaluationError as error:
        return error.kind
    return None


@lemma()
def sets_are_alike(uids: frozenset[EntityUID], es: Entities, other: Entities) -> bool:
    """Sets of what is in two stores are the same if the same is in them."""
    requires(all((uid in es) == (uid in other) for uid in uids))
    return known(uids, es) == known(uids, other)


@lemma()
def sets_of_any_stores_are_alike(uids: frozenset[EntityUID], es: Entities, other: Entities) -> bool:
    """Sets of what is in two stores are the same."""
    return known(uids, es) == known(uids, other)


@lemma()
def records_are_alike(attrs: frozenset[str], uid: EntityUID, es: Entities, other: Entities) -> bool:
    """Records made of two stores are the same if the stores have the same of an entity."""
    requires(es.get(uid) == other.get(uid))
    return named(attrs, uid, es) == named(attrs, uid, other)


@lemma()
def records_of_any_stores_are_alike(attrs: frozenset[str], uid: EntityUID, es: Entities, other: Entities) -> bool:
    """Records made of two stores are the same."""
    return named(attrs, uid, es) == named(attrs, uid, other)


@lemma()
def failures_are_alike(uids: tuple[EntityUID, ...], es: Entities, other: Entities) -> bool:
    """The first failure is the same with two stores that have the same."""
    requires(all(es.get(uid) == other.get(uid) for uid in uids))
    return failure(uids, es) == failure(uids, other)


@lemma()
def failures_are_alike_if_anything_fails(uids: tuple[EntityUID, ...], es: Entities, other: Entities) -> bool:
    """The first failure is the same with two stores with which the same fails, for whatever reason."""
    requires(all((failure_of_one(uid, es) is None) == (failure_of_one(uid, other) is None) for uid in uids))
    return failure(uids, es) == failure(uids, other)


TRUE = [sets_are_alike, records_are_alike, failures_are_alike]
FALSE = [
    sets_of_any_stores_are_alike,
    records_of_any_stores_are_alike,
    failures_are_alike_if_anything_fails,
]


@pytest.mark.parametrize("statement", [pytest.param(each, id=each.name) for each in TRUE])
def test_what_is_made_of_the_same_is_the_same(statement: Lemma[...]) -> None:
    assert prove(statement, PROGRAM, sane=True).status is Status.PROVED


@pytest.mark.parametrize("statement", [pytest.param(each, id=each.name) for each in TRUE])
def test_it_takes_the_law_to_see_it(statement: Lemma[...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deodar.proofs.translate.alike._state", lambda *_: None)
    assert prove(statement, PROGRAM, sane=True, timeout_millis=1_000).status is not Status.PROVED


@pytest.mark.parametrize("statement", [pytest.param(each, id=each.name) for each in FALSE])
def test_what_is_made_of_different_stores_may_differ(statement: Lemma[...]) -> None:
    assert prove(statement, PROGRAM, sane=True, timeout_millis=1_000).status is not Status.PROVED


def test_a_world_of_its_own_has_no_such_law() -> None:
    assert World().varied == frozenset()
