"""The model: what Cedar means, to be read rather than to be fast.

Start at `evaluator.py` for expressions and `authorizer.py` for decisions; `grammar.lark` is the syntax of the text.
"""

from deodar.model.authorizer import Decision, Response
from deodar.model.entities_json import entities_from_json
from deodar.model.error import ErrorKind, EvaluationError
from deodar.model.face import error_kinds, evaluate, is_authorized, link, value_to_json
from deodar.model.parser import parse_entity_uid, parse_expression, parse_policies
from deodar.model.policy_json import policies_from_json
from deodar.model.policy_set import PolicySet
from deodar.model.policy_to_json import policies_to_json
from deodar.model.refusal import Refusal
from deodar.model.request_json import context_from_json, request_from_json

__all__ = [
    "Decision",
    "ErrorKind",
    "EvaluationError",
    "PolicySet",
    "Refusal",
    "Response",
    "context_from_json",
    "entities_from_json",
    "error_kinds",
    "evaluate",
    "is_authorized",
    "link",
    "parse_entity_uid",
    "parse_expression",
    "parse_policies",
    "policies_from_json",
    "policies_to_json",
    "request_from_json",
    "value_to_json",
]
