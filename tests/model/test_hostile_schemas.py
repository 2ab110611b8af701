"""Schemas that are small to write and large to resolve: the model answers or refuses them, and never hangs."""

import pytest

from deodar.model import Refusal, parse_policies, parse_schema_text, resolve, validate
from deodar.model.map import Map
from deodar.model.type import LongT, Qualified, RecordT


def doubling(levels, order=1):
    """Common types of which each holds the one before twice."""
    types = [f"type T{level} = {{a: T{level - 1}, b: T{level - 1}}};" for level in range(1, levels + 1)]
    return "type T0 = Long;" + "".join(types[::order])


def chain(members, declaration):
    """Declarations of which each names the next."""
    return "".join(declaration.format(this=number, next=number + 1) for number in range(members))


def cycle(members, declaration):
    """Declarations of which each names the next, and the last names the first."""
    return "".join(declaration.format(this=number, next=(number + 1) % members) for number in range(members))


def twice(ty):
    return RecordT(Map({"a": Qualified(ty, True), "b": Qualified(ty, True)}))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param(doubling(60), "type-too-large", id="a common type that doubles 60 times"),
        pytest.param(doubling(60, -1), "type-too-large", id="declared from the largest on"),
        pytest.param(
            doubling(18) + f"entity E {{{', '.join(f'a{n}: T18' for n in range(5))}}};",
            "type-too-large",
            id="attributes that are large together",
        ),
        pytest.param(
            doubling(18) + "entity E tags {a: T18, b: T18};", "type-too-large", id="a type of tags that is too large"
        ),
        pytest.param(
            doubling(18)
            + "entity E; action a appliesTo { principal: E, resource: E, context: {a: T18, b: T18, c: T18} };",
            "type-too-large",
            id="a context that is too large",
        ),
        pytest.param(cycle(5_000, "type T{this} = {{a: T{next}}};"), "common-type-cycle", id="a cycle of 5,000 types"),
        pytest.param(
            chain(2_500, "entity E{this} in E{next};") + "entity E2500;",
            "hierarchy-too-large",
            id="a chain of 2,500 entity types",
        ),
        pytest.param(cycle(500, "action a{this} in a{next};"), "action-cycle", id="a cycle of 500 actions"),
    ],
)
def test_a_schema_is_refused(text, kind):
    with pytest.raises(Refusal) as refusal:
        resolve(parse_schema_text(text))
    assert refusal.value.kind == kind


def test_a_type_that_is_used_often_is_the_type_written_out():
    schema = resolve(parse_schema_text(doubling(2) + "entity E {a: T2, b: T2}; entity F {t: T1};"))
    assert schema.entity_types["E"].attrs == twice(twice(twice(LongT())))
    assert schema.entity_types["F"].attrs == RecordT(Map({"t": Qualified(twice(LongT()), True)}))


def test_a_long_chain_of_names_is_followed():
    text = "type T5000 = Long;" + chain(5_000, "type T{this} = T{next};") + "entity E {a: T0};"
    assert resolve(parse_schema_text(text)).entity_types["E"].attrs == RecordT(Map({"a": Qualified(LongT(), True)}))


def test_entity_types_in_a_long_cycle_are_ancestors_of_each_other():
    entity_types = resolve(parse_schema_text(cycle(500, "entity E{this} in E{next};"))).entity_types
    assert {len(entity_types[name].ancestors) for name in entity_types} == {500}


def test_a_policy_is_typed_in_20_000_environments():
    names = ", ".join(f"E{number}" for number in range(100))
    actions = f"action a, b appliesTo {{ principal: [{names}], resource: [{names}] }};"
    schema = resolve(parse_schema_text(f"entity {names}; {actions}"))
    verdicts = validate(parse_policies("permit(principal, action, resource) when { principal == resource };"), schema)
    assert verdicts["policy0"].kinds == frozenset()
    assert not verdicts["policy0"].impossible
