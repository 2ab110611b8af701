"""The cases of a corpus: a folder, or a .tar.gz that is read without unpacking it.

A case is a JSON file with the members `policies`, `entities` and `requests`; the first two name files beside it. Each
request has its `decision`, the determining policies as `reason` and the erroring ones as `errors`. Where there is a
`schema`, `shouldValidate` says whether the policies are valid for it; and entities and requests are read once more by
it, requests with `validateRequest` being validated, too: the decisions are the same.
"""

from __future__ import annotations

import json
import tarfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import cast

from pydantic import BaseModel, Field, ValidationError

from deodar.drt.data import Json
from deodar.drt.engines.protocol import JsonText, Message

SUFFIXES = (".json", ".cedar", ".cedarschema")
MAX_ARCHIVE_BYTES = 4 * 2**30  # unpacked


class CorpusError(Exception):
    """The corpus cannot be read, or a case in it is not of the form."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a case says about one of its requests; ids are sorted."""

    decision: str
    reasons: tuple[str, ...]
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Requests of a case, ready to be put to an engine."""

    message: Message  # an `authorize` message of the engine protocol
    expected: tuple[Expected, ...]
    places: tuple[int, ...]  # of the requests in the case


@dataclass(frozen=True, slots=True)
class Validation:
    """Whether the policies of a case are valid for its schema."""

    message: Message  # a `validate` message of the engine protocol
    expected: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One case."""

    name: str
    plain: Question
    """All requests, without the schema."""
    by_schema: tuple[Question, ...] = ()
    """The same read by the schema: those to be validated, and the others."""
    validation: Validation | None = None


class CaseRequest(BaseModel):
    """A request as a case file has it; other members are left aside."""

    principal: object
    action: object
    resource: object
    context: object = {}
    decision: str
    reason: list[str]
    errors: list[str]
    validate_request: bool = Field(default=True, alias="validateRequest")

    def as_message(self) -> Message:
        """The request of the engine protocol."""
        return cast("Message", self.model_dump(include={"principal", "action", "resource", "context"}))

    def expected(self) -> Expected:
        """What should come of it."""
        return Expected(self.decision.lower(), tuple(sorted(self.reason)), tuple(sorted(self.errors)))


class CaseFile(BaseModel):
    """A case file; `policies`, `entities` and `schema` name other files."""

    policies: str
    entities: str
    schema_file: str | None = Field(default=None, alias="schema")
    should_validate: bool | None = Field(default=None, alias="shouldValidate")
    requests: list[CaseRequest]


def read_corpus(path: Path) -> list[Case]:
    """All cases of a folder or archive, by name."""
    try:
        files = _folder(path) if path.is_dir() else _archive(path)
    except OSError as failure:
        raise CorpusError(f"cannot read this corpus: {(failure.strerror or str(failure)).lower()}") from None
    except (EOFError, zlib.error, tarfile.TarError):
        raise CorpusError("cannot read this corpus: it is neither a folder nor a whole archive") from None
    cases = list(_cases(files))
    if not cases:
        raise CorpusError("there is no case in this corpus")
    return cases


def _folder(path: Path) -> dict[str, bytes]:
    inside = [file for file in path.rglob("*") if file.suffix in SUFFIXES and file.is_file()]
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in inside}


def _archive(path: Path) -> dict[str, bytes]:
    """The plain files of an archive; links and devices in it are not followed."""
    files: dict[str, bytes] = {}
    left = MAX_ARCHIVE_BYTES
    with tarfile.open(path) as archive:
        for member in archive:
            if member.isfile() and PurePosixPath(member.name).suffix in SUFFIXES:
                left -= member.size
                if left < 0:
                    raise CorpusError(f"this archive holds more than {MAX_ARCHIVE_BYTES:,} bytes")
                content = archive.extractfile(member)
                files[str(PurePosixPath(member.name))] = content.read() if content else b""
    return files


def _cases(files: Mapping[str, bytes]) -> Iterator[Case]:
    for name in sorted(files):
        if name.endswith(".json"):
            data = _json(files, name)
            if isinstance(data, dict) and data.keys() >= {"policies", "entities", "requests"}:
                yield _case(files, name, cast("dict[str, object]", data))


def _case(files: Mapping[str, bytes], name: str, data: dict[str, object]) -> Case:
    try:
        case = CaseFile.model_validate(data)
    except ValidationError as failure:
        mistake = failure.errors()[0]
        place = ".".join(str(step) for step in mistake["loc"])
        raise CorpusError(f"`{name}` is no case: {place}: {mistake['msg'].lower()}") from None
    documents: Message = {
        "policies": _document(files, name, case.policies),
        "entities": JsonText(_text(files, _find(files, name, case.entities))),  # a reader of JSON hides oddities
    }
    plain = _question(documents, list(enumerate(case.requests)))
    if case.schema_file is None:
        return Case(name, plain)
    by = {**documents, "schema": _document(files, name, case.schema_file)}
    groups = ([each for each in enumerate(case.requests) if each[1].validate_request is flag] for flag in (True, False))
    typed = (
        _question({**by, "validate_request": validate}, group)
        for validate, group in zip((True, False), groups, strict=True)
        if group
    )
    validation = None
    if case.should_validate is not None:
        message = {"op": "validate", "policies": by["policies"], "schema": by["schema"]}
        validation = Validation(message, case.should_validate)
    return Case(name, plain, tuple(typed), validation)


def _question(documents: Message, requests: Sequence[tuple[int, CaseRequest]]) -> Question:
    message = {"op": "authorize", **documents, "requests": [request.as_message() for _, request in requests]}
    expected = tuple(request.expected() for _, request in requests)
    return Question(message, expected, tuple(place for place, _ in requests))


def _document(files: Mapping[str, bytes], case: str, named: str) -> Json:
    """Policies or a schema: Cedar text, or the text of JSON."""
    found = _find(files, case, named)
    text = _text(files, found)
    return JsonText(text) if found.endswith(".json") else text


def _find(files: Mapping[str, bytes], case: str, named: str) -> str:
    """The file that a case names: a path from the root of the corpus, which may be a folder or two above this one."""
    tail = PurePosixPath(named)
    for folder in PurePosixPath(case).parents:
        if (found := str(folder / tail)) in files:
            return found
    beside = str(PurePosixPath(case).with_name(tail.name))
    if beside in files:
        return beside
    raise CorpusError(f"`{case}` names `{named}`, which is not in the corpus")


def _text(files: Mapping[str, bytes], name: str) -> str:
    try:
        return files[name].decode()
    except UnicodeDecodeError as failure:
        raise CorpusError(f"`{name}` is not UTF-8 text: {failure}") from None


def _json(files: Mapping[str, bytes], name: str) -> object:
    try:
        return json.loads(_text(files, name))
    except (ValueError, RecursionError) as failure:
        raise CorpusError(f"`{name}` is not JSON: {failure}") from None
