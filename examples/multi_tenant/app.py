"""An application with many tenants, which grants roles and takes them back while it runs.

Roles are templates; a grant links one to a principal and a resource. An `Authorizer` is a snapshot: a grant makes a new
one, and requests that are being decided meanwhile keep theirs.
"""

from __future__ import annotations

from pathlib import Path

import deodar

HERE = Path(__file__).parent


class Access:
    """Who may do what, at this moment."""

    def __init__(self, policies: deodar.PolicySet, entities: deodar.Entities) -> None:
        self._policies = policies
        self._entities = entities
        self._authorizer = deodar.Authorizer(policies, entities)

    @classmethod
    def load(cls) -> Access:
        """The roles and entities of this example, with nothing granted yet."""
        policies = deodar.PolicySet.parse((HERE / "policies.cedar").read_text(encoding="utf-8"))
        entities = deodar.Entities.from_json((HERE / "entities.json").read_text(encoding="utf-8"))
        return cls(policies, entities)

    def grant(self, grant_id: str, role: str, principal: str, resource: str) -> None:
        """Give a role on a resource; the principal and resource are in Cedar syntax."""
        template = self._template(role)
        self._use(self._policies.link(template, grant_id, {"?principal": principal, "?resource": resource}))

    def take_back(self, grant_id: str) -> None:
        """End a grant."""
        self._use(self._policies.remove([grant_id]))

    def may(self, principal: str, action: str, resource: str) -> bool:
        """Whether the request is allowed."""
        request = deodar.Request(principal, action, resource)
        return self._authorizer.is_authorized(request).decision is deodar.Decision.ALLOW

    def _template(self, role: str) -> str:
        """The id of the template that is annotated `@id("role")`."""
        return next(name for name, body in self._policies.templates.items() if body.annotations.get("id") == role)

    def _use(self, policies: deodar.PolicySet) -> None:
        self._policies = policies
        self._authorizer = deodar.Authorizer(policies, self._entities)


def main() -> None:
    """Grant a role, use it, take it back."""
    access = Access.load()
    question = ('User::"wile"', 'Action::"edit"', 'File::"plan"')
    print("before the grant:", access.may(*question))
    access.grant("wile-edits-rocket", "editor", 'User::"wile"', 'Project::"rocket"')
    print("after the grant: ", access.may(*question))
    access.take_back("wile-edits-rocket")
    print("taken back:      ", access.may(*question))


if __name__ == "__main__":
    main()
