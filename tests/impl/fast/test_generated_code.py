"""Nothing that a policy says becomes code: names and literals stand in generated code as constants only."""

# ruff: noqa: E501 - a policy stands on three lines

from __future__ import annotations

import builtins
from collections.abc import Iterator
from types import CodeType

import pytest

import deodar
from deodar.impl.fast import generate

HOSTILE = (
    "__import__('os').system('x')",
    "x\\n    import os\\n",
    "'); raise SystemExit #",
    "\\u{0}",
    "P.uid",
    "fault()",
    "}{)(]['",
    "lambda: 0",
)
ALLOWED = frozenset(
    {
        *[
            "generated",
            "P",
            "A",
            "R",
            "c",
            "s",
            "k",
            "m",
            "v",
            "q",
            "a",
            "hp",
            "hr",
            "f",
            "row",
            "found",
            "plain",
            "members",
            "below",
            "leave_broken",
            "each_by_itself",
            "respond",
            "group",
            "KeyError",
            "nothing",
        ],
        *[
            "get",
            "has",
            "equal",
            "is_in",
            "fault",
            "key",
            "UID",
            "SetValue",
            "Faults",
            "type",
            "str",
            "int",
            "len",
            "uid",
            "attrs",
            "line",
            "keys",
            "elements",
        ],
        *[
            "action_keys",
            "as_principal",
            "as_resource",
            "of",
            "isdisjoint",
            "startswith",
            "endswith",
            "__contains__",
            "append",
            "extend",
        ],
        *(f"{letter}{number}" for letter in "nuwthprl" for number in range(40)),
    }
)


def codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes(constant)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[CodeType]:
    """The code objects that are compiled from now on."""
    made: list[CodeType] = []
    original = compile

    def remembering(*arguments: object, **options: object) -> CodeType:
        made.append(original(*arguments, **options))  # type: ignore[call-overload]  # handed on as given
        return made[-1]

    monkeypatch.setattr(builtins, "compile", remembering)
    generate.test_of.cache_clear()
    generate.function_of.__globals__["test_of"].cache_clear()
    return made


@pytest.mark.parametrize("back_end", ["inlined", "indexed"])
def test_only_our_own_names_are_in_the_code(compiled: list[CodeType], back_end: str) -> None:
    texts = [
        f"""@note("{word}") permit(principal == User::"{word}", action in [Action::"{word}"], resource in Doc::"{word}")
        when {{ principal["{word}"] == "{word}" && context has "{word}" && resource["a"]["{word}"] like "{word}*" }}
        unless {{ [User::"{word}", User::"b"].contains(principal["{word}"]) || {{"{word}": 1}} == context["{word}"] }};"""
        for word in HOSTILE
    ]
    authorizer = deodar.Authorizer("".join(texts), (), back_end)
    word = HOSTILE[0]
    response = authorizer.is_authorized(
        deodar.Request(deodar.EntityUID("User", word), deodar.EntityUID("Action", word), deodar.EntityUID("Doc", word))
    )
    assert [error.kind for error in response.errors] == ["entity-missing"]
    names = {
        name
        for each in compiled
        for code in codes(each)
        for name in (*code.co_names, *code.co_varnames, *code.co_cellvars, *code.co_freevars, code.co_name)
    }
    assert compiled
    assert names - {"<module>"} <= ALLOWED
    constants = {constant for each in compiled for code in codes(each) for constant in code.co_consts}
    kinds = {type(constant) for constant in constants}
    assert kinds <= {str, int, bool, type(None), CodeType, tuple}
