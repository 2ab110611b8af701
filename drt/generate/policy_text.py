"""Policies and policy sets of the JSON policy format as tokens of Cedar text; links have no text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.generate.expr_text import ExpressionText, Tokens, path
from deodar.drt.generate.literal_text import string


class PolicyText:
    """Writes policies; the choices are those of spelling and parentheses."""

    def __init__(self, choose: Choose) -> None:
        self._choose = choose
        self._expressions = ExpressionText(choose)

    def policy(self, policy: Any) -> Tokens:
        """The tokens of a policy or template."""
        scope = [
            *self.scope("principal", policy["principal"]),
            ",",
            *self.scope("action", policy["action"]),
            ",",
            *self.scope("resource", policy["resource"]),
            *([","] if self._choose(16) == 15 else []),
        ]
        annotations = policy.get("annotations", {}).items()
        conditions = [
            token
            for condition in policy["conditions"]
            for token in (condition["kind"], "{", *self._expressions.expr(condition["body"]), "}")
        ]
        written = [token for key, value in annotations for token in self._annotation(key, value)]
        return [*written, policy["effect"], "(", *scope, ")", *conditions, ";"]

    def _annotation(self, key: str, value: str | None) -> Tokens:
        return ["@", key] if value is None else ["@", key, "(", string(self._choose, value), ")"]

    def scope(self, variable: str, scope: Any) -> Tokens:
        """The tokens of a constraint on principal, action or resource."""
        match scope:
            case {"op": "All"}:
                return [variable]
            case {"op": "is", "entity_type": str(entity_type)}:
                tail = ["in", *self._target(scope["in"])] if "in" in scope else []
                return [variable, "is", *path(entity_type), *tail]
            case {"op": str(op)}:
                return [variable, op, *self._target(scope)]
            case _:
                raise ValueError(f"no scope: {scope!r}")

    def _target(self, scope: Json) -> Tokens:
        match scope:
            case {"slot": str(slot)}:
                tokens = [slot]
            case {"entity": uid}:
                tokens = self._expressions.uid(uid)
            case {"entities": list(uids)}:
                members = [token for uid in uids for token in (",", *self._target({"entity": uid}))][1:]
                tokens = ["[", *members, "]"]
            case _:
                raise ValueError(f"no entity: {scope!r}")
        return ["(", *tokens, ")"] if self._choose(24) == 23 else tokens

    def policies(self, policy_set: Any) -> Iterator[Tokens]:
        """The tokens of each static policy and template."""
        for policy in [*policy_set["staticPolicies"].values(), *policy_set["templates"].values()]:
            yield self.policy(policy)
