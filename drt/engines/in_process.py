"""Messages put to an implementation in this process: each document read in turn, the first refusal is the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Generic

from deodar.drt.data import Json
from deodar.drt.engines.face import EntitiesT, Face, Link, PoliciesT
from deodar.drt.engines.protocol import PROTOCOL_VERSION, Answer, JsonText, Message, refusal, unsupported

# No request: names that a generated request never has, so that an expression meets missing entities only.
NOBODY: dict[str, Json] = {
    "principal": {"type": "Nobody", "id": ""},
    "action": {"type": "Action", "id": ""},
    "resource": {"type": "Nothing", "id": ""},
    "context": {},
}


class Refused(Exception):
    """A document was refused: carries the answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


def installed_version(package: str) -> str:
    """The version of a package, or `0` where it runs from a source tree that is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "0"


def field(message: Message, name: str) -> Json:
    """A field that must be there."""
    if name not in message:
        raise Refused(refusal("protocol", "missing-field", f"there is no `{name}`"))
    return message[name]


def request_list(message: Message) -> list[Json]:
    """The requests, which must be a list."""
    requests = field(message, "requests")
    if not isinstance(requests, list):
        raise Refused(refusal("protocol", "wrong-field", "`requests` is no list"))
    return requests


def link_list(message: Message) -> list[Link]:
    """The links of a message; none if there is no such field."""
    match message.get("links"):
        case None:
            return []
        case list(links):
            return [_link(link) for link in links]
        case _:
            raise Refused(refusal("links", "wrong-link", "`links` is no list"))


def _link(link: Json) -> Link:
    match link:
        case {"template_id": str(template_id), "link_id": str(link_id), "values": dict(values)}:
            return Link(template_id, link_id, values)
        case _:
            raise Refused(refusal("links", "wrong-link", "a link has `template_id`, `link_id` and `values`"))


def refuse_schema(message: Message) -> None:
    """Refuse what needs a schema."""
    if "schema" in message or message.get("validate_request"):
        raise Refused(unsupported("this engine does not read schemas"))


class InProcessEngine(Generic[PoliciesT, EntitiesT]):
    """An engine that answers by calling an implementation."""

    def __init__(self, face: Face[PoliciesT, EntitiesT]) -> None:
        self._face = face
        self.name = face.name
        self._operations: dict[str, Callable[[Message], Answer]] = {
            "hello": self._hello,
            "parse": self._parse,
            "print": self._print,
            "entities": self._entities,
            "evaluate": self._evaluate,
            "authorize": self._authorize,
        }
        if face.formatter is not None:
            self._operations["format"] = partial(self._format, face.formatter)
        self.ops = frozenset(self._operations)

    def answer(self, message: Message) -> Answer:
        """The answer to one message."""
        op = message.get("op")
        operation = self._operations.get(op) if isinstance(op, str) else None
        if operation is None:
            return refusal("protocol", "unknown-op", f"there is no operation `{op}`")
        try:
            return operation(message)
        except Refused as refused:
            return refused.answer

    def _hello(self, _: Message) -> Answer:
        version_of = installed_version("deodar")
        return {"protocol": PROTOCOL_VERSION, "name": self.name, "version": version_of, "ops": sorted(self.ops)}

    def _parse(self, message: Message) -> Answer:
        return {"policies": self._face.policies_json(self._policies(message))}

    def _print(self, message: Message) -> Answer:
        """Not of the protocol: policies as Cedar text in whatever layout."""
        text = self._face.policies_text(self._policies(message))
        return unsupported("this engine prints no text") if text is None else {"text": text}

    def _format(self, formatter: Callable[[str], str], message: Message) -> Answer:
        text = field(message, "policies")
        if not isinstance(text, str) or isinstance(text, JsonText):
            return refusal("policies", "wrong-document", "what is formatted is Cedar text")
        try:
            return {"text": formatter(text)}
        except self._face.refusals as refused:
            raise self._refused("policies", refused) from None

    def _entities(self, message: Message) -> Answer:
        refuse_schema(message)
        return {"count": self._face.count(self._store(field(message, "entities")))}

    def _evaluate(self, message: Message) -> Answer:
        refuse_schema(message)
        expression = field(message, "expression")
        if not isinstance(expression, str):
            return refusal("expression", "string-expected", "`expression` is no string")
        store = self._store(message.get("entities", []))
        return self._face.value(expression, message.get("request", NOBODY), store)

    def _authorize(self, message: Message) -> Answer:
        refuse_schema(message)
        requests = request_list(message)
        policies = self._policies(message)
        links = link_list(message)
        if links:
            try:
                policies = self._face.link(policies, links)
            except self._face.refusals as refused:
                raise self._refused("links", refused) from None
        store = self._store(field(message, "entities"))
        return {"responses": self._face.responses(policies, store, requests)}

    def _policies(self, message: Message) -> PoliciesT:
        document = field(message, "policies")
        if not isinstance(document, str | Mapping):
            raise Refused(refusal("policies", "wrong-document", "policies are a text or a JSON object"))
        try:
            return self._face.policies(document)
        except self._face.refusals as refused:
            raise self._refused("policies", refused) from None

    def _store(self, document: Json) -> EntitiesT:
        try:
            return self._face.entities(document)
        except self._face.refusals as refused:
            raise self._refused("entities", refused) from None

    def _refused(self, stage: str, refused: Exception) -> Refused:
        return Refused(refusal(stage, *self._face.reason(refused)))
