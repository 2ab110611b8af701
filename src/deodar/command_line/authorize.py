"""`deodar authorize`: decide one request."""

from __future__ import annotations

import sys
import time
from typing import Annotated

import typer

from deodar import Authorizer, Decision, Policy, Response
from deodar.command_line.diagnostics import ErrorFormat, report_policy_error
from deodar.command_line.documents import RequestOptions, load_entities, load_request
from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.options import (
    ActionOption,
    ContextOption,
    EntitiesOption,
    ErrorFormatOption,
    LinksOption,
    PoliciesOption,
    PolicyFormat,
    PolicyFormatOption,
    PrincipalOption,
    RequestJsonOption,
    RequestValidationOption,
    ResourceOption,
    SchemaFormat,
    SchemaFormatOption,
    SchemaOption,
    Truth,
)
from deodar.command_line.policy_documents import PolicyDocument, load_policies
from deodar.command_line.refusals import together
from deodar.command_line.schema_documents import load_schema_if_given
from deodar.impl.source import visible


def authorize(
    *,
    policies: PoliciesOption = None,
    policy_format: PolicyFormatOption = PolicyFormat.CEDAR,
    template_linked: LinksOption = None,
    schema: SchemaOption = None,
    schema_format: SchemaFormatOption = SchemaFormat.CEDAR,
    request_validation: RequestValidationOption = Truth.TRUE,
    entities: EntitiesOption = None,
    principal: PrincipalOption = None,
    action: ActionOption = None,
    resource: ResourceOption = None,
    context: ContextOption = None,
    request_json: RequestJsonOption = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the policies that decided.")] = False,
    timing: Annotated[bool, typer.Option("--timing", "-t", help="Show how long the decision took.")] = False,
    error_format: ErrorFormatOption = ErrorFormat.HUMAN,
) -> ExitStatus:
    """Decide one request: prints ALLOW or DENY; the exit status is 0 or 2.

    With a schema the entities and the request are read by it and must conform to it. Policies are not validated: see
    `validate`.
    """
    options = RequestOptions(principal, action, resource, context, request_json)
    options.must_be_given()
    declared = load_schema_if_given(schema, schema_format)
    document, store, request = together(
        lambda: load_policies(policies, policy_format, template_linked),
        lambda: load_entities(entities, declared),
        lambda: load_request(options, declared, validate=request_validation is Truth.TRUE),
    )
    authorizer = Authorizer(document.policies, store)
    start = time.perf_counter()
    response = authorizer.is_authorized(request)
    duration = time.perf_counter() - start
    print(response.decision.value.upper())
    if verbose:
        print(_explanation(response, document))
    for error in response.errors:
        report_policy_error(error, document.source, error_format)
    if timing:
        print(f"authorization time (microseconds): {duration * 1e6:.1f}", file=sys.stderr)
    return ExitStatus.OK if response.decision is Decision.ALLOW else ExitStatus.DENY


def _explanation(response: Response, document: PolicyDocument) -> str:
    """The determining policies, each with its id and its text."""
    if not response.reasons:
        return "\nnote: no policy applies to this request, and what is not permitted is denied"
    by_id = {policy.id: policy for policy in document.policies}
    texts = (f"\n{visible(key)}:\n{_indented(_text_of(by_id[key], document))}" for key in response.reasons)
    return "\nnote: this decision is due to:\n" + "\n".join(texts)


def _text_of(policy: Policy, document: PolicyDocument) -> str:
    """The policy as its author wrote it, or in canonical form where it was made from a template or read from JSON."""
    if policy.id in document.policies.policies and policy.body.start >= 0:
        return document.source.text[policy.body.start : policy.body.end]
    return policy.to_text()


def _indented(text: str) -> str:
    return "\n".join(f"  {visible(line)}" for line in text.splitlines())
