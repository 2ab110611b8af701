"""The forms of a scope: every constraint that a policy or a link can have on principal, action and resource."""

from __future__ import annotations

from itertools import product

SLOTTED = ("All", "==", "in", "is", "is in entity", "== slot", "in slot", "is in slot")
ACTIONS = ("All", "==", "in", "in entities")
SCOPE_FORMS = (
    *(" ".join(each) for each in product(("permit", "forbid"), ("principal", "resource"), SLOTTED)),
    *(" ".join(each) for each in product(("permit", "forbid"), ("action",), ACTIONS)),
)
"""Effect, variable and form."""
