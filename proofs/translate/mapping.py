"""Maps that the source builds: `Map({})`, and `Map({key: value for x in base if condition})`."""

from __future__ import annotations

import ast

from deodar.proofs.translate import logic
from deodar.proofs.translate.alike import Recipe, state_alike
from deodar.proofs.translate.choice import chosen
from deodar.proofs.translate.coerce import coerce, contains, equal, to_term
from deodar.proofs.translate.comprehension import Body, Reader, raised_by_some
from deodar.proofs.translate.container import from_term
from deodar.proofs.translate.frame import Frame
from deodar.proofs.translate.logic import Logic
from deodar.proofs.translate.raised import Outcome, then
from deodar.proofs.translate.symbol import Symbol, Term
from deodar.proofs.translate.types import MapType, NeverType, OptionType, TupleType
from deodar.proofs.translate.world import World


def mapping(reader: Reader, node: ast.DictComp | ast.Dict, frame: Frame) -> Outcome:
    """A map; where two elements have one key, the last one counts."""
    if isinstance(node, ast.Dict):
        if node.keys:
            raise frame.refuse(node, "a map with entries that are written out")
        return Outcome(Term(MapType(NeverType(), NeverType()), logic.TRUE), {})
    world, body = frame.world, Body(reader, node, frame)
    with world.recipe():
        sample = body.base.sample()
        value, key = body.element(sample), body.read(node.key, sample)
    if key.raised:
        raise frame.refuse(node.key, "a key that may raise")
    type_ = MapType(key.value.type, value.value.type)
    raised = then(world, body.over.raised, raised_by_some(body, body.looked_at(body.element)[1]))
    return Outcome(Term(type_, _handle(world, type_, _Entries(body, node, type_))), raised)


class _Entries:
    """What a map gives for a key."""

    def __init__(self, body: Body, node: ast.DictComp, type_: MapType) -> None:
        self.body, self.node, self.type = body, node, type_
        self.world = body.frame.world
        self.by_itself = isinstance(node.key, ast.Name) and node.key.id == body.variable
        if not self.by_itself and not isinstance(body.base.type, TupleType):
            raise body.frame.refuse(node, "a map with keys that several elements of a set may share")

    def of(self, key: Symbol) -> Logic:
        """The entry as an option."""
        element = key if self.by_itself else chosen(self.world, self.body.base, lambda x: self._has(x, key))
        found = logic.conj(contains(self.world, self.body.base, element), self._has(element, key))
        option = OptionType(self.type.value)
        value = coerce(self.world, self.body.element(element).value, option)
        return logic.ite(found, to_term(self.world, value), self.world.nothing(option))

    def _has(self, x: Symbol, key: Symbol) -> logic.Formula:
        return logic.conj(self.body.condition(x), equal(self.world, self.body.read(self.node.key, x).value, key))


def _handle(world: World, type_: MapType, entries: _Entries) -> Logic:
    """The map as a term, known by its entries. Maps that read alike are the same term."""
    key = world.unknown("key", type_.key)
    with world.recipe():
        entry = entries.of(from_term(world, type_.key, key))
    name, arguments = logic.abstracted(entry, key)
    made = world.function(f"map {name}", [each.sort() for each in arguments], type_)
    handle = logic.apply(made, *arguments)
    looked_up = world.entry(type_, handle, key)
    world.define(f"map {name}", [*arguments, key], looked_up, logic.equal(looked_up, entry))
    state_alike(world, Recipe(f"map {name}", made, arguments, key, entry))
    return handle
