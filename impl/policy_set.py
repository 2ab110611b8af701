"""A set of policies, templates and template links. It is immutable: a change gives a new set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from deodar.impl.collector import without_collections
from deodar.impl.errors import Finding, LinkError, PolicyParseError
from deodar.impl.expr import PolicyBody
from deodar.impl.layered import Layered
from deodar.impl.link import TemplateLink, fill, slot_mismatch
from deodar.impl.link_parts import link_entity, link_id_of
from deodar.impl.names import SLOTS
from deodar.impl.policy import Policy, Template
from deodar.impl.policy_json import policy_set_from_json
from deodar.impl.policy_to_json import link_to_json
from deodar.impl.shared_parser import ReadPolicy, read_policies
from deodar.impl.source import Source
from deodar.impl.unread import Unread
from deodar.impl.wording import offer, quote

__all__ = ["Policy", "PolicySet", "Template", "TemplateLink"]


class PolicySet:
    """Policies by id. Iterating gives every policy that is evaluated: the static ones, and the links, filled in."""

    __slots__ = ("_links", "_members", "_of_kind", "_static", "source")

    source: Source | None  # the text that all members were parsed from; None if there is no such text
    _members: Layered[str, Policy | Template]
    _links: Layered[str, TemplateLink]
    _static: int  # how many members are policies
    _of_kind: tuple[dict[str, Policy], dict[str, Template]] | None  # made when it is asked for

    # INVARIANT: no two of all policies, templates and links have the same id.
    # INVARIANT: each link fills exactly the slots of a template of this set.

    def __init__(self, members: Iterable[Policy | Template] = ()) -> None:
        listed = list(members)
        by_id = {member.id: member for member in listed}
        if len(by_id) != len(listed):
            ids = [member.id for member in listed]
            repeated = next(key for index, key in enumerate(ids) if key in ids[:index])
            raise _refusal("repeated-id", f"the id {quote(repeated)} is repeated")
        self._members, self._links, self._static = Layered(by_id), Layered({}), _count_static(listed)
        self.source = self._of_kind = None

    def _with(
        self,
        members: Layered[str, Policy | Template],
        links: Layered[str, TemplateLink],
        static: int,
        source: Source | None,
    ) -> PolicySet:
        made = PolicySet.__new__(type(self))
        made._members, made._links, made._static, made.source = members, links, static, source
        made._of_kind = None
        return made

    # -- reading and writing

    @classmethod
    def parse(cls, text: str, source_name: str = "<policies>") -> PolicySet:
        """The policies and templates of a text, named `policy0`, `policy1` and so on by position."""
        bodies = read_policies(text, source_name)
        with without_collections():
            made = cls(_member(f"policy{index}", body) for index, body in enumerate(bodies))
            made.source = Source(text, source_name)
            return made

    @classmethod
    def from_json(cls, document: object, source_name: str = "<policies>") -> PolicySet:
        """The policy set in a JSON text or in Python data."""
        read = policy_set_from_json(document, source_name)
        policies = (Policy(key, body) for key, body in read.policies.items())
        # A template may lack slots here: nobody evaluates it.
        templates = (Template(key, body) for key, body in read.templates.items())
        made = cls((*policies, *templates))
        made._links = Layered(dict(read.links))
        return made

    def to_json(self) -> dict[str, object]:
        """The JSON policy set format."""
        return {
            "staticPolicies": {key: policy.to_json() for key, policy in self.policies.items()},
            "templates": {key: template.to_json() for key, template in self.templates.items()},
            "templateLinks": [link_to_json(link) for link in self._links.values()],
        }

    def to_text(self) -> str:
        """The canonical text. It has no ids and no links: a link is written filled in, in place of its template."""
        linked = {link.template_id for link in self._links.values()}
        members = [member.to_text() for member in self._members.values() if member.id not in linked]
        links = [policy.to_text() for policy in self._linked()]
        return "".join(f"{text}\n" for text in (*members, *links))

    # -- looking

    @property
    def policies(self) -> Mapping[str, Policy]:
        """The static policies by id."""
        return MappingProxyType(self._kinds()[0])

    @property
    def templates(self) -> Mapping[str, Template]:
        """The templates by id."""
        return MappingProxyType(self._kinds()[1])

    def template(self, template_id: str) -> Template:
        """The template of an id that is one."""
        member = self._members[template_id]
        assert isinstance(member, Template), template_id
        return member

    @property
    def links(self) -> Mapping[str, TemplateLink]:
        """The template links by id."""
        return MappingProxyType(self._links)

    def _kinds(self) -> tuple[dict[str, Policy], dict[str, Template]]:
        if self._of_kind is None:
            members = self._members.items()
            policies = {key: member for key, member in members if isinstance(member, Policy)}
            self._of_kind = policies, {key: member for key, member in members if isinstance(member, Template)}
        return self._of_kind

    def evaluated(self) -> Iterator[tuple[str, PolicyBody]]:
        """The id and tree of every policy that is evaluated: the static ones, and the links, filled in."""
        for policy in self:
            yield policy.id, policy.body

    def __iter__(self) -> Iterator[Policy]:
        yield from self._kinds()[0].values()
        yield from self._linked()

    def _linked(self) -> Iterator[Policy]:
        for link in self._links.values():
            yield Policy(link.id, fill(self._members[link.template_id].body, link.values))

    def __len__(self) -> int:
        return self._static + len(self._links)

    def __contains__(self, key: object) -> bool:
        return key in self._members or key in self._links

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PolicySet):
            return NotImplemented
        return self._members == other._members and self._links == other._links

    def __hash__(self) -> int:
        return hash((frozenset(self._members), frozenset(self._links)))

    def __copy__(self) -> PolicySet:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> PolicySet:
        return self

    def __repr__(self) -> str:
        templates = len(self._members) - self._static
        counts = f"{self._static} policies, {templates} templates, {len(self._links)} links"
        return f"<PolicySet: {counts}>"

    # -- changing

    def link(self, template_id: str, link_id: str, values: Mapping[str, object]) -> PolicySet:
        """This set with one more link. Each value is an `EntityUID`, its text, or `{"type": ..., "id": ...}`."""
        return self.link_all([(template_id, link_id, values)])

    def link_all(self, links: Iterable[tuple[str, str, Mapping[str, object]]]) -> PolicySet:
        """This set with more links, each a template's id, a new id, and the values; all of them, or none."""
        made: dict[str, TemplateLink] = {}
        for template_id, link_id, values in links:
            link = self._linkable(template_id, link_id, values)
            if link_id in made:
                raise _link_refusal("repeated-id", f"the id {quote(link_id)} is taken")
            made[link_id] = link
        return self._with(self._members, self._links.changed((), made.items()), self._static, self.source)

    def _linkable(self, template_id: str, link_id: str, values: Mapping[str, object]) -> TemplateLink:
        """The link, if this set can take it."""
        template = self._members.get(template_id)
        if not isinstance(template, Template):
            hint = "it is a static policy" if template else offer(template_id, self.templates)
            raise _link_refusal("unknown-template", f"there is no template {quote(template_id)}", hint)
        if link_id in self:
            raise _link_refusal("repeated-id", f"the id {quote(link_id)} is taken")
        message = slot_mismatch(template.body, values)
        if message is not None:
            hint = f"the template has {' and '.join(f'`{slot}`' for slot in template.slots)}"
            raise _link_refusal("slot-mismatch", message, hint)
        entities = {slot: link_entity(slot, values[slot]) for slot in SLOTS if slot in values}
        return TemplateLink(link_id_of(link_id), template_id, entities)

    def add(self, other: PolicySet) -> PolicySet:
        """This set and another, which must not share an id."""
        for key in (*other._members, *other._links):
            if key in self:
                raise _refusal("repeated-id", f"the id {quote(key)} is taken")
        members = self._members.changed((), other._members.items())
        links = self._links.changed((), other._links.items())
        return self._with(members, links, self._static + other._static, None)

    def remove(self, ids: Iterable[str]) -> PolicySet:
        """This set without some policies, templates or links. A template goes only together with its links."""
        gone = set(ids)
        for key in sorted(gone):
            if key not in self:
                hint = offer(key, (*self._members, *self._links))
                raise _refusal("unknown-policy", f"there is no policy {quote(key)}", hint)
        members = {key: self._members[key] for key in gone if key in self._members}
        links = self._links.changed([key for key in gone if key in self._links], ())
        static = _count_static(members.values())
        if static < len(members):  # a template is among them
            for link in links.values():
                if link.template_id in gone:
                    message = f"the template {quote(link.template_id)} is linked as {quote(link.id)}"
                    raise _refusal("template-in-use", message, "remove the link too")
        return self._with(self._members.changed(members, ()), links, self._static - static, self.source)


def _count_static(members: Iterable[Policy | Template]) -> int:
    return sum(isinstance(member, Policy) for member in members)


def _member(key: str, body: ReadPolicy) -> Policy | Template:
    kind = Template if body.slots else Policy
    return kind.unread(key, body) if isinstance(body, Unread) else kind(key, body)


def _refusal(kind: str, message: str, hint: str | None = None) -> PolicyParseError:
    return PolicyParseError([Finding(kind, message, None, hint)], "<policies>")


def _link_refusal(kind: str, message: str, hint: str | None = None) -> LinkError:
    return LinkError([Finding(kind, message, None, hint)], "<link>")
