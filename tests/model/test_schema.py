"""Schemas in the model, beyond the reference cases: fragments, what has no text, permissive mode, conformance."""

import pytest

from deodar.model import Refusal, parse_expression, parse_policies, request_from_json
from deodar.model.conformance import Nonconformance, entity_fault, instance_of, request_fault
from deodar.model.entities import EntityData
from deodar.model.expr import ExtFun
from deodar.model.lub import known, lub
from deodar.model.map import Map
from deodar.model.request import Request
from deodar.model.schema import environments
from deodar.model.schema_json import read_schema_json
from deodar.model.schema_parser import parse_schema_text
from deodar.model.schema_resolver import resolve
from deodar.model.schema_to_text import schema_to_text
from deodar.model.signature import readable
from deodar.model.type import BoolT, EntityT, FalseT, LongT, Mode, NeverT, Qualified, RecordT, SetT, StringT, TrueT
from deodar.model.typechecker import TagCapability, lub_of, shared, type_of
from deodar.model.typed_json import typed_value
from deodar.model.validator import validate
from deodar.model.value import Bool, EntityUID, Long, Record

SCHEMA = resolve(
    parse_schema_text(
        "entity User { name: String, age?: Long } tags String; entity Robot { name: String, model: String };"
        "entity Color enum ['red'];".replace("'", '"')
        + "action view appliesTo { principal: [User, Robot], resource: Color, context: { ip?: ipaddr, who?: User } };"
    )
)
LONG = {"type": "Long"}
NAMES = frozenset({"User", "Robot"})


def verdict(condition, mode=Mode.STRICT):
    text = f"permit(principal, action, resource) when {{ {condition} }};"
    found = validate(parse_policies(text).static_policies["policy0"], SCHEMA, mode)
    return sorted(kind.value for kind in found.kinds)


def test_several_documents_make_a_schema_together():
    one, other = parse_schema_text("namespace N { entity A in B; }"), parse_schema_text("namespace N { entity B; }")
    assert list(resolve(one, other).entity_types) == ["N::A", "N::B"]
    with pytest.raises(Refusal):
        resolve(one, other, other)


def test_primitive_and_extension_types_are_written_by_their_reserved_names():
    attributes = {"a": {"type": "Long"}, "b": {"type": "Extension", "name": "ipaddr"}}
    shape = {"type": "Record", "attributes": attributes}
    text = schema_to_text(read_schema_json({"": {"entityTypes": {"A": {"shape": shape}}, "actions": {}}}))
    assert text == "entity A = {a: __cedar::Long, b: __cedar::ipaddr};\n"


@pytest.mark.parametrize(
    "schema",
    [
        pytest.param(
            {
                "": {
                    "entityTypes": {"A": {"shape": {"type": "T"}}},
                    "actions": {},
                    "commonTypes": {"T": {"type": "Long"}},
                }
            },
            id="a shape that is a reference",
        ),
        pytest.param(
            {"N": {"entityTypes": {"A": {}}, "actions": {}, "commonTypes": {"A": LONG}}},
            id="an entity type with the name of a common type",
        ),
    ],
)
def test_a_schema_has_no_text(schema):
    with pytest.raises(Refusal):
        schema_to_text(read_schema_json(schema))


def test_a_schema_text_with_half_a_surrogate_pair_is_refused():
    with pytest.raises(Refusal):
        parse_schema_text("// \ud800")


@pytest.mark.parametrize(
    ("one", "other", "strict", "permissive"),
    [
        pytest.param(TrueT(), FalseT(), BoolT(), BoolT(), id="truth values"),
        pytest.param(LongT(), StringT(), None, None, id="a long and a string"),
        pytest.param(EntityT(frozenset({"User"})), EntityT(frozenset({"Robot"})), None, EntityT(NAMES), id="entities"),
        pytest.param(SetT(NeverT()), SetT(LongT()), SetT(LongT()), SetT(LongT()), id="an empty set and another"),
        pytest.param(SetT(LongT()), SetT(NeverT()), SetT(LongT()), SetT(LongT()), id="another and an empty set"),
        pytest.param(
            RecordT(Map({"a": Qualified(LongT(), True), "b": Qualified(LongT(), True)})),
            RecordT(Map({"a": Qualified(LongT(), False)})),
            None,
            RecordT(Map({"a": Qualified(LongT(), False)}), True),
            id="records with different attributes",
        ),
    ],
)
def test_two_types_have_a_least_upper_bound(one, other, strict, permissive):
    assert lub(one, other, Mode.STRICT) == strict
    assert lub(one, other, Mode.PERMISSIVE) == permissive


@pytest.mark.parametrize("mode", Mode)
def test_of_nothing_there_is_no_least_upper_bound(mode):
    assert known(None) == Qualified(NeverT(), False)
    assert lub_of((), mode) is None
    assert shared((), mode) == RecordT(Map({}), True)


def test_a_record_has_no_type_where_a_member_has_none():
    assert verdict("principal is User && {a: principal.nope, b: 1} == {a: 1}") == ["UnsafeAttributeAccess"]


