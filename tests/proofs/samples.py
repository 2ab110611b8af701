"""Small functions of the subset, for the constructs of which the model makes little use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from deodar.model.error import ErrorKind, EvaluationError
from deodar.model.map import Map
from deodar.model.schema import Environment, Schema, environments
from deodar.model.type import Mode
from deodar.model.value import Bool, Long

Small: TypeAlias = Bool | Long


def truth(v: Small) -> bool:
    if isinstance(v, Bool):
        return v.value
    raise EvaluationError(ErrorKind.TYPE)


def both(v1: Small, v2: Small) -> bool:
    return truth(v1) and truth(v2)


def one_of(v1: Small, v2: Small) -> bool:
    return truth(v1) or truth(v2)


def guarded(v: Small) -> bool:
    return isinstance(v, Bool) and truth(v)


def chosen(v: Small, i: int, j: int) -> int:
    return i if truth(v) else j


def on_condition(v1: Small, v2: Small) -> bool:
    return truth(v2) if truth(v1) else True


def same_kind(v1: Small, v2: Small) -> bool:
    match v1, v2:
        case Bool(), Bool():
            return True
        case Long(), Long():
            return True
        case _:
            return False


def recovered(v: Small) -> bool:
    try:
        b = truth(v)
    except EvaluationError as error:
        return error.kind == ErrorKind.TYPE
    return not b


def sum_or_product(v1: Small, v2: Small) -> int:
    match v1, v2:
        case Long(i), Long(j) if i < j:
            return i * j - i
        case Long(i), Long(j):
            return i + j
        case Bool(True) | Long(0), Bool():
            return -1
        case Long(i), _:
            return -i
        case _:
            raise EvaluationError(ErrorKind.OVERFLOW)


def ordered(i: int, j: int, k: int) -> bool:
    return i < j <= k or i > j >= k


def within(xs: frozenset[int], ys: frozenset[int]) -> bool:
    return xs <= ys


def algebra(xs: frozenset[int], ys: frozenset[int]) -> frozenset[int]:
    return (xs - ys) | (xs & ys) | frozenset(-i for i in ys if i not in xs)


def appended(xs: tuple[int, ...], i: int) -> frozenset[int]:
    return frozenset((*xs, i))


def some_below_all(xs: tuple[int, ...], ys: tuple[int, ...]) -> bool:
    return any(below(x, ys) for x in xs)


def below(x: int, ys: tuple[int, ...]) -> bool:
    return all(x < y for y in ys)


def of_both(xs: tuple[int, ...], ys: frozenset[int]) -> frozenset[int]:
    return frozenset(x * y for x in xs if x != 2 for y in ys if x < y)


def chosen_of_both(vs: tuple[Small, ...], xs: tuple[int, ...]) -> frozenset[int]:
    return frozenset(tuple(chosen(v, x, 0) for v in vs for x in xs))


def all_environments(schema: Schema, mode: Mode) -> frozenset[Environment]:
    return frozenset(environments(schema, mode))


def looked_up(m: Map[str, int], key: str) -> int | None:
    found = m.get(key)
    if found is None:
        return None
    if found == 0:
        return 1
    return found


def by_key(m: Map[str, int], keys: frozenset[str]) -> Map[str, int]:
    return Map({key: len_of_key(key, m) for key in keys if key in m})


def len_of_key(key: str, m: Map[str, int]) -> int:
    found = m.get(key)
    return 0 if found is None else found + 1


def last_of_each(pairs: tuple[Long, ...]) -> Map[int, Long]:
    return Map({pair.value: pair for pair in pairs if pair.value != 0})


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and what stands under it."""

    key: int
    held: Long


def last_of_built(pairs: tuple[Long, ...]) -> Map[int, Long]:
    entries = tuple(Entry(pair.value + 1, pair) for pair in pairs)
    return Map({entry.key: entry.held for entry in entries})


def nothing_at_all(m: Map[str, int]) -> Map[str, int]:
    return m if "a" in m else Map({})


def keys_of(m: Map[str, int]) -> frozenset[str]:
    return frozenset(m) - frozenset(key for key in m if key == "a")


def all_of(vs: tuple[Small, ...]) -> frozenset[bool]:
    return frozenset(tuple([truth(v) for v in vs]))


def counted(vs: tuple[int, ...]) -> int:
    return len(vs) if vs else -1


def shape(vs: tuple[Small, ...]) -> int:
    match vs:
        case ():
            return 0
        case (Bool(True),):
            return 1
        case (Long(i),):
            return i
        case (Bool(), Long(j)) if j > 0:
            return 2
        case (Bool(), _):
            return 3
        case _:
            return 4


def with_one_more(vs: tuple[int, ...], i: int) -> int:
    """The last of a longer tuple, how many come before it, and that none are in the empty one."""
    longer = (*vs, i)
    return longer[-1] + len(longer[:-1]) + counted(())


def first_and_last(vs: tuple[int, ...]) -> int:
    if not vs:
        return 0
    if not vs[:-1]:
        return vs[-1]
    return vs[:-1][-1] - vs[-1]


SAMPLES = (
    by_key,
    last_of_each,
    last_of_built,
    nothing_at_all,
    keys_of,
    all_of,
    counted,
    shape,
    with_one_more,
    first_and_last,
    truth,
    both,
    one_of,
    guarded,
    chosen,
    on_condition,
    same_kind,
    recovered,
    sum_or_product,
    ordered,
    within,
    algebra,
    appended,
    some_below_all,
    of_both,
    chosen_of_both,
    all_environments,
    looked_up,
)
