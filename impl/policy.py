"""A policy and a template, as applications hold them: an id, and what the text says."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Self

from deodar.impl.errors import Finding, PolicyParseError
from deodar.impl.expr import PolicyBody
from deodar.impl.fields import Frozen, put
from deodar.impl.parser import parse_policies
from deodar.impl.policy_json import policy_from_json
from deodar.impl.policy_to_json import policy_to_json
from deodar.impl.printer import print_policy
from deodar.impl.same_data import same_data
from deodar.impl.unread import Unread


class PolicyOrTemplate(Frozen):
    """What policies and templates have in common. Two are equal if their ids and their JSON are."""

    # INVARIANT: `body` is there, or it is made out of `_unread` when it is asked for, and kept.
    __slots__ = ("_unread", "body", "id")

    id: str
    body: PolicyBody  # the syntax tree

    def __init__(self, id: str, body: PolicyBody) -> None:  # noqa: A002
        put(self, "id", id)
        put(self, "body", body)

    if TYPE_CHECKING:
        _unread: ClassVar[Unread]  # of each, not of the class; but it is no field of the constructor
    else:  # lest the checkers take any name for an attribute

        def __getattr__(self, name: str) -> PolicyBody:
            """The tree, when it is asked for the first time."""
            if name != "body":
                raise AttributeError(f"a {type(self).__name__} has no attribute {name!r}", name=name, obj=self)
            body = self._unread.tree()
            put(self, "body", body)
            return body

    @classmethod
    def unread(cls, id: str, unread: Unread) -> Self:  # noqa: A002
        """The policy, or template, whose tree is made later."""
        made = cls.__new__(cls)
        put(made, "id", id)
        put(made, "_unread", unread)
        return made

    @property
    def as_read(self) -> PolicyBody | Unread:
        """The tree, or, as long as nobody has asked for it, what it can be made of."""
        return getattr(self, "_unread", None) or self.body

    @property
    def effect(self) -> str:
        """`permit` or `forbid`."""
        return self.as_read.effect

    @property
    def annotations(self) -> Mapping[str, str]:
        """The annotations; one without a value has the empty string."""
        return MappingProxyType({key: value or "" for key, value in self.body.annotations})

    @classmethod
    def parse(cls, text: str, id: str = "policy0") -> Self:  # noqa: A002  # the word of the language
        """The one policy, or template, that a text is."""
        bodies = parse_policies(text, "<policy>")
        if len(bodies) != 1:
            message = f"expected one {cls.__name__.lower()}, found {len(bodies)}"
            raise PolicyParseError([Finding("not-one-policy", message, None, "use `PolicySet.parse`")], "<policy>")
        return cls._checked(id, bodies[0])

    @classmethod
    def from_json(cls, document: object, id: str = "policy0") -> Self:  # noqa: A002
        """The policy, or template, in a JSON text or in Python data."""
        return cls._checked(id, policy_from_json(document))

    @classmethod
    def _checked(cls, id: str, body: PolicyBody) -> Self:  # noqa: A002
        if cls is Policy and body.slots:
            finding = Finding("expected-static", "this is a template: it has slots", None, "use `Template`")
            raise PolicyParseError([finding], "<policy>")
        if cls is Template and not body.slots:
            finding = Finding("expected-template", "this is no template: it has no slots", None, "use `Policy`")
            raise PolicyParseError([finding], "<template>")
        return cls(id, body)

    def to_text(self) -> str:
        """The canonical text, without the id."""
        return print_policy(self.body)

    def to_json(self) -> dict[str, object]:
        """The JSON policy format, without the id."""
        return policy_to_json(self.body)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PolicyOrTemplate) or type(other) is not type(self):
            return NotImplemented
        if self.body is other.body:
            return self.id == other.id
        return self.id == other.id and same_data(self.to_json(), other.to_json())

    def __hash__(self) -> int:
        return hash((self.id, self.effect, self.body.principal, self.body.action, self.body.resource))

    def __repr__(self) -> str:
        return f"{type(self).__name__}(id={self.id!r}, effect={self.effect!r}, annotations={dict(self.annotations)!r})"


class Policy(PolicyOrTemplate):
    """A policy without slots: a static one, or a link with its slots filled."""

    __slots__ = ()


class Template(PolicyOrTemplate):
    """A policy with slots, to be linked."""

    __slots__ = ()

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots to fill: `?principal`, `?resource` or both."""
        return self.body.slots
