"""A refutation as a policy author reads it: policies, entities, a request, and what the authorizer makes of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from deodar.model.authorizer import Response
from deodar.model.policy import Policy
from deodar.proofs.program import Program
from deodar.proofs.situation import ENTITIES_JSON, Situation


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Arguments for which a lemma does not hold, tried in Python."""

    situation: Situation
    arguments: Mapping[str, object]  # by parameter
    is_random: bool = False  # found among random arguments, not built in the situation

    def to_cedar(self, program: Program) -> str:
        """The counterexample in the language, with the answer of the program that it refutes.

        Random arguments are shown as the model holds them.
        """
        if self.is_random:
            return "\n".join(f"{name}: {x!r}" for name, x in self.arguments.items())
        lists = {name: cast("tuple[Policy, ...]", x) for name, x in self.arguments.items() if isinstance(x, tuple)}
        single = {name: (cast("Policy", x),) for name, x in self.arguments.items() if type(x).__name__ == "Policy"}
        parts: list[str] = []
        for name, policies in {**lists, **single}.items():
            parts.append(self._policies(name, policies))
        parts.append(f"entities: {json.dumps(ENTITIES_JSON)}")
        parts.append(f"request:  {self._request()}")
        is_authorized = program.function("deodar.model.authorizer", "is_authorized")
        for name, policies in lists.items():
            response = is_authorized(self.situation.request, self.situation.entities, policies)
            parts.append(f"answer to `{name}`: {shown(cast('Response', response))}")
        return "\n".join(parts)

    def _policies(self, name: str, policies: tuple[Policy, ...]) -> str:
        if not policies:
            return f"{name}: none at all"
        return "\n".join([f"{name}:", *(f"  {self.situation.policy_to_text(each)}" for each in policies)])

    def _request(self) -> str:
        request = self.situation.request
        uids = (request.principal, request.action, request.resource)
        return ", ".join(f'{uid.type}::"{uid.id}"' for uid in uids) + ", context {}"


def shown(response: Response) -> str:
    """A response on one line."""
    determining = ", ".join(sorted(response.determining_policies)) or "none"
    erroring = ", ".join(sorted(response.erroring_policies)) or "none"
    return f"{response.decision.value}; determining: {determining}; erroring: {erroring}"
