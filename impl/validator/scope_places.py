"""Where the constraints of a scope stand in the text: the syntax tree keeps the place of the whole policy only."""

from __future__ import annotations

import re
from typing import Final, NamedTuple, TypeAlias

from deodar.impl.expr import PolicyBody

Place: TypeAlias = tuple[int, int]

# Strings and comments hide what looks like punctuation.
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\r\n]*|@\s*\w+|\w+|\s+|.', re.DOTALL)


class ScopePlaces(NamedTuple):
    """The places of the three constraints, and of all of them together."""

    principal: Place
    action: Place
    resource: Place
    whole: Place


def scope_places(body: PolicyBody, text: str | None) -> ScopePlaces:
    """The places in the text that the policy was parsed from; without it each is that of the policy."""
    policy = (body.start, body.end)
    if text is None or body.start < 0:
        return ScopePlaces(policy, policy, policy, policy)
    principal, action, resource = _constraints(text, body)
    return ScopePlaces(principal, action, resource, (principal[0], resource[1]))


def _constraints(text: str, body: PolicyBody) -> list[Place]:
    """The places between the commas of the scope."""
    found: list[Place] = []
    depth = 0
    in_scope = False
    start = end = -1
    for match in _TOKEN.finditer(text, body.start, body.end):  # pragma: no branch - the scope ends with a parenthesis
        token = match[0]
        if token.isspace() or token.startswith("//"):
            continue
        if not in_scope:
            in_scope = token in ("permit", "forbid")
            continue
        depth += (token in "([") - (token in ")]")
        if (token == "," and depth == 1) or depth == 0:
            if start >= 0:  # there may be a comma after the resource
                found.append((start, end))
            start = -1
            if depth == 0:
                break
        elif not (token == "(" and depth == 1):
            start = match.start() if start < 0 else start
            end = match.end()
    return found
