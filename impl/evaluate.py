"""The value of one expression."""

from __future__ import annotations

from deodar.impl.authorizer import as_entities
from deodar.impl.compiler import compile_expression
from deodar.impl.deep import with_room
from deodar.impl.entities import Entities
from deodar.impl.errors import EvaluationError, Finding, RequestError
from deodar.impl.expr import EntityUID, Expr, Variable
from deodar.impl.failure import Failure, recursion_limit
from deodar.impl.frame import Frame
from deodar.impl.parser import parse_expression
from deodar.impl.request import EMPTY_CONTEXT, Request
from deodar.impl.source import Source
from deodar.impl.value import Value
from deodar.impl.walk import nodes_of
from deodar.impl.wording import quote

SOURCE_NAME = "<expression>"


def _run(tree: Expr, frame: Frame) -> Value:
    return compile_expression(tree)(frame)


def _finding(failure: Failure, text: str | None) -> Finding:
    sentence, hint = failure.describe()
    if text is None or failure.node is None or failure.node.start < 0:
        return Finding(failure.kind, sentence, help=hint)
    return Source(text, SOURCE_NAME).finding(failure.kind, sentence, failure.node.start, failure.node.end, hint)


NOBODY = EntityUID("Nobody", "")  # in the frame of an expression that names no variable


def _frame_without_request(tree: Expr, store: Entities) -> Frame:
    variable = next((node for node in nodes_of(tree) if isinstance(node, Variable)), None)
    if variable is not None:
        message = f"the expression names {quote(variable.name)}, and there is no request"
        raise RequestError([Finding("no-request", message)], SOURCE_NAME)
    return Frame(NOBODY, NOBODY, NOBODY, EMPTY_CONTEXT, store)


def evaluate(expression: str | Expr, request: object = None, entities: object = None) -> Value:
    """The value of an expression, given as text or as a tree; `EvaluationError` if it has none.

    The request and the entities may be read ones or JSON, as data or as text. Without entities the store is empty.
    Without a request an expression that names a variable is refused with a `RequestError`.
    """
    text = expression if isinstance(expression, str) else None
    tree = parse_expression(expression) if isinstance(expression, str) else expression
    store = Entities.empty() if entities is None else as_entities(entities)
    if request is None:
        frame = _frame_without_request(tree, store)
    else:
        read = request if isinstance(request, Request) else Request.from_json(request)
        frame = Frame(*read, store)
    try:
        return with_room(_run, tree, frame)
    except Failure as failure:
        raise EvaluationError([_finding(failure, text)], SOURCE_NAME) from None
    except RecursionError:
        raise EvaluationError([_finding(recursion_limit(None), text)], SOURCE_NAME) from None
