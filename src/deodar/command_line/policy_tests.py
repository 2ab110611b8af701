"""Tests of policies: a request, the entities, and what should come of it.

    [{"name": "...", "request": {"principal": "User::\\"alice\\"", ...}, "entities": [...],
      "decision": "allow", "reason": ["owner"], "num_errors": 0}]

`entities` is a list, or the name of a file beside the tests or below them. `reason` names policies that must be among
the determining ones: a test that wants to be strict names them all. Members beyond these are left aside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from deodar import DeodarError, Entities, Finding, PolicySet, Request, Response, is_authorized
from deodar.command_line.documents import load_entities
from deodar.command_line.files import read_file
from deodar.command_line.json_shapes import as_list, as_object
from deodar.impl.json_place import JsonPath, Mistake, json_findings
from deodar.impl.json_text import read_json

MAX_DEPTH = 200


class PolicyTestsError(DeodarError):
    """A file of tests, or one test in it, is not well formed."""


@dataclass(frozen=True, slots=True)
class PolicyTest:
    """One test, as written."""

    name: str
    folder: Path  # where a file of entities is looked for
    request: Mapping[str, object]
    entities: list[object] | str
    decision: str
    reason: tuple[str, ...]
    num_errors: int


def load_tests(path: Path) -> list[PolicyTest]:
    """The tests of a file."""
    text = read_file(path)
    items = as_list(read_json(text, error=PolicyTestsError, source_name=str(path), max_depth=MAX_DEPTH))
    if items is None:
        raise PolicyTestsError([Finding("bad-test", "expected a list of tests")], str(path))
    mistakes = [mistake for index, item in enumerate(items) for mistake in _mistakes(item, (index,))]
    if mistakes:
        raise PolicyTestsError(json_findings(text, mistakes), str(path))
    return [_test(cast("dict[str, object]", item), index, path.parent) for index, item in enumerate(items)]


def complaints(test: PolicyTest, policies: PolicySet) -> list[str]:
    """What is wrong with the answer to a test; empty if it passes. Raises what its documents are refused for."""
    response = is_authorized(Request.from_json(test.request), policies, _entities(test))
    return list(_complaints(test, response))


def _complaints(test: PolicyTest, response: Response) -> Iterator[str]:
    by = f" by {_listed(response.reasons)}" if response.reasons else ""
    if response.decision.value != test.decision:
        yield f"expected {test.decision}, got {response.decision.value}{by}"
    elif missing := [policy_id for policy_id in test.reason if policy_id not in response.reasons]:
        yield f"expected {test.decision} by {_listed(missing)} too, got {response.decision.value}{by}"
    if len(response.errors) != test.num_errors:
        yield f"expected {test.num_errors} erroring policies, got {len(response.errors)}"
        yield from (f"policy `{error.policy_id}` fails: {error.message}" for error in response.errors)


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(f"`{policy_id}`" for policy_id in ids)


def _entities(test: PolicyTest) -> Entities:
    """The entities of a test, from the list in it or from the file that it names."""
    if not isinstance(test.entities, str):
        return Entities.from_json(test.entities)
    path = test.folder / test.entities
    if not path.resolve().is_relative_to(test.folder.resolve()):
        finding = Finding("outside", "the entities of a test must lie in the folder of the tests, or below it")
        raise PolicyTestsError([finding], str(path))
    return load_entities(path)


def _is_list_of_texts(value: object) -> bool:
    items = as_list(value)
    return items is not None and all(isinstance(item, str) for item in items)


# The members of a test: whether it must be there, what it must be, and how to say so.
MEMBERS: dict[str, tuple[bool, Callable[[object], bool], str]] = {
    "name": (False, lambda v: isinstance(v, str), "a string"),
    "request": (True, lambda v: isinstance(v, dict), "an object with principal, action, resource and context"),
    "entities": (True, lambda v: isinstance(v, list | str), "a list of entities, or the name of a file"),
    "decision": (True, lambda v: v in ("allow", "deny"), "`allow` or `deny`"),
    "reason": (True, _is_list_of_texts, "a list of policy ids"),
    "num_errors": (True, lambda v: isinstance(v, int) and not isinstance(v, bool) and v >= 0, "a count"),
}


def _mistakes(item: object, path: JsonPath) -> Iterator[Mistake]:
    members = as_object(item)
    if members is None:
        yield Mistake(path, "bad-test", "expected an object, a test")
        return
    for name, (required, fits, words) in MEMBERS.items():
        if name in members and not fits(members[name]):
            yield Mistake((*path, name), "bad-test", f"expected {words}")
        elif name not in members and required:
            yield Mistake(path, "bad-test", f"this test has no `{name}`", help=f"`{name}` is {words}")


def _test(item: Mapping[str, object], index: int, folder: Path) -> PolicyTest:
    """A test that has no mistakes."""
    return PolicyTest(
        name=cast(str, item.get("name", f"test {index + 1}")),
        folder=folder,
        request=cast("dict[str, object]", item["request"]),
        entities=cast("list[object] | str", item["entities"]),
        decision=cast(str, item["decision"]),
        reason=tuple(cast("list[str]", item["reason"])),
        num_errors=cast(int, item["num_errors"]),
    )
