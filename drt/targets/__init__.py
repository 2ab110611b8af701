"""The claims that are tested, one file each: how a case is built, and what every engine is asked about it."""

from __future__ import annotations

from deodar.drt.targets import (
    alike,
    alike_entities,
    authorize,
    back_ends,
    entities,
    evaluate,
    format_text,
    fresh,
    index,
    json_round_trip,
    link,
    parse,
    policy_json,
    print_text,
    repeat,
    roles,
    schema,
    schema_authorize,
    schema_entities,
    schema_requests,
    soundness,
    validate,
)
from deodar.drt.targets.target import Target

TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        authorize.TARGET,
        roles.TARGET,
        index.TARGET,
        alike.TARGET,
        fresh.TARGET,
        back_ends.TARGET,
        evaluate.TARGET,
        parse.TARGET,
        repeat.TARGET,
        print_text.TARGET,
        format_text.TARGET,
        json_round_trip.TARGET,
        policy_json.TARGET,
        entities.TARGET,
        alike_entities.TARGET,
        link.TARGET,
        schema.TARGET,
        schema_entities.TARGET,
        schema_requests.TARGET,
        validate.TARGET,
        soundness.TARGET,
        schema_authorize.TARGET,
    )
}
