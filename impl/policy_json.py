"""Policies and policy sets from the JSON policy format, given as text or as Python data."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from deodar.impl.deep import with_room
from deodar.impl.errors import PolicyParseError
from deodar.impl.expr import (
    ActionScope,
    Condition,
    EntityUID,
    Expr,
    PolicyBody,
    PrincipalOrResourceScope,
)  # fmt: skip
from deodar.impl.expression_json import ExpressionReader
from deodar.impl.json_place import Mistake, json_findings
from deodar.impl.json_reader import Place, TooManyMistakes
from deodar.impl.json_text import read_json
from deodar.impl.link import TemplateLink, slot_mismatch
from deodar.impl.literal_json import NOWHERE
from deodar.impl.names import SLOTS, is_identifier
from deodar.impl.wording import offer, quote

Result = TypeVar("Result")

MOST_LEVELS = 8_000  # of a JSON text; each operator takes two
_SET_MEMBERS = ("staticPolicies", "templates", "templateLinks")
_POLICY_MEMBERS = ("effect", "principal", "action", "resource", "conditions")


_ALL = PrincipalOrResourceScope("all")
_STAND_IN = PolicyBody(NOWHERE, NOWHERE, "forbid", _ALL, ActionScope("all"), _ALL, (), ())  # for one with mistakes


class PolicySetDocument(NamedTuple):
    """What a JSON policy set holds."""

    policies: dict[str, PolicyBody]
    templates: dict[str, PolicyBody]
    links: dict[str, TemplateLink]


class PolicyReader(ExpressionReader):
    """Reads policies and policy sets."""

    def policy(self, data: object, place: Place) -> PolicyBody:
        """A policy or template."""
        members = self.members(data, place, _POLICY_MEMBERS, ("annotations",))
        if members is None:
            return _STAND_IN
        return PolicyBody(
            NOWHERE,
            NOWHERE,
            self._one_of(members["effect"], (place, "effect"), ("permit", "forbid")),
            self._principal_or_resource(members["principal"], (place, "principal"), "?principal"),
            self._action(members["action"], (place, "action")),
            self._principal_or_resource(members["resource"], (place, "resource"), "?resource"),
            self._conditions(members["conditions"], (place, "conditions")),
            self._annotations(members.get("annotations", {}), (place, "annotations")),
        )

    def _one_of(self, data: object, place: Place, choices: tuple[str, ...]) -> str:
        word = self.string(data, place)
        if word not in choices and isinstance(data, str):
            wanted = " or ".join(f"`{choice}`" for choice in choices)
            self.refuse(place, "invalid-word", f"expected {wanted}, found {quote(word)}", offer(word, choices))
        return word

    def _conditions(self, data: object, place: Place) -> tuple[Condition, ...]:
        conditions: list[Condition] = []
        for index, element in enumerate(self.json_array(data, place) or []):
            inner = (place, index)
            members = self.members(element, inner, ("kind", "body"))
            if members is not None:
                kind = self._one_of(members["kind"], (inner, "kind"), ("when", "unless"))
                body = self.expression(members["body"], (inner, "body"))
                conditions.append(Condition(NOWHERE, NOWHERE, kind, body))
        return tuple(conditions)

    def _annotations(self, data: object, place: Place) -> tuple[tuple[str, str | None], ...]:
        annotations: list[tuple[str, str | None]] = []
        for key, value in (self.json_object(data, place) or {}).items():
            if not is_identifier(key):
                self.refuse((place, key), "invalid-annotation", f"the key {quote(key)} is no identifier")
            annotations.append((key, None if value is None else self.string(value, (place, key))))
        return tuple(annotations)

    # -- scope

    def _principal_or_resource(self, data: object, place: Place, slot: str) -> PrincipalOrResourceScope:
        operator, members = self._constraint(data, place, ("All", "all", "==", "in", "is"))
        match operator:
            case "==" | "in":
                return PrincipalOrResourceScope(operator, self._entity_or_slot(members, place, slot))
            case "is":
                return self._is_scope(members, place, slot)
            case _:
                return _ALL

    def _constraint(self, data: object, place: Place, operators: tuple[str, ...]) -> tuple[str, dict[str, object]]:
        """The operator of a scope constraint and its members; the operator is empty after a mistake."""
        members = self.members(data, place, ("op",), None)
        if members is None:
            return "", {}
        return self._one_of(members["op"], (place, "op"), operators), members

    def _is_scope(self, members: dict[str, object], place: Place, slot: str) -> PrincipalOrResourceScope:
        if self.members(members, place, ("op", "entity_type"), ("in",)) is None:
            return _ALL
        entity_type = self.type_name(members["entity_type"], (place, "entity_type"))
        if members.get("in") is None:
            return PrincipalOrResourceScope("is", None, entity_type)
        inner = (place, "in")
        container = self.json_object(members["in"], inner) or {}
        return PrincipalOrResourceScope("is in", self._entity_or_slot(container, inner, slot), entity_type)

    def _entity_or_slot(self, members: dict[str, object], place: Place, slot: str) -> EntityUID | str:
        if "entity" in members:
            return self.uid(members["entity"], (place, "entity"))
        if "slot" not in members:
            self.refuse(place, "missing-member", "the member `entity` or `slot` is missing")
            return slot
        found = self.string(members["slot"], (place, "slot"))
        if found != slot:
            message = f"the slot {quote(found)} cannot stand here"
            self.refuse((place, "slot"), "wrong-reference-kind", message, f"the slot here is `{slot}`")
        return found

    def _action(self, data: object, place: Place) -> ActionScope:
        operator, members = self._constraint(data, place, ("All", "all", "==", "in"))
        if operator not in ("==", "in"):
            return ActionScope("all")
        if "entity" in members:
            return ActionScope(operator, (self._action_entity(members["entity"], (place, "entity")),))
        if operator == "in" and "entities" in members:
            inner = (place, "entities")
            listed = self.json_array(members["entities"], inner) or []
            return ActionScope("in", tuple(self._action_entity(e, (inner, index)) for index, e in enumerate(listed)))
        wanted = "`entity` or `entities`" if operator == "in" else "`entity`"
        self.refuse(place, "missing-member", f"the member {wanted} is missing")
        return ActionScope("all")

    def _action_entity(self, data: object, place: Place) -> EntityUID:
        uid = self.uid(data, place)
        if uid.type and uid.type.rpartition("::")[2] != "Action":
            self.refuse(place, "not-an-action", f"the type of an action is `Action`, not {quote(uid.type)}")
        return uid

    # -- policy sets

    def policy_set(self, data: object, place: Place) -> PolicySetDocument:
        """A whole policy set."""
        members = self.members(data, place, _SET_MEMBERS)
        if members is None:
            return PolicySetDocument({}, {}, {})
        policies = self._bodies(members["staticPolicies"], (place, "staticPolicies"))
        templates = self._bodies(members["templates"], (place, "templates"))
        for key, body in policies.items():
            if body.slots:
                hint = "put it under `templates`"
                self.refuse(((place, "staticPolicies"), key), "expected-static", "a static policy has no slots", hint)
        for key in templates:
            if key in policies:
                self.refuse(
                    ((place, "templates"), key), "repeated-id", f"the id {quote(key)} names a static policy too"
                )
        document = PolicySetDocument(policies, templates, {})
        self._links(document, members["templateLinks"], (place, "templateLinks"))
        return document

    def _bodies(self, data: object, place: Place) -> dict[str, PolicyBody]:
        members = self.json_object(data, place) or {}
        return {key: self.policy(element, (place, key)) for key, element in members.items()}

    def _links(self, document: PolicySetDocument, data: object, place: Place) -> None:
        for index, element in enumerate(self.json_array(data, place) or []):
            link = self._link(element, (place, index))
            if link is not None:
                self._check_link(document, link, (place, index))
                document.links[link.id] = link

    def _link(self, data: object, place: Place) -> TemplateLink | None:
        members = self.members(data, place, ("templateId", "newId", "values"))
        if members is None:
            return None
        values: dict[str, EntityUID] = {}
        for slot, value in (self.json_object(members["values"], (place, "values")) or {}).items():
            inner = ((place, "values"), slot)
            if slot not in SLOTS:
                self.refuse(inner, "invalid-slot", f"there is no slot {quote(slot)}", offer(slot, SLOTS))
            values[slot] = self.uid(value, inner)
        template_id = self.string(members["templateId"], (place, "templateId"))
        return TemplateLink(self.string(members["newId"], (place, "newId")), template_id, values)

    def _check_link(self, document: PolicySetDocument, link: TemplateLink, place: Place) -> None:
        if link.id in document.policies or link.id in document.templates or link.id in document.links:
            self.refuse((place, "newId"), "repeated-id", f"the id {quote(link.id)} is taken")
        template = document.templates.get(link.template_id)
        if template is None:
            message = f"there is no template {quote(link.template_id)}"
            hint = offer(link.template_id, document.templates)
            self.refuse((place, "templateId"), "unknown-template", message, hint)
        elif template is not _STAND_IN and (mismatch := slot_mismatch(template, link.values)) is not None:
            self.refuse((place, "values"), "slot-mismatch", mismatch)


# ---------------------------------------------------------------------------------------------------------------------
# What the rest of the engine calls


def policy_set_from_json(document: object, source_name: str = "<policies>") -> PolicySetDocument:
    """The policy set in a JSON text or in Python data; a `PolicyParseError` with all findings if there is one."""
    return _read(document, source_name, PolicyReader.policy_set)


def policy_from_json(document: object, source_name: str = "<policy>") -> PolicyBody:
    """The policy or template in a JSON text or in Python data."""
    return _read(document, source_name, PolicyReader.policy)


def expression_from_json(document: object, source_name: str = "<expression>") -> Expr:
    """The expression in a JSON text or in Python data."""
    return _read(document, source_name, PolicyReader.expression)


def _read(document: object, source_name: str, rule: Callable[[PolicyReader, object, Place], Result]) -> Result:
    text = document if isinstance(document, str) else None
    data = document
    if text is not None:
        data = read_json(text, error=PolicyParseError, source_name=source_name, max_depth=MOST_LEVELS)
    found, mistakes = _run(data, rule)
    if mistakes or found is None:
        raise PolicyParseError(json_findings(text, mistakes), source_name)
    return found


def _run(data: object, rule: Callable[[PolicyReader, object, Place], Result]) -> tuple[Result | None, list[Mistake]]:
    """What the rule gives, if it gives anything, and the mistakes."""

    def attempt() -> tuple[Result | None, list[Mistake]]:
        reader = PolicyReader()
        try:
            return rule(reader, data, None), reader.mistakes
        except TooManyMistakes:
            return None, reader.mistakes

    try:
        return with_room(attempt)
    except RecursionError:
        return None, [Mistake((), "nested-too-deeply", "the document is nested too deeply")]
