"""A request: who asks to do what to which thing, and in what circumstances.

Rule: Cedar.Spec.Request.
"""

from __future__ import annotations

from dataclasses import dataclass

from deodar.model.value import EntityUID, Record


@dataclass(frozen=True, slots=True)
class Request:
    """One question put to the authorizer; its entities need not be in the store."""

    principal: EntityUID
    action: EntityUID
    resource: EntityUID
    context: Record
