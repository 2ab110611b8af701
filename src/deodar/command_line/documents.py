"""From the options of a command to entities and a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from deodar import DeodarError, Entities, Request, Schema
from deodar.command_line.files import read_file
from deodar.command_line.refusals import WrongUsage

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RequestOptions:
    """The options that make up a request; `request_json` replaces the other four."""

    principal: str | None
    action: str | None
    resource: str | None
    context: Path | None
    request_json: Path | None

    def __post_init__(self) -> None:
        parts = (self.principal, self.action, self.resource)
        if self.request_json is not None and any(part is not None for part in (*parts, self.context)):
            raise WrongUsage("`--request-json` replaces `--principal`, `--action`, `--resource` and `--context`")
        if self.request_json is None and None in parts and any(part is not None for part in (*parts, self.context)):
            raise WrongUsage("a request needs all of `--principal`, `--action` and `--resource`")

    @property
    def given(self) -> bool:
        """Whether there is a request at all."""
        return self.request_json is not None or self.principal is not None

    def must_be_given(self) -> None:
        """Refuses a line without a request, before any file is read."""
        if not self.given:
            raise WrongUsage("give `--principal`, `--action` and `--resource`, or `--request-json`")


def load_entities(path: Path | None, schema: Schema | None = None) -> Entities:
    """The entities of a file; none if there is no file, but for the actions of the schema."""
    if path is None:
        return Entities.from_json([], schema)
    text = read_file(path)
    return under_name(str(path), lambda: Entities.from_json(text, schema))


def load_request(options: RequestOptions, schema: Schema | None = None, *, validate: bool = True) -> Request:
    """The request that the options describe; with a schema it must conform to it, unless it is not validated."""
    if options.request_json is not None:
        text = read_file(options.request_json)
        return under_name(str(options.request_json), lambda: Request.from_json(text, schema, validate))
    parts = {"principal": options.principal, "action": options.action, "resource": options.resource}
    if options.context is None:
        return Request.from_json(parts, schema, validate)
    Request.from_json(parts)  # refused as such, and only then with the name of a file
    context = read_file(options.context)
    return under_name(str(options.context), lambda: Request.from_json({**parts, "context": context}, schema, validate))


def under_name(source_name: str, load: Callable[[], T]) -> T:
    """A document, refused under its own name."""
    try:
        return load()
    except DeodarError as error:
        raise type(error)(error.findings, source_name) from None
