"""A refutation as a policy author reads it: policies, entities, a request, and what the authorizer makes of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, cast

from deodar.model import PolicySet, parse_policies, policies_to_json
from deodar.model.authorizer import Response
from deodar.model.map import Map
from deodar.model.policy import Policy
from deodar.proofs.program import Program
from deodar.proofs.situation import ENTITIES_JSON, Situation


class Refutation(Protocol):
    """Arguments for which a lemma does not hold, as they are shown and replayed."""

    @property
    def arguments(self) -> Mapping[str, object]:
        """By parameter."""
        ...

    def to_cedar(self, program: Program) -> str:
        """In the language."""
        ...

    def case_of(self, program: Program) -> Replay | None:
        """As a case of the differential tester, with the answer of the program; none if it is no whole question."""
        ...


@dataclass(frozen=True, slots=True)
class Replay:
    """A case of a target of the differential tester, and what the model that was refuted answers."""

    target: str
    case: dict[str, object]
    answer: dict[str, object]


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

    def case_of(self, program: Program) -> Replay | None:
        """The first of the lists of policies, put to an authorizer."""
        lists = [cast("tuple[Policy, ...]", x) for x in self.arguments.values() if isinstance(x, tuple)]
        if self.is_random or not lists or not all(type(each).__name__ == "Policy" for each in lists[0]):
            return None
        policies = {each.id: each for each in lists[0]}
        if len(policies) < len(lists[0]):
            return None  # no policy set has two policies of one id
        text = "\n".join(self.situation.policy_to_text(each) for each in policies.values())
        parsed = [template for _, template in parse_policies(text).static_policies.items()]
        named = PolicySet(Map(dict(zip(policies, parsed, strict=True))), Map({}), ())
        is_authorized = program.function("deodar.model.authorizer", "is_authorized")
        given = is_authorized(self.situation.request, self.situation.entities, tuple(policies.values()))
        case: dict[str, object] = {
            "policies": policies_to_json(named),
            "entities": ENTITIES_JSON,
            "requests": [request_json(self.situation)],
        }
        return Replay("authorize", case, {"responses": [response_to_json(cast("Response", given))]})

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


def request_json(situation: Situation) -> dict[str, object]:
    """The request in the public format."""
    request = situation.request
    parts = {"principal": request.principal, "action": request.action, "resource": request.resource}
    return {**{name: {"type": uid.type, "id": uid.id} for name, uid in parts.items()}, "context": {}}


def response_to_json(response: Response) -> dict[str, object]:
    """A response as the engine protocol has it."""
    errors = sorted((each.id, each.kind.value) for each in response.errors)
    return {
        "decision": response.decision.value,
        "reasons": sorted(response.determining_policies),
        "errors": [{"policy": policy_id, "kind": kind} for policy_id, kind in errors],
    }
