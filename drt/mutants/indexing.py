"""Planted bugs in the index of the engine, in what it remembers, and in the code that it generates.

They replace parts of the fast way to an answer by name. Generated code is kept for as long as the process lives, so a
bug in what generates it makes all of it anew, before it is planted and after.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias, cast

from deodar.drt.engines.protocol import Answer, Message
from deodar.drt.mutants.mutant import Ask, Bug, Mutant, Replacement, Touch, patch

Lookup: TypeAlias = Callable[[Any, Any, Any], list[Any]]
INDEX, MEMO, HOISTING, ALIKE = "index", "caches", "generated code", "policies that are alike"
ALIKE_ENTITIES = "entities that are alike"


def _first_action_only(original: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda scope: original(scope)[:1]


def _own_value(_: object) -> Callable[[Any], Any]:
    return lambda value: value


def _without_broken(original: Callable[[Any, Any, Any, Any], Any]) -> Callable[[Any, Any, Any, Any], Any]:
    return lambda part, entity, store, _broken: original(part, entity, store, [])


def _first_string(_: str) -> int:
    return 0


def _first_parent_only(original: Callable[..., tuple[object, ...]]) -> Callable[..., object]:
    return lambda *asked: original(*asked)[:1]


def _always_first(original: Callable[[str], dict[int, int]]) -> Callable[[str], dict[int, int]]:
    return lambda skeleton: dict.fromkeys(original(skeleton), 0)


def _shortest_prefix(original: Lookup) -> Lookup:
    return lambda node, kind, value: original(node, kind, value)[: 1 if kind == "prefix" else None]


def _first_in_common(original: Lookup) -> Lookup:
    return lambda node, kind, value: original(node, kind, value)[: 1 if kind == "in" else None]


def _nothing_goes(original: Callable[[Any, Any, Any], Any]) -> Callable[[Any, Any, Any], Any]:
    return lambda index, _removed, added: original(index, (), added)


def _keeps_entities(original: Callable[..., Any]) -> Callable[..., Any]:
    def over(engine: Any, store: Any) -> Any:
        made = original(engine, store)
        made.known = engine.known
        return made

    return over


def _by_type(original: Callable[..., Any]) -> Callable[..., Any]:
    """What is remembered of the first entity of a type is told of every other one. One index at a time."""
    held: dict[tuple[int, str], tuple[object, Any]] = {}

    def of(heads: Any, entity: Any, store: Any) -> Any:
        key = id(heads), entity.uid.type
        if key not in held or held[key][0] is not heads:
            if len(held) > 64:
                held.clear()
            held[key] = heads, original(heads, entity, store)
        return held[key][1]

    return of


def _any_action(original: Callable[..., Any]) -> Callable[..., Any]:
    """What is kept of the policies about the first action is told of every other one."""

    def group(heads: Any, held: Any, *asked: Any) -> Any:
        found, common = original(heads, held, *asked), asked[1]
        kept: list[dict[Any, Any]] = [each for each in held if isinstance(each, dict)]
        for each in kept:
            if common in each:
                each[common] = defaultdict(lambda: found, each[common])
        return found

    return group


def _shared_bits(original: Callable[..., Any]) -> Callable[..., Any]:
    def bits_of(*given: Any) -> Any:
        bits = original(*given)
        return None if bits is None else {key: number // 2 for key, number in bits.items()}

    return bits_of


def _always_small(_: object) -> Callable[[Any], ast.expr]:
    return lambda _names: ast.Constant(True)


def _unchecked_range(_: object) -> Callable[[Any, Any, Any], ast.expr]:
    return lambda _emitter, code, _form: code


def _unchecked_operand(_: object) -> Callable[[Any, Any], ast.expr]:
    return lambda emitter, form: cast("ast.expr", emitter.emit(form)[0])


def _bools_are_longs(_: object) -> Callable[[Any], bool]:
    return lambda form: form[:2] in (("const", "int"), ("const", "small"), ("const", "zero-or-one"))


def _generating(attribute: str, replacement: Replacement) -> Bug:
    """The bug that what generates code is another one; all code is generated anew, with it and once more after it."""
    planted = patch(attribute.split("/", 1)[0], attribute.split("/", 1)[1], replacement)

    def bug(sound: Ask, touch: Touch) -> Ask:
        wrong = planted(sound, touch)

        def answer(message: Message) -> Answer:
            _forget_code()
            try:
                return wrong(message)
            finally:
                _forget_code()

        return answer

    return bug


def _forget_code() -> None:
    from deodar.impl.fast import generate, loop, walk  # noqa: PLC0415  # only these bugs need them

    for generated in (generate.test_of, loop.loop_of, walk.walk_of):
        generated.cache_clear()


MUTANTS = tuple(
    replace(mutant, target=target)
    for target, mutants in {
        "index": (
            Mutant(
                "index-first-action-only", INDEX, "a policy on several actions is found for the first one",
                patch("fast.index", "_action_keys", _first_action_only),
            ),
            Mutant(
                "index-keys-by-python", INDEX, "true is looked up as 1", patch("fast.plan", "key", _own_value)
            ),
            Mutant(
                "index-passes-over-errors", INDEX, "what cannot be looked up for an entity is passed over",
                patch("fast.heads", "_reach", _without_broken),
            ),
            Mutant(
                "index-shortest-prefix-only", INDEX, "of the prefixes of a text only one leads on",
                patch("fast.heads", "_children_at", _shortest_prefix),
            ),
            Mutant(
                "index-one-ancestor-only", INDEX, "of the groups of an entity only one leads on",
                patch("fast.heads", "_children_at", _first_in_common),
            ),
            Mutant(
                "memo-by-type", MEMO, "what is remembered of an entity is told of every other one of its type",
                patch("fast.heads", "Heads.of", _by_type),
            ),
            Mutant(
                "groups-of-any-action", MEMO, "what is kept of the policies about an action is told of any",
                patch("fast.heads", "Heads.group", _any_action),
            ),
            Mutant(
                "two-keys-one-bit", MEMO, "of the keys that an entity is in, two have one bit",
                patch("fast.index", "bits_of", _shared_bits),
            ),
            Mutant(
                "hoisted-longs-are-small", HOISTING, "what was read before a loop is taken for a small long",
                _generating("fast.loop/_all_small", _always_small),
            ),
        ),
        "alike": (
            Mutant(
                "alike-first-string", ALIKE, "of the strings of a policy the first one stands everywhere",
                patch("given", "_place", lambda _: _first_string),
            ),
            Mutant(
                "alike-first-number", ALIKE, "of the numbers of a policy the first one stands everywhere",
                patch("given", "places_of_numbers", _always_first),
            ),
        ),
        "alike-entities": (
            Mutant(
                "alike-first-parent-only", ALIKE_ENTITIES, "of the parents of an entity like another one counts",
                patch("alike_entities", "_Reading._parents", _first_parent_only),
            ),
        ),
        "back-ends": (
            Mutant(
                "removed-policies-remain", MEMO, "a policy that was removed beside the index is still found",
                patch("fast.indexed", "Indexed.changed", _nothing_goes),
            ),
            Mutant(
                "entities-remembered-too-long", MEMO, "other entities do not change what is known of them",
                patch("fast.engine", "Engine.over", _keeps_entities),
            ),
            Mutant(
                "arithmetic-in-any-range", HOISTING, "generated arithmetic does not overflow",
                _generating("fast.emit/Emitter._in_range", _unchecked_range),
            ),
            Mutant(
                "operands-are-longs", HOISTING, "generated code takes any operand for a long",
                _generating("fast.emit/Emitter.of_long", _unchecked_operand),
            ),
            Mutant(
                "operands-are-bools", HOISTING, "generated code takes any operand for a bool",
                _generating("fast.emit/Emitter.boolean", _unchecked_operand),
            ),
            Mutant(
                "bools-equal-longs", HOISTING, "generated code compares 1 with true as Python does",
                _generating("fast.emit/_is_plain_long", _bools_are_longs),
            ),
        ),
    }.items()
    for mutant in mutants
)  # fmt: skip
