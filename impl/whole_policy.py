"""The tree of one policy out of a larger text."""

from __future__ import annotations

from deodar.impl import parser
from deodar.impl.cursor import Lost
from deodar.impl.expr import PolicyBody
from deodar.impl.source import Source


def parsed(policy: str, start: int) -> PolicyBody:
    """The tree of the one policy that stands at an offset; raises `Lost` if there is anything to find in it."""
    rules = parser.PolicyParser(Source(policy, ""), start)
    found = rules.policies()
    if rules.findings or len(found) != 1:
        raise Lost
    return found[0]
