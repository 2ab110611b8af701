"""The production engine with each of its ways to evaluate policies, and arrived at its policies by small changes."""

from __future__ import annotations

from collections.abc import Sequence

import deodar
from deodar.drt.engines.impl_engine import ImplFace


class ByBackEnd(ImplFace):
    """One way to evaluate, from the first request on."""

    def __init__(self, back_end: str) -> None:
        self._back_end = back_end

    def authorizer(
        self,
        policies: deodar.PolicySet,
        entities: deodar.Entities,
        requests: Sequence[deodar.Request],  # noqa: ARG002  # see `ImplFace`
    ) -> deodar.Authorizer:
        """An authorizer that evaluates so."""
        return deodar.Authorizer(policies, entities, self._back_end)


class Incremental(ImplFace):
    """An index that other policies and entities were added to and removed from, with requests on the way."""

    def authorizer(
        self, policies: deodar.PolicySet, entities: deodar.Entities, requests: Sequence[deodar.Request]
    ) -> deodar.Authorizer:
        """An authorizer that has come to these policies and entities by a way round."""
        others = list(policies.policies)[::2]
        taken = policies.remove([policy for policy in policies.policies if policy not in others])
        stripped: list[dict[str, object]] = [
            {"uid": entity.to_json()["uid"], "attrs": dict[str, object](), "parents": list[object]()}
            for entity in list(entities)[::2]
        ]
        authorizer = deodar.Authorizer(policies, entities.upsert(stripped), "indexed")
        authorizer.is_authorized_batch(requests)
        authorizer = authorizer.with_policies(remove=others)
        authorizer.is_authorized_batch(requests)
        authorizer = authorizer.with_entities(upsert=entities)
        authorizer.is_authorized_batch(requests)
        only_others = taken.remove([*(link for link in taken.links), *taken.templates])
        return authorizer.with_policies(add=only_others)


BACK_ENDS: dict[str, ImplFace] = {
    **{name: ByBackEnd(name) for name in ("interpreted", "inlined", "indexed")},
    "incremental": Incremental(),
}
