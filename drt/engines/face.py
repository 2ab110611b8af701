"""What an engine in this process has to offer, so that `in_process` can put every message to it in the same way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from deodar.drt.data import Json
from deodar.drt.engines.protocol import Answer

PoliciesT = TypeVar("PoliciesT")
EntitiesT = TypeVar("EntitiesT")
SchemaT = TypeVar("SchemaT")
RequestT = TypeVar("RequestT")

STRICT, PERMISSIVE = "strict", "permissive"
MODES = (STRICT, PERMISSIVE)


class Reason(NamedTuple):
    """Why a document was refused."""

    kind: str
    message: str
    line: int | None = None
    column: int | None = None


class Link(NamedTuple):
    """A template, the id of the policy that it becomes, and what fills its slots."""

    template_id: str
    link_id: str
    values: dict[str, Json]


class Reading(NamedTuple, Generic[SchemaT]):
    """How requests are read."""

    schema: SchemaT | None = None
    """By it contexts are read, if there is one."""
    validate: bool = False
    """Whether a request that does not conform to the schema is refused."""


class Face(Protocol[PoliciesT, EntitiesT, SchemaT, RequestT]):
    """The public functions of an implementation under common names; each raises one of `refusals` to refuse."""

    @property
    def name(self) -> str: ...

    @property
    def refusals(self) -> tuple[type[Exception], ...]: ...

    @property
    def formatter(self) -> Callable[[str], str] | None:
        """Lays Cedar text out in the canonical way; None where the implementation has no formatter."""
        ...

    @property
    def back_ends(self) -> Mapping[str, Face[PoliciesT, EntitiesT, SchemaT, RequestT]]:
        """The same implementation with each of its ways to evaluate policies; none where there is one way only."""
        ...

    def reason(self, refused: Exception) -> Reason:
        """Why it refused."""
        ...

    def policies(self, document: Json) -> PoliciesT:
        """Policies from Cedar text (`str`), JSON text (`JsonText`) or JSON data."""
        ...

    def policies_json(self, policies: PoliciesT) -> Json:
        """The JSON policy set."""
        ...

    def policies_text(self, policies: PoliciesT) -> str | None:
        """The policies as Cedar text; None where the implementation has no printer."""
        ...

    def link(self, policies: PoliciesT, links: Sequence[Link]) -> PoliciesT:
        """The policies with more links."""
        ...

    def schema(self, document: Json) -> SchemaT:
        """A schema from Cedar text (`str`), JSON text (`JsonText`) or JSON data."""
        ...

    def schema_json(self, schema: SchemaT) -> Json:
        """The JSON schema, its names as written."""
        ...

    def schema_text(self, schema: SchemaT) -> str:
        """The schema as Cedar text; raises one of `refusals` where it has none."""
        ...

    def schema_meaning(self, schema: SchemaT) -> Json:
        """What the schema denotes, in the form of `meaning`."""
        ...

    def validate(self, policies: PoliciesT, schema: SchemaT, mode: str, level: int | None) -> Answer:
        """The verdict, by `verdict`."""
        ...

    def entities(self, document: Json, schema: SchemaT | None) -> EntitiesT:
        """Entities from JSON text or data; with a schema, read by it, with its actions added."""
        ...

    def count(self, entities: EntitiesT) -> int:
        """How many entities there are."""
        ...

    def request(self, document: Json, reading: Reading[SchemaT]) -> RequestT:
        """A request from JSON data."""
        ...

    def responses(self, policies: PoliciesT, entities: EntitiesT, requests: Sequence[RequestT]) -> list[Answer]:
        """One response for each request."""
        ...

    def value(self, expression: str, request: Json, entities: EntitiesT, reading: Reading[SchemaT]) -> Answer:
        """`{"value": ..}`, `{"fails": ..}`, or the refusal of expression or request."""
        ...
