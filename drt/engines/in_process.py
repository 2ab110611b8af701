"""Messages put to an implementation in this process: each document read in turn, the first refusal is the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Generic, TypeVar

from deodar.drt.data import Json
from deodar.drt.engines.face import MODES, STRICT, EntitiesT, Face, Link, PoliciesT, Reading, RequestT, SchemaT
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


def mode_and_level(message: Message) -> tuple[str, int | None]:
    """How strictly to validate, and the level that entities may be dereferenced to, if that is to be checked."""
    mode, level = message.get("mode", STRICT), message.get("level")
    if not isinstance(mode, str) or mode not in MODES:
        raise Refused(refusal("protocol", "wrong-field", "`mode` is neither `strict` nor `permissive`"))
    if level is not None and (not isinstance(level, int) or isinstance(level, bool) or level < 0):
        raise Refused(refusal("protocol", "wrong-field", "`level` is no whole number from 0"))
    return mode, level


def validates_requests(message: Message) -> bool:
    """Whether requests are to be validated, for which there must be a schema."""
    wanted = message.get("validate_request", False)
    if not isinstance(wanted, bool):
        raise Refused(refusal("protocol", "wrong-field", "`validate_request` is neither true nor false"))
    if wanted and "schema" not in message:
        raise Refused(refusal("protocol", "missing-field", "there is no `schema` to validate requests by"))
    return wanted


ReadT = TypeVar("ReadT")


class _Last(Generic[ReadT]):
    """A document that was read last: the same one again, not one that is equal, is not read again.

    Several questions in a row may be about the same entities and requests. Nobody changes a document.
    """

    def __init__(self) -> None:
        self._document: Json = None
        self._read: ReadT | None = None

    def read(self, document: Json, read: Callable[[], ReadT]) -> ReadT:
        """What the document says."""
        if self._read is None or document is not self._document:
            self._read = None
            self._read = read()
            self._document = document
        return self._read


class InProcessEngine(Generic[PoliciesT, EntitiesT, SchemaT, RequestT]):
    """An engine that answers by calling an implementation."""

    def __init__(self, face: Face[PoliciesT, EntitiesT, SchemaT, RequestT]) -> None:
        self._face = face
        self._last_entities = _Last[EntitiesT]()
        self._last_requests = _Last[list[RequestT | Refused]]()
        self.name = face.name
        self._operations: dict[str, Callable[[Message], Answer]] = {
            "hello": self._hello,
            "parse": self._parse,
            "print": self._print,
            "schema": self._schema_json,
            "print-schema": self._schema_text,
            "resolve": self._schema_meaning,
            "validate": self._validate,
            "entities": self._entities,
            "evaluate": self._evaluate,
            "authorize": self._authorize,
        }
        if face.formatter is not None:
            self._operations["format"] = partial(self._format, face.formatter)
        if face.back_ends:
            self._operations["back-ends"] = self._by_each_back_end
        self.ops = frozenset(self._operations)

    def back_ends(self) -> dict[str, InProcessEngine[PoliciesT, EntitiesT, SchemaT, RequestT]]:
        """The engine with each of its ways to evaluate policies; none where there is one way only."""
        return {name: InProcessEngine(face) for name, face in self._face.back_ends.items()}

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

    def _schema_json(self, message: Message) -> Answer:
        return {"schema": self._face.schema_json(self._schema(message))}

    def _schema_text(self, message: Message) -> Answer:
        """Not of the protocol: a schema as Cedar text."""
        schema = self._schema(message)
        try:
            return {"text": self._face.schema_text(schema)}
        except self._face.refusals as refused:
            raise self._refused("schema", refused) from None

    def _schema_meaning(self, message: Message) -> Answer:
        """Not of the protocol: what a schema denotes."""
        return {"meaning": self._face.schema_meaning(self._schema(message))}

    def _validate(self, message: Message) -> Answer:
        mode, level = mode_and_level(message)
        return self._face.validate(self._policies(message), self._schema(message), mode, level)

    def _entities(self, message: Message) -> Answer:
        schema = self._schema_if_any(message)
        return {"count": self._face.count(self._store(field(message, "entities"), schema))}

    def _evaluate(self, message: Message) -> Answer:
        expression = field(message, "expression")
        if not isinstance(expression, str):
            return refusal("expression", "string-expected", "`expression` is no string")
        schema = self._schema_if_any(message)
        store = self._store(message.get("entities", []), schema)
        if "request" not in message:
            return self._face.value(expression, NOBODY, store, Reading())
        return self._face.value(expression, message["request"], store, Reading(schema))

    def _authorize(self, message: Message) -> Answer:
        policies, store, requests = self._asked(message)
        return self._responses(self._face, policies, store, requests)

    def _by_each_back_end(self, message: Message) -> Answer:
        """Not of the protocol: what each way to evaluate policies answers."""
        asked = self._asked(message)
        return {"back ends": {name: self._responses(face, *asked) for name, face in self._face.back_ends.items()}}

    def _responses(
        self,
        face: Face[PoliciesT, EntitiesT, SchemaT, RequestT],
        policies: PoliciesT,
        store: EntitiesT,
        requests: Sequence[RequestT | Refused],
    ) -> Answer:
        """One response for each request; a request that is refused gets its refusal."""
        answers = iter(face.responses(policies, store, [each for each in requests if not isinstance(each, Refused)]))
        return {"responses": [each.answer if isinstance(each, Refused) else next(answers) for each in requests]}

    def _asked(self, message: Message) -> tuple[PoliciesT, EntitiesT, list[RequestT | Refused]]:
        """Everything that a question about requests is made of."""
        requests, validate = request_list(message), validates_requests(message)
        policies = self._policies(message)
        links = link_list(message)
        if links:
            try:
                policies = self._face.link(policies, links)
            except self._face.refusals as refused:
                raise self._refused("links", refused) from None
        entities = field(message, "entities")
        if "schema" in message:
            schema = self._schema(message)
            return policies, self._store(entities, schema), self._requests(requests, Reading(schema, validate))
        store = self._last_entities.read(entities, lambda: self._store(entities, None))
        return policies, store, self._last_requests.read(requests, lambda: self._requests(requests, Reading()))

    def _requests(self, documents: list[Json], reading: Reading[SchemaT]) -> list[RequestT | Refused]:
        """The requests, and the refusals of those that are none."""
        return [self._request(document, reading) for document in documents]

    def _request(self, document: Json, reading: Reading[SchemaT]) -> RequestT | Refused:
        try:
            return self._face.request(document, reading)
        except self._face.refusals as refused:
            return self._refused("request", refused)

    def _policies(self, message: Message) -> PoliciesT:
        document = field(message, "policies")
        if not isinstance(document, str | Mapping):
            raise Refused(refusal("policies", "wrong-document", "policies are a text or a JSON object"))
        try:
            return self._face.policies(document)
        except self._face.refusals as refused:
            raise self._refused("policies", refused) from None

    def _schema(self, message: Message) -> SchemaT:
        document = field(message, "schema")
        if not isinstance(document, str | Mapping):
            raise Refused(refusal("schema", "wrong-document", "a schema is a text or a JSON object"))
        try:
            return self._face.schema(document)
        except self._face.refusals as refused:
            raise self._refused("schema", refused) from None

    def _schema_if_any(self, message: Message) -> SchemaT | None:
        return self._schema(message) if "schema" in message else None

    def _store(self, document: Json, schema: SchemaT | None) -> EntitiesT:
        try:
            return self._face.entities(document, schema)
        except self._face.refusals as refused:
            raise self._refused("entities", refused) from None

    def _refused(self, stage: str, refused: Exception) -> Refused:
        return Refused(refusal(stage, *self._face.reason(refused)))
