"""Texts before and after formatting, one pair of files each; and the rules that take one line to show."""

from __future__ import annotations

from pathlib import Path

import pytest

import deodar
from deodar.impl.formatter import format_policies

DATA = Path(__file__).parents[2] / "data" / "formatter"
WIDTHS = {"width-20-indent-4": (20, 4)}
PAIRS = [
    pytest.param(before, WIDTHS.get(before.name.partition(".")[0], (80, 2)), id=before.name.partition(".")[0])
    for before in sorted(DATA.glob("*.before.cedar"))
]


def read(path: Path) -> str:
    return path.read_bytes().decode()


def condition(text: str) -> str:
    return f"permit (principal, action, resource)\nwhen {{ {text} }};\n"


@pytest.mark.parametrize(("before", "widths"), PAIRS)
def test_the_layout_of_each_construct(before: Path, widths: tuple[int, int]) -> None:
    after = read(before.with_name(before.name.replace("before", "after")))
    assert format_policies(read(before), *widths) == after
    assert format_policies(after, *widths) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("007 == 0 && 000 < 1", "7 == 0 && 0 < 1", id="numbers lose their leading zeros"),
        pytest.param("- 1 < - - 2 && ! ! true", "-1 < --2 && !!true", id="unary operators join their operands"),
        pytest.param("[1,2,] == [ ]", "[1, 2] == []", id="a comma before a closing bracket is left out"),
        pytest.param('{ } == {a:1 , "b":2,}', '{} == { a: 1, "b": 2 }', id="keys keep their quotes"),
        pytest.param('"\\x41\\u{42}" == "a//b"', '"\\x41\\u{42}" == "a//b"', id="strings keep their spelling"),
        pytest.param("((true))", "((true))", id="parentheses stay"),
        pytest.param("A :: B :: \"x\" == ip ( \"::1\" , )", 'A::B::"x" == ip("::1")', id="names and calls close up"),
        pytest.param("context [ \"a\" ] . b . isEmpty ( )", 'context["a"].b.isEmpty()', id="accesses close up"),
        pytest.param("principal is A::B in C::\"x\"", 'principal is A::B in C::"x"', id="is in"),
        pytest.param('context has "a b" || context has a.b', 'context has "a b" || context has a.b', id="has"),
        pytest.param("if true then 1 else 2-3*4", "if true then 1 else 2 - 3 * 4", id="a conditional"),
    ],
)  # fmt: skip
def test_a_short_condition_stays_on_its_line(before: str, after: str) -> None:
    assert format_policies(f"permit(principal,action,resource)when{{{before}}};") == condition(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", "\n", id="no policy at all"),
        pytest.param(" \r\n\t\n", "\n", id="blanks only"),
        pytest.param(
            "permit(principal,action,resource,);", "permit (principal, action, resource);\n", id="one comma more"
        ),
        pytest.param(
            "permit(principal,action,resource);\r\n\r\n\r\nforbid(principal,action,resource);",
            "permit (principal, action, resource);\n\nforbid (principal, action, resource);\n",
            id="one blank line between policies, whatever the line ends",
        ),
        pytest.param(
            "permit(principal == ?principal,action,resource is A::B in ?resource);",
            "permit (\n  principal == ?principal,\n  action,\n  resource is A::B in ?resource\n);\n",
            id="slots of a template",
        ),
        pytest.param(
            'permit(principal is User,action in (Action::"a"),resource);',
            'permit (\n  principal is User,\n  action in (Action::"a"),\n  resource\n);\n',
            id="parentheses in a scope stay",
        ),
    ],
)
def test_a_policy_set(before: str, after: str) -> None:
    assert format_policies(before) == after


def test_a_line_feed_in_a_string_is_not_touched() -> None:
    text = condition('"a\n   b" == "c"')
    assert format_policies(text) == text


def test_wide_characters_take_two_columns() -> None:
    fits = format_policies('permit(principal,action,resource)when{"日日日" == "a"};', 20)
    breaks = format_policies('permit(principal,action,resource)when{"日日日日日" == "a"};', 20)
    assert fits.splitlines()[2:] == ["when", '{ "日日日" == "a" };']
    assert breaks.splitlines()[2:] == ["when", "{", '  "日日日日日" == "a"', "};"]


def test_lines_may_be_of_any_length_and_indents_of_none() -> None:
    text = "permit(principal,action,resource)when{true&&false};"
    assert format_policies(text, 0, 0) == "permit\n(principal, action, resource)\nwhen\n{\ntrue &&\nfalse\n};\n"
    assert format_policies(text, 10**30) == condition("true && false")


@pytest.mark.parametrize("widths", [pytest.param((-1, 2), id="line"), pytest.param((80, -1), id="indent")])
def test_no_width_is_negative(widths: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        format_policies("", *widths)


def test_a_text_that_does_not_parse_is_refused_with_all_findings() -> None:
    with pytest.raises(deodar.PolicyParseError) as caught:
        format_policies("permit(principal, action);\nallow(principal, action, resource);", source_name="p.cedar")
    assert [finding.kind for finding in caught.value.findings] == ["missing-scope-variable", "invalid-effect"]
    assert str(caught.value).startswith("p.cedar:1:25: the scope lacks `resource`")


@pytest.mark.parametrize(
    "formatted",
    [
        pytest.param("forbid (principal, action, resource); // a\n", id="another policy"),
        pytest.param("permit (principal, action, resource);\n", id="a comment less"),
    ],
)
def test_what_would_change_a_policy_is_refused(formatted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def another(*_: object) -> str:
        return formatted

    monkeypatch.setattr("deodar.impl.formatter.format._format", another)
    with pytest.raises(deodar.PolicyParseError) as caught:
        format_policies("permit(principal,action,resource); // a")
    assert caught.value.kind == "format-changes-policies"
