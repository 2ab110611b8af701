"""Validation of a policy set: the one function that the package exists for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Literal as OneOf

from deodar.impl.collector import without_collections
from deodar.impl.deep import with_room
from deodar.impl.expr import PolicyBody
from deodar.impl.link import TemplateLink, fill
from deodar.impl.policy_set import PolicySet
from deodar.impl.schema.document import Schema
from deodar.impl.schema.schema import RequestEnvironment, ResolvedSchema
from deodar.impl.source import Source
from deodar.impl.validator.applicability import not_applicable
from deodar.impl.validator.known_names import unknown_names, unknown_type
from deodar.impl.validator.policy_check import PolicyCheck
from deodar.impl.validator.report import Problem, ValidationFinding, ValidationReport, findings
from deodar.impl.validator.scope_places import ScopePlaces, scope_places
from deodar.impl.validator.shape import Shape
from deodar.impl.validator.text_warnings import text_warnings

_MOST_SHAPES = 20_000  # remembered, each with a key as long as its policy

_Placed = tuple[Problem, "RequestEnvironment | None"]


def validate(
    policies: PolicySet,
    schema: Schema | ResolvedSchema,
    mode: OneOf["strict", "permissive"] = "strict",
    level: int | None = None,
    *,
    source: Source | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ValidationReport:
    """The findings about every policy, template and link.

    `level` is how far from the request policies may read the entity store; None lets them go any way. `source` is the
    text that all members were parsed from, if the policy set does not know it. `progress` is told before each policy
    how many are done, and of how many.
    """
    resolved = schema.resolved if isinstance(schema, Schema) else schema
    source = policies.source if source is None else source
    text = None if source is None else source.text
    errors: list[ValidationFinding] = []
    warnings: list[ValidationFinding] = []
    texts: list[ValidationFinding] = []
    clean: set[Hashable] = set()  # the shapes of policies about which there is nothing to say but of their texts
    with without_collections():
        members = list(_members(policies))
    for done, (key, body) in enumerate(members):
        if progress is not None:
            progress(done, len(members))
        shape = with_room(Shape, body, resolved)
        if shape.has_odd_text:
            texts += findings(
                key, ((problem, None) for problem in text_warnings(body, scope_places(body, text))), source
            )
        if shape.key in clean:
            continue
        problems, impossible = with_room(_check, body, resolved, scope_places(body, text), mode == "permissive", level)
        errors += findings(key, problems, source)
        warnings += findings(key, impossible, source)
        if not problems and not impossible and len(clean) < _MOST_SHAPES:
            clean.add(shape.key)
    for link in policies.links.values():
        body = fill(policies.templates[link.template_id].body, link.values)
        placed = ((problem, None) for problem in _link_problems(link, body, resolved))
        errors += findings(link.id, placed, source)
    return ValidationReport(tuple(errors), (*warnings, *texts))


def _members(policies: PolicySet) -> Iterator[tuple[str, PolicyBody]]:
    for policy in (*policies.policies.values(), *policies.templates.values()):
        yield policy.id, policy.body


def _check(
    body: PolicyBody, schema: ResolvedSchema, places: ScopePlaces, permissive: bool, level: int | None
) -> tuple[list[_Placed], list[_Placed]]:
    problems: list[_Placed] = [(problem, None) for problem in unknown_names(body, schema, places)]
    application = not_applicable(body, schema, places.whole)
    if application is not None:
        problems.append((application, None))
    check = PolicyCheck(body, schema, places, permissive=permissive, level=level)
    impossible = check.is_impossible()
    problems += check.problems.items()
    return problems, ([(_impossible(places, check), None)] if impossible else [])


def _impossible(places: ScopePlaces, check: PolicyCheck) -> Problem:
    start, end = places.whole if check.false_at is None else (check.false_at.start, check.false_at.end)
    hint = "this is false for every request" if check.false_at else "no request environment satisfies the scope"
    return Problem("ImpossiblePolicy", start, end, "the policy applies to no request", hint)


def _link_problems(link: TemplateLink, body: PolicyBody, schema: ResolvedSchema) -> Iterator[Problem]:
    for value in link.values.values():
        problem = unknown_type(value.type, -1, -1, schema)
        if problem is not None:
            yield problem
    application = not_applicable(body, schema, (-1, -1))
    if application is not None:
        yield application