@pytest.mark.parametrize(
    ("condition", "kinds"),
    [
        pytest.param(
            "(principal has age && principal.name < 1) && principal.age == 1",
            ["UnexpectedType", "UnsafeOptionalAttributeAccess"],
            id="a conjunction with a fault",
        ),
        pytest.param(
            "(if principal.name < 1 then principal has age else principal has age) && principal.age == 1",
            ["UnexpectedType", "UnsafeOptionalAttributeAccess"],
            id="a conditional with a fault",
        ),
        pytest.param(
            '(principal has age && Nope::"a" == principal) && principal.age == 1',
            ["UnrecognizedEntityType", "UnsafeOptionalAttributeAccess"],
            id="an entity type that is not declared",
        ),
    ],
)
def test_what_is_ill_typed_establishes_nothing(condition, kinds):
    assert verdict(f"principal is User && ({condition})") == kinds


@pytest.mark.parametrize(
    ("condition", "strict", "permissive"),
    [
        pytest.param("[principal] == [resource]", ["IncompatibleTypes"], [], id="sets of different entities"),
        pytest.param("[].isEmpty()", ["EmptySetForbidden"], [], id="an empty set"),
        pytest.param("principal in [] || 1 < 2", ["EmptySetForbidden"], [], id="an entity in an empty set"),
        pytest.param("[1].contains(true)", ["IncompatibleTypes"], [], id="an element of another type"),
        pytest.param(
            "context has ip && ip(principal.name) == context.ip", ["NonLitExtConstructor"], [], id="a name as address"
        ),
        pytest.param(
            '(if principal.name == "a" then User::"a" else Robot::"b").name == "b"',
            ["IncompatibleTypes"],
            [],
            id="an attribute that both entity types have",
        ),
        pytest.param(
            '(if principal.name == "a" then User::"a" else Robot::"b").model == "b"',
            ["IncompatibleTypes"],
            ["UnsafeAttributeAccess"],
            id="an attribute that one entity type has",
        ),
        pytest.param(
            '(if principal.name == "a" then User::"a" else Robot::"b") is User', ["IncompatibleTypes"], [], id="is"
        ),
        pytest.param(
            '(if 1 < 2 then Nope::"a" else User::"a") == 1',
            ["UnrecognizedEntityType"],
            ["UnrecognizedEntityType"],
            id="no type",
        ),
        pytest.param('unknown("x")', ["UndefinedFunction"], ["UndefinedFunction"], id="a function without a signature"),
        pytest.param(
            'principal is Robot && principal.hasTag("t") && principal.getTag("t") == "x"', [], [], id="no tags"
        ),
    ],
)
def test_permissive_mode_forgives(condition, strict, permissive):
    assert verdict(condition) == strict
    assert verdict(condition, Mode.PERMISSIVE) == permissive


USER, VIEW, RED = EntityUID("User", "a"), EntityUID("Action", "view"), EntityUID("Color", "red")
NOTHING = EntityData(Map({}), frozenset(), Map({}))


def test_values_have_their_types():
    assert instance_of(Bool(False), FalseT())
    assert not instance_of(Bool(False), TrueT())


@pytest.mark.parametrize(
    ("request_", "fault"),
    [
        pytest.param(Request(USER, VIEW, RED, Record(Map({}))), None, id="a request as declared"),
        pytest.param(
            Request(USER, EntityUID("Action", "edit"), RED, Record(Map({}))),
            Nonconformance.UNDECLARED_ACTION,
            id="an action that is not declared",
        ),
    ],
)
def test_a_request_conforms_or_does_not(request_, fault):
    assert request_fault(request_, SCHEMA) == fault


def test_an_entity_conforms_or_does_not():
    named = EntityData(Map({"name": Long(1), "size": Long(1)}), frozenset(), Map({}))
    assert entity_fault(EntityUID("Nope", "a"), NOTHING, SCHEMA) == Nonconformance.UNEXPECTED_ENTITY_TYPE
    assert entity_fault(USER, named, SCHEMA) == Nonconformance.UNEXPECTED_ENTITY_ATTR


def test_a_request_may_be_read_by_its_schema_and_not_validated():
    uid = {"type": "Nope", "id": "a"}
    written = {"principal": uid, "action": {"type": "Action", "id": "view"}, "resource": uid, "context": {"ip": "::1"}}
    assert request_from_json(written, SCHEMA, validate=False).principal == EntityUID("Nope", "a")
    with pytest.raises(Refusal):
        request_from_json(written, SCHEMA)


def test_a_call_has_as_many_arguments_as_its_function():
    address = SCHEMA.actions[VIEW].context.attrs["ip"].type
    with pytest.raises(Refusal):
        typed_value({"fn": "ip", "args": []}, address)


def test_a_tag_of_a_type_without_tags_cannot_be_read():
    (robot,) = [env for env in environments(SCHEMA, Mode.STRICT) if env.principal == "Robot"]
    tag = parse_expression('principal.getTag("t")')
    known = frozenset({TagCapability(tag.x1, tag.x2)})
    assert {kind.value for kind in type_of(tag, known, robot).kinds} == {"NoTagsAllowed"}


def test_only_constructors_read_strings():
    assert readable(ExtFun.IP, "::1")
    assert not readable(ExtFun.TO_DATE, "2024-01-01")
