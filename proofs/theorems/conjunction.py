"""What `&&` does: the ground on which scopes and conditions stand.

Rule: Cedar.Thm.Authorization.Evaluator.
"""

from __future__ import annotations

from deodar.model.entities import Entities
from deodar.model.error import EvaluationError
from deodar.model.evaluator import evaluate
from deodar.model.expr import And, Expr, Lit
from deodar.model.request import Request
from deodar.model.value import FALSE, TRUE, Bool, Value
from deodar.proofs.lemma import lemma, requires
from deodar.proofs.theorems.raw import evaluates_to, failure_of


@lemma(opened=(evaluate,))
def a_literal_is_its_value(v: Value, req: Request, es: Entities) -> bool:
    """A literal evaluates to the value that it is."""
    return evaluate(Lit(v), req, es) == v


@lemma(official="and_produces_bool_or_error", opened=(evaluate,))
def a_conjunction_gives_a_bool_or_an_error(x1: Expr, x2: Expr, req: Request, es: Entities) -> bool:
    """`x1 && x2` evaluates to a bool or fails, whatever its operands are."""
    try:
        v = evaluate(And(x1, x2), req, es)
    except EvaluationError:
        return True
    return isinstance(v, Bool)


@lemma(official="left_false_implies_and_false", opened=(evaluate,))
def a_false_left_operand_makes_a_conjunction_false(x1: Expr, x2: Expr, req: Request, es: Entities) -> bool:
    """If `x1` is false, `x1 && x2` is false, whatever `x2` is and even if it would fail."""
    requires(evaluates_to(x1, FALSE, req, es))
    return evaluate(And(x1, x2), req, es) == FALSE


@lemma(official="left_bool_right_false_implies_and_false", opened=(evaluate,))
def a_false_right_operand_makes_a_conjunction_false(x1: Expr, x2: Expr, req: Request, es: Entities) -> bool:
    """If `x1` is a bool and `x2` is false, `x1 && x2` is false."""
    requires(evaluates_to(x1, TRUE, req, es) or evaluates_to(x1, FALSE, req, es))
    requires(evaluates_to(x2, FALSE, req, es))
    return evaluate(And(x1, x2), req, es) == FALSE


@lemma(official="and_true_implies_left_true", opened=(evaluate,))
def a_true_conjunction_has_true_operands(x1: Expr, x2: Expr, req: Request, es: Entities) -> bool:
    """If `x1 && x2` is true, so are `x1` and `x2`."""
    requires(evaluates_to(And(x1, x2), TRUE, req, es))
    return evaluates_to(x1, TRUE, req, es) and evaluates_to(x2, TRUE, req, es)


@lemma(official="ways_and_can_error", opened=(evaluate,))
def the_ways_in_which_a_conjunction_fails(x1: Expr, x2: Expr, req: Request, es: Entities) -> bool:
    """`x1 && x2` fails only if `x1` fails or is no bool, or `x1` is true and `x2` fails or is no bool."""
    requires(failure_of(And(x1, x2), req, es) is not None)
    if evaluates_to(x1, TRUE, req, es):
        return not evaluates_to(x2, TRUE, req, es) and not evaluates_to(x2, FALSE, req, es)
    return not evaluates_to(x1, FALSE, req, es)


@lemma(opened=(evaluate,))
def conjunctions_may_be_regrouped(x1: Expr, x2: Expr, x3: Expr, req: Request, es: Entities) -> bool:
    """`(x1 && x2) && x3` has the value, or the error, of `x1 && (x2 && x3)`."""
    left = And(And(x1, x2), x3)
    right = And(x1, And(x2, x3))
    if failure_of(left, req, es) is not None:
        return failure_of(left, req, es) == failure_of(right, req, es)
    return evaluate(left, req, es) == evaluate(right, req, es)
