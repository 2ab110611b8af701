"""Cedar, the authorization-policy language: parse policies, authorize requests, evaluate expressions.

The names here are the public face; they come from the production engine. Importing them loads no third-party module.
"""

from importlib import import_module
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from deodar.impl.formatter import format_policies
    from deodar.impl.schema.document import Schema
    from deodar.impl.validator.report import ValidationFinding, ValidationReport
    from deodar.impl.validator.validate import validate

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
    "Schema",
    "SchemaError",
    "Span",
    "Template",
    "ValidationFinding",
    "ValidationReport",
    "__version__",
    "evaluate",
    "format_policies",
    "is_authorized",
    "validate",
]

# What a program that only decides requests need not load.
_ON_FIRST_USE = {
    "Schema": "deodar.impl.schema.document",
    "ValidationFinding": "deodar.impl.validator.report",
    "ValidationReport": "deodar.impl.validator.report",
    "format_policies": "deodar.impl.formatter",
    "validate": "deodar.impl.validator.validate",
}


def __getattr__(name: str) -> object:
    if name not in _ON_FIRST_USE:
        raise AttributeError(f"module `deodar` has no attribute `{name}`")
    found: object = getattr(import_module(_ON_FIRST_USE[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_ON_FIRST_USE})
