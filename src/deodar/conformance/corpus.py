"""The cases of a corpus: a folder, or a .tar.gz that is read without unpacking it.

A case is a JSON file with the members `policies`, `entities` and `requests`; the first two name files beside it. Each
request has its `decision`, the determining policies as `reason` and the erroring ones as `errors`. The schema is only
there for validating, and is left aside.
"""

from __future__ import annotations

import json
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import cast

from pydantic import BaseModel, ValidationError

from deodar.drt.engines.protocol import JsonText, Message

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
class Case:
    """One case, ready to be put to an engine."""

    name: str
    message: Message  # an `authorize` message of the engine protocol
    expected: tuple[Expected, ...]


class CaseRequest(BaseModel):
    """A request as a case file has it; other members are left aside."""

    principal: object
    action: object
    resource: object
    context: object = {}
    decision: str
    reason: list[str]
    errors: list[str]

    def as_message(self) -> Message:
        """The request of the engine protocol."""
        return cast("Message", self.model_dump(include={"principal", "action", "resource", "context"}))

    def expected(self) -> Expected:
        """What should come of it."""
        return Expected(self.decision.lower(), tuple(sorted(self.reason)), tuple(sorted(self.errors)))


class CaseFile(BaseModel):
    """A case file; `policies` and `entities` name other files."""

    policies: str
    entities: str
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
    inside = [file for file in path.rglob("*") if file.suffix in (".json", ".cedar") and file.is_file()]
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in inside}


def _archive(path: Path) -> dict[str, bytes]:
    """The plain files of an archive; links and devices in it are not followed."""
    files: dict[str, bytes] = {}
    left = MAX_ARCHIVE_BYTES
    with tarfile.open(path) as archive:
        for member in archive:
            if member.isfile() and PurePosixPath(member.name).suffix in (".json", ".cedar"):
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
    policies, entities = _find(files, name, case.policies), _find(files, name, case.entities)
    text = _text(files, policies)
    message: Message = {
        "op": "authorize",
        "policies": JsonText(text) if policies.endswith(".json") else text,
        "entities": JsonText(_text(files, entities)),  # as text: a reader of JSON makes oddities disappear
        "requests": [request.as_message() for request in case.requests],
    }
    return Case(name, message, tuple(request.expected() for request in case.requests))


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
