"""Bugs planted in the validator and in what it types: each makes its theorem fall."""

from __future__ import annotations

from deodar.proofs.edit import Edit, Mutant, TypeMutant

SCHEMA = "deodar.model.schema"
TYPINGS = "deodar.model.typings"
VALIDATOR = "deodar.model.validator"
ENVIRONMENT = "the_environment_of_a_request_is_one_of_the_schema"
FILLED = "each_filling_is_looked_at"
ACCEPTS = "what_the_validator_accepts_is_well_typed"


def _bug(name: str, old: str, new: str, *, falls: str, module: str) -> TypeMutant:
    return TypeMutant(Mutant(Edit(name, old, new, module), falls), "")


VALIDATION_MUTANTS = (
    _bug(
        "only groups of actions have environments",
        "for uid in schema.actions\n        for principal",
        "for uid in schema.actions\n        if schema.actions[uid].ancestors\n        for principal",
        falls=ENVIRONMENT,
        module=SCHEMA,
    ),
    _bug(
        "the resources of an environment are its principals",
        "for resource in schema.actions[uid].resources",
        "for resource in schema.actions[uid].principals",
        falls=ENVIRONMENT,
        module=SCHEMA,
    ),
    _bug(
        "policies are typed in permissive mode only",
        "for env in environments(schema, mode)",
        "for env in environments(schema, Mode.PERMISSIVE)",
        falls=ACCEPTS,
        module=TYPINGS,
    ),
    _bug(
        "policies without slots are not typed",
        "        case _:\n            return frozenset({name})",
        "        case _:\n            return frozenset()",
        falls=FILLED,
        module=TYPINGS,
    ),
    _bug(
        "the validator looks at names alone",
        "application_faults(template, schema) | kinds",
        "application_faults(template, schema)",
        falls=ACCEPTS,
        module=VALIDATOR,
    ),
    _bug(
        "the validator looks at one environment only",
        "frozenset(kind for typing in found for kind in typing.kinds)",
        "found[-1].kinds if found else NO_FINDINGS",
        falls=ACCEPTS,
        module=VALIDATOR,
    ),
    _bug(
        "the validator finds no fault with what it takes for impossible",
        "for typing in found for kind in",
        "for typing in found if typing.type != FalseT() for kind in",
        falls=ACCEPTS,
        module=VALIDATOR,
    ),
    _bug(
        "the validator is permissive always",
        "    found = typings(template, schema, mode)",
        "    found = typings(template, schema, Mode.PERMISSIVE)",
        falls=ACCEPTS,
        module=VALIDATOR,
    ),
    _bug(
        "a slot of the principal is filled as one of the resource",
        "principal if slot == SlotID.PRINCIPAL else resource",
        "resource if slot == SlotID.PRINCIPAL else principal",
        falls="a_link_is_typed_as_its_template_is",
        module=TYPINGS,
    ),
    _bug(
        "slots are filled with entities of the ancestors' types only",
        "return frozenset({name}) | standard(name, schema).ancestors",
        "return standard(name, schema).ancestors",
        falls=FILLED,
        module=TYPINGS,
    ),
    _bug(
        "templates are not typed",
        "        for resource in fillers(template.resource_scope, env.resource, env.schema)\n",
        "        for resource in fillers(template.resource_scope, env.resource, env.schema)\n"
        "        if not slots(template)\n",
        falls=FILLED,
        module=TYPINGS,
    ),
)
