"""The model: what Cedar means, to be read rather than to be fast.

Start at `evaluator.py` for expressions, `authorizer.py` for decisions and `typechecker.py` for types; `grammar.lark`
and `schema_grammar.lark` are the syntax of policies and schemas. A schema is read into what it declares
(`parse_schema_text`, `read_schema_json`), and one or more of these are resolved into what they mean (`resolve`).
"""

from deodar.model.authorizer import Decision, Response
from deodar.model.entities_json import entities_from_json
from deodar.model.error import ErrorKind, EvaluationError
from deodar.model.face import error_kinds, evaluate, is_authorized, link, responses, value_to_json
from deodar.model.parser import parse_entity_uid, parse_expression, parse_policies
from deodar.model.policy_json import policies_from_json
from deodar.model.policy_set import PolicySet
from deodar.model.policy_to_json import policies_to_json
from deodar.model.refusal import Refusal
from deodar.model.request_json import context_from_json, request_from_json
from deodar.model.schema import Schema
from deodar.model.schema_json import read_schema_json
from deodar.model.schema_parser import parse_schema_text
from deodar.model.schema_resolver import resolve
from deodar.model.schema_to_json import schema_to_json
from deodar.model.schema_to_text import schema_to_text
from deodar.model.type import Mode
from deodar.model.validation import validate

__all__ = [
    "Decision",
    "ErrorKind",
    "EvaluationError",
    "Mode",
    "PolicySet",
    "Refusal",
    "Response",
    "Schema",
    "context_from_json",
    "entities_from_json",
    "error_kinds",
    "evaluate",
    "is_authorized",
    "link",
    "parse_entity_uid",
    "parse_expression",
    "parse_policies",
    "parse_schema_text",
    "policies_from_json",
    "policies_to_json",
    "read_schema_json",
    "request_from_json",
    "resolve",
    "responses",
    "schema_to_json",
    "schema_to_text",
    "validate",
    "value_to_json",
]
