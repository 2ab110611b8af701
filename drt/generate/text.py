"""Cedar texts: what a policy set says, in any layout, whole or damaged."""

from __future__ import annotations

from deodar.drt.choice import Choose
from deodar.drt.generate.expr_text import ExpressionText
from deodar.drt.generate.layout import neat, wild
from deodar.drt.generate.mutation import mutate_characters, mutate_tokens, random_tokens
from deodar.drt.generate.node import Node
from deodar.drt.generate.policy_text import PolicyText


def simplest(_: int) -> int:
    """The choices of the neat text."""
    return 0


def policies_text(choose: Choose, policy_set: Node) -> str:
    """A text of a policy set."""
    tokens = [token for policy in PolicyText(choose).policies(policy_set) for token in policy]
    return wild(choose, tokens)


def neat_policies(policy_set: Node) -> str:
    """The text of a policy set that reads best, a policy a line; policies in their order, templates last."""
    return "\n".join(neat(tokens) for tokens in PolicyText(simplest).policies(policy_set))


def expression_text(choose: Choose, expression: Node) -> str:
    """A text of an expression."""
    return wild(choose, ExpressionText(choose).expr(expression))


def neat_expression(expression: Node) -> str:
    """The text of an expression that reads best."""
    return neat(ExpressionText(simplest).expr(expression))


def any_text(choose: Choose, policy_set: Node) -> str:
    """A text of a policy set, mostly damaged; or tokens at random."""
    n = choose(8)
    if n == 7:
        return wild(choose, random_tokens(choose))
    tokens = [token for policy in PolicyText(choose).policies(policy_set) for token in policy]
    if n < 3:
        return wild(choose, tokens)
    if n < 6:
        return wild(choose, mutate_tokens(choose, tokens))
    return mutate_characters(choose, wild(choose, tokens))
