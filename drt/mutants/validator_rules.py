"""Planted bugs of the validator and of what reads by a schema: the targets about schemas have to find each of them.

A rule of the validator is replaced in the table that says which rule types which expression.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from deodar.drt.mutants.mutant import Patch, Replacement

VALIDATOR = "deodar.impl.validator"
SCHEMA = "deodar.impl.schema"
NONE: frozenset[Any] = frozenset()
Rule = Callable[[Any, Any, Any], Any]  # typer, node and capabilities give a type and capabilities, all of the engine


def _type(name: str) -> Any:
    return getattr(import_module(f"{SCHEMA}.types"), name)


def _rule(node: str, change: Callable[[Rule], Rule]) -> Replacement:
    """The table of rules with the rule for a class of nodes changed."""

    def replacement(rules: dict[type, Rule]) -> object:
        return {kind: change(rule) if kind.__name__ == node else rule for kind, rule in rules.items()}

    return replacement


def _always(answer: object) -> Replacement:
    def replacement(_: Any) -> object:
        def always(*_arguments: Any, **_options: Any) -> object:
            return answer

        return always

    return replacement


def _nothing(_: Any) -> object:
    def nothing(*_arguments: Any) -> Iterator[Any]:
        return iter(())

    return nothing


# Capabilities


def _or_gives_what_either_gives(rule: Rule) -> Rule:
    def changed(typer: Any, node: Any, prior: Any) -> Any:
        found, out = rule(typer, node, prior)
        if found is not _type("BOOL"):
            return found, out
        return found, out | typer.type_of(node.left, prior)[1] | typer.type_of(node.right, prior)[1]

    return changed


def _or_hands_on(rule: Rule) -> Rule:
    def changed(typer: Any, node: Any, prior: Any) -> Any:
        return rule(typer, node, prior | typer.type_of(node.left, prior)[1])

    return changed


def _not_gives(rule: Rule) -> Rule:
    def changed(typer: Any, node: Any, prior: Any) -> Any:
        return rule(typer, node, prior)[0], typer.type_of(node.arg, prior)[1]

    return changed


def _else_has_the_guard(rule: Rule) -> Rule:
    def changed(typer: Any, node: Any, prior: Any) -> Any:
        return rule(typer, node, prior | typer.type_of(node.test, prior)[1])

    return changed


def _attribute_needs_no_guard(rule: Rule) -> Rule:
    def changed(typer: Any, node: Any, prior: Any) -> Any:
        return rule(typer, node, prior | {(typer.structure.number(node.left), node.attr)})

    return changed


def _guard_of_any_owner(rule: Rule) -> Rule:
    def changed(typer: Any, node: Any, prior: Any) -> Any:
        owners = {(typer.structure.number(node.left), name) for _, name in prior}
        return rule(typer, node, prior | owners)

    return changed


def _tag_needs_no_guard(rule: Rule) -> Rule:
    def changed(typer: Any, node: Any, prior: Any) -> Any:
        if node.name != "getTag":
            return rule(typer, node, prior)
        return rule(typer, node, prior | {(typer.structure.number(node.receiver), typer.structure.number(node.arg))})

    return changed


def _tag_guard_of_any_key(rule: Rule) -> Rule:
    def changed(typer: Any, node: Any, prior: Any) -> Any:
        owner = typer.structure.number(node.receiver)
        if node.name == "getTag" and any(each[0] == owner for each in prior):
            return rule(typer, node, prior | {(owner, typer.structure.number(node.arg))})
        return rule(typer, node, prior)

    return changed


def _ill_typed_gives(_: Any) -> object:
    def type_of(typer: Any, node: Any, prior: Any) -> Any:
        found, out = typer.rules[type(node)](typer, node, prior)
        typer.types[id(node)] = found
        return found, out

    return type_of


# Types


def _optional_is_required(original: Any) -> object:
    def lub(first: Any, second: Any, permissive: bool = False) -> Any:
        found = original(first, second, permissive)
        record, attribute = _type("RecordType"), _type("Attribute")
        if found is not None or not isinstance(first, record) or not isinstance(second, record):
            return found
        return original(
            *(record({name: attribute(each.type) for name, each in one.attributes.items()}) for one in (first, second)),
            permissive,
        )

    return lub


def _wider_record(original: Any) -> object:
    def lub(first: Any, second: Any, permissive: bool = False) -> Any:
        found = original(first, second, permissive)
        both_records = all(isinstance(each, _type("RecordType")) for each in (first, second))
        return original(first, second, True) if found is None and both_records else found

    return lub


def _empty_set_has_a_type(rule: Rule) -> Rule:
    def changed(typer: Any, node: Any, prior: Any) -> Any:
        return rule(typer, node, prior) if node.elements else (_type("SetType")(_type("LONG")), NONE)

    return changed


def _constant_is_bool(rule: Rule) -> Rule:
    def changed(typer: Any, node: Any, prior: Any) -> Any:
        found, out = rule(typer, node, prior)
        return (_type("BOOL") if found in {_type("TRUE"), _type("FALSE")} else found), out

    return changed


def _entity_certainly_has(rule: Rule) -> Rule:
    def changed(typer: Any, node: Any, prior: Any) -> Any:
        found, out = rule(typer, node, prior)
        owner = typer.type_of(node.left, prior)[0]
        if found is not _type("BOOL") or not isinstance(owner, _type("EntityType")):
            return found, out
        (name,) = owner.names
        attribute = typer.schema.attributes_of(name).attributes.get(node.attr)
        return (_type("TRUE") if attribute is not None and attribute.required else found), out

    return changed


def _dead_code_is_typed(rule: Rule) -> Rule:
    def changed(typer: Any, node: Any, prior: Any) -> Any:
        typer.type_of(node.right, prior | typer.type_of(node.left, prior)[1])
        return rule(typer, node, prior)

    return changed


def _not_in_its_own_type(original: Any) -> object:
    def may_be_in(schema: Any, low: str, high: str) -> bool:
        return low != high and bool(original(schema, low, high))

    return may_be_in


def _decimals_have_an_order(original: Any) -> object:
    return (*original, _type("Extension").DECIMAL)


def _only_parents(_: Any) -> object:
    def ancestors_of(schema: Any, name: str) -> Any:
        return schema.entity_types[name].parents if name in schema.entity_types else NONE

    return ancestors_of


def _only_own_groups(_: Any) -> object:
    def action_ancestors_of(schema: Any, action: Any) -> Any:
        return schema.actions[action].parents if action in schema.actions else NONE

    return action_ancestors_of


def _only_members(_: Any) -> object:
    def action_descendants_of(schema: Any, action: Any) -> frozenset[Any]:
        return frozenset(uid for uid, each in schema.actions.items() if action in each.parents)

    return action_descendants_of


def _unknown_actions_are_known(original: Any) -> object:
    def problem(*arguments: Any) -> Any:
        found = original(*arguments)
        return None if found is not None and found.kind == "UnrecognizedActionId" else found

    return problem


def _no_missing_attributes(original: Any) -> object:
    def mistakes(*arguments: Any) -> Any:
        return (each for each in original(*arguments) if each.kind != "missing-required-entity-attr")

    return mistakes


def _required_anyway(original: Any) -> object:
    def record(resolver: Any, syntax: Any, *rest: Any) -> Any:
        found = original(resolver, syntax, *rest)
        attribute = _type("Attribute")
        return _type("RecordType")({name: attribute(each.type) for name, each in found.attributes.items()})

    return record


RULES = (f"{VALIDATOR}.policy_check", "RULES")
METHODS = f"{SCHEMA}.schema"

VALIDATOR_MUTANTS: dict[str, tuple[Patch, ...]] = {
    "validate": (
        Patch("or-gives-what-either-gives", "`a || b` establishes what only one of them does", *RULES,
               _rule("Or", _or_gives_what_either_gives)),
        Patch("or-hands-on", "the right side of `||` has what the left one establishes", *RULES,
               _rule("Or", _or_hands_on)),
        Patch("not-gives", "`!a` establishes what `a` does", *RULES, _rule("Not", _not_gives)),
        Patch("else-has-the-guard", "the branch after `else` has what the guard establishes", *RULES,
               _rule("If", _else_has_the_guard)),
        Patch("attribute-needs-no-guard", "an optional attribute may be read without a guard", *RULES,
               _rule("GetAttr", _attribute_needs_no_guard)),
        Patch("guard-of-any-owner", "`a has x` guards `b.x`", *RULES, _rule("GetAttr", _guard_of_any_owner)),
        Patch("tag-needs-no-guard", "a tag may be read without a guard", *RULES,
               _rule("Method", _tag_needs_no_guard)),
        Patch("tag-guard-of-any-key", "the guard of one tag serves for another", *RULES,
               _rule("Method", _tag_guard_of_any_key)),
        Patch("ill-typed-gives", "what is ill typed establishes something", f"{VALIDATOR}.typing_context",
               "Typer.type_of", _ill_typed_gives),
        Patch("optional-is-required", "records that differ in what is optional have a type in common",
               f"{VALIDATOR}.typing_context", "lub", _optional_is_required),
        Patch("wider-record", "records with different attributes have a type in common",
               f"{VALIDATOR}.typing_context", "lub", _wider_record),
        Patch("empty-set-has-a-type", "an empty set is accepted", *RULES, _rule("SetLiteral", _empty_set_has_a_type)),
        Patch("has-is-never-certain", "`has` is never known to be true or false", *RULES,
               _rule("Has", _constant_is_bool)),
        Patch("entity-certainly-has", "`has` is true of the required attribute of an entity that may be missing",
               *RULES, _rule("Has", _entity_certainly_has)),
        Patch("is-is-never-certain", "`is` is never known to be true or false", *RULES,
               _rule("Is", _constant_is_bool)),
        Patch("dead-code-is-typed", "what stands after `false &&` is typed", *RULES,
               _rule("And", _dead_code_is_typed)),
        Patch("not-in-its-own-type", "an entity is never in another of its type", f"{VALIDATOR}.membership",
               "may_be_in", _not_in_its_own_type),
        Patch("types-have-no-grandparents", "the hierarchy of entity types is not closed", METHODS,
               "ResolvedSchema.ancestors_of", _only_parents),
        Patch("groups-have-no-groups", "the groups of actions are not closed upwards", METHODS,
               "ResolvedSchema.action_ancestors_of", _only_own_groups),
        Patch("groups-of-members-only", "the groups of actions are not closed downwards", METHODS,
               "ResolvedSchema.action_descendants_of", _only_members),
        Patch("any-enum-id", "any id of an enumeration is accepted", METHODS, "ResolvedSchema.has_id", _always(True)),
        Patch("literals-are-not-compared", "two literals are compared by their types only",
               f"{VALIDATOR}.comparison", "_constant", _always(None)),
        Patch("decimals-have-an-order", "decimals are compared by `<`", f"{VALIDATOR}.comparison", "_ORDERED",
               _decimals_have_an_order),
        Patch("constructors-take-anything", "the argument of a constructor is not read", f"{VALIDATOR}.calls",
               "refused", _always(None)),
        Patch("constructors-compute", "the argument of a constructor need be no literal", f"{VALIDATOR}.calls",
               "_check_constructor", _always(None)),
        Patch("sets-contain-anything", "a set may be asked for elements of any type",
               f"{VALIDATOR}.collections_rules", "_compatible", _always(None)),
        Patch("every-scope-applies", "the scope of a policy is taken to apply to something",
               f"{VALIDATOR}.applicability", "_meets", _always(True)),
        Patch("unknown-actions-are-known", "an action that is not declared is accepted",
               f"{VALIDATOR}.known_names", "_problem", _unknown_actions_are_known),
    ),
    "schema": (
        Patch("required-anyway", "optional attributes of entities are required", f"{SCHEMA}.resolver",
               "_Resolver._record", _required_anyway),
    ),
    "schema-entities": (
        Patch("no-missing-attributes", "required attributes of entities may be missing",
               f"{SCHEMA}.entity_conformance", "_check_attributes", _no_missing_attributes),
        Patch("any-parent", "an entity may have parents of any type", f"{SCHEMA}.entity_conformance",
               "_check_parent", _nothing),
        Patch("any-tag", "tags are not checked", f"{SCHEMA}.entity_conformance", "_check_tags", _nothing),
        Patch("any-id", "ids of enumerations and actions in values are not checked", f"{SCHEMA}.conformance",
               "check_uid", _always(None)),
        Patch("actions-with-any-parents", "actions in the entities may have any parents",
               f"{SCHEMA}.entity_conformance", "_has_declared_ancestors", _always(True)),
    ),
    "schema-requests": (
        Patch("any-principal", "an action applies to everything", f"{SCHEMA}.request_conformance",
               "_check_applicable", _nothing),
        Patch("any-participant", "principal and resource are not checked", f"{SCHEMA}.request_conformance",
               "_check_participant", _nothing),
    ),
}  # fmt: skip
"""By the target that has to find them."""
