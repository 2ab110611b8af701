"""The cases of a corpus: a folder, or a .tar.gz that is read without unpacking it.

A case is a JSON file with the members `policies`, `entities` and `requests`; the first two name files beside it. Each
request has its `decision`, the determining policies as `reason` and the erroring ones as `errors`. The schema is only
there for validating, and is left aside.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

MAX_ARCHIVE_BYTES = 4 * 2**30  # unpacked
PARTS = ("principal", "action", "resource", "context")


class CorpusError(Exception):
    """The corpus cannot be read, or a case in it is not of the form."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a case says about one of its requests."""

    decision: str
    reasons: tuple[str, ...]
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One case, ready to be put to an engine."""

    name: str
    message: dict[str, object]  # an `authorize` message of the engine protocol
    expected: tuple[Expected, ...]


def read_corpus(path: Path) -> list[Case]:
    """All cases of a folder or archive, by name."""
    try:
        files = _folder(path) if path.is_dir() else _archive(path)
    except (OSError, EOFError, tarfile.TarError) as failure:
        raise CorpusError(f"cannot read `{path}`: {failure}") from None
    cases = list(_cases(files))
    if not cases:
        raise CorpusError(f"there is no case in `{path}`")
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
                    raise CorpusError(f"`{path}` holds more than {MAX_ARCHIVE_BYTES:,} bytes")
                content = archive.extractfile(member)
                files[str(PurePosixPath(member.name))] = content.read() if content else b""
    return files


def _cases(files: Mapping[str, bytes]) -> Iterator[Case]:
    for name in sorted(files):
        if name.endswith(".json"):
            match _json(files, name):
                case {"policies": str(policies), "entities": str(entities), "requests": list(requests)}:
                    yield _case(files, name, policies, entities, requests)
                case _:
                    pass  # entities, policies or a schema that some case names


def _case(files: Mapping[str, bytes], name: str, policies: str, entities: str, requests: list[object]) -> Case:
    policies_name, entities_name = _find(files, name, policies), _find(files, name, entities)
    as_json = policies_name.endswith(".json")
    message = {
        "op": "authorize",
        "policies": _json(files, policies_name) if as_json else _text(files, policies_name),
        "entities": _json(files, entities_name),
        "requests": [_request(name, request) for request in requests],
    }
    return Case(name, message, tuple(_expected(name, request) for request in requests))


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


def _request(name: str, request: object) -> dict[str, object]:
    if not isinstance(request, dict):
        raise CorpusError(f"a request in `{name}` is no object")
    return {part: request[part] for part in PARTS if part in request}


def _expected(name: str, request: object) -> Expected:
    match request:
        case {"decision": str(decision), "reason": list(reason), "errors": list(errors)}:
            return Expected(decision.lower(), _ids(reason), _ids(errors))
        case _:
            raise CorpusError(f"a request in `{name}` has no `decision`, `reason` or `errors`")


def _ids(ids: list[object]) -> tuple[str, ...]:
    return tuple(sorted(str(policy_id) for policy_id in ids))


def _text(files: Mapping[str, bytes], name: str) -> str:
    try:
        return files[name].decode()
    except UnicodeDecodeError as failure:
        raise CorpusError(f"`{name}` is not UTF-8 text: {failure}") from None


def _json(files: Mapping[str, bytes], name: str) -> object:
    try:
        return json.loads(_text(files, name))
    except (json.JSONDecodeError, RecursionError) as failure:
        raise CorpusError(f"`{name}` is not JSON: {failure}") from None
