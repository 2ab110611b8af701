"""Template links: a template, an id, and an entity for each slot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from deodar.impl.expr import EntityUID, PolicyBody, PrincipalOrResourceScope


@dataclass(frozen=True, slots=True)
class TemplateLink:
    """A policy made from a template by filling its slots; `values` maps `?principal` and `?resource` to entities."""

    id: str
    template_id: str
    values: Mapping[str, EntityUID] = field(hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))  # nobody may change it from outside

    def __reduce__(self) -> tuple[type[TemplateLink], tuple[object, ...]]:
        """Copied and sent to another process with a plain dict: a proxy cannot be."""
        return TemplateLink, (self.id, self.template_id, dict(self.values))


def slot_mismatch(template: PolicyBody, given: Mapping[str, object]) -> str | None:
    """The sentence that says why the given slots are not exactly those of the template, or None if they are."""
    slots = template.slots
    missing = [f"`{slot}`" for slot in slots if slot not in given]
    surplus = [f"`{slot}`" for slot in given if slot not in slots]
    if missing:
        return f"the link lacks a value for {' and '.join(missing)}"
    if surplus:
        return f"the template has no slot {' and '.join(surplus)}"
    return None


def fill(template: PolicyBody, values: Mapping[str, EntityUID]) -> PolicyBody:
    """The policy that a link stands for."""
    return replace(template, principal=_filled(template.principal, values), resource=_filled(template.resource, values))


def _filled(scope: PrincipalOrResourceScope, values: Mapping[str, EntityUID]) -> PrincipalOrResourceScope:
    return scope._replace(entity=values[scope.entity]) if isinstance(scope.entity, str) else scope
