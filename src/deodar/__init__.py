"""Cedar, the authorization-policy language: parse policies, authorize requests, evaluate expressions.

The names here are the public face; they come from the production engine. Importing them loads no third-party module.
"""

from deodar.impl.authorizer import Authorizer, is_authorized
from deodar.impl.entities import Entities
from deodar.impl.errors import (
    DeodarError,
    EntitiesError,
    EvaluationError,
    Finding,
    LinkError,
    PolicyParseError,
    RequestError,
    SchemaError,
    Span,
)
from deodar.impl.evaluate import evaluate
from deodar.impl.expr import EntityUID
from deodar.impl.policy_set import Policy, PolicySet, Template
from deodar.impl.request import Request
from deodar.impl.response import Decision, PolicyError, Response

__version__ = "0.1.0"

__all__ = [
    "Authorizer",
    "Decision",
    "DeodarError",
    "Entities",
    "EntitiesError",
    "EntityUID",
    "EvaluationError",
    "Finding",
    "LinkError",
    "Policy",
    "PolicyError",
    "PolicyParseError",
    "PolicySet",
    "Request",
    "RequestError",
    "Response",
    "SchemaError",
    "Span",
    "Template",
    "__version__",
    "evaluate",
    "is_authorized",
]
