"""What holds for every text: the tree and the comments stay, and formatting again changes nothing."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

import deodar
from deodar.drt.choice import Choices
from deodar.drt.generate.policy_set import policy_set
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.settings import Settings
from deodar.drt.generate.text import policies_text
from deodar.impl.formatter import format_policies
from deodar.impl.lexer import BLANKS

SIZES = Settings(policies=2, templates=1, links=0)
WIDTHS = st.sampled_from((0, 20, 40, 80, 100))
INDENTS = st.integers(0, 4)


def text_of(chosen: bytes) -> str:
    """A text in any layout, most often with comments."""
    choose = Choices(chosen).choose
    return policies_text(choose, policy_set(Scene(choose, SIZES)))


TEXTS = st.binary(min_size=200, max_size=600).map(text_of)


def comments_of(text: str) -> list[str]:
    """The comments of a text, trimmed, in their order."""
    found = re.findall(r'("(?:[^"\\]|\\.)*")|(//[^\r\n]*)', text, re.DOTALL)
    return [comment.rstrip("".join(BLANKS)) for string, comment in found if not string]


@settings(max_examples=150, deadline=None)
@given(TEXTS, WIDTHS, INDENTS)
def test_the_tree_and_the_comments_stay(text: str, line_width: int, indent_width: int) -> None:
    formatted = format_policies(text, line_width, indent_width)
    assert deodar.PolicySet.parse(formatted).to_json() == deodar.PolicySet.parse(text).to_json()
    assert comments_of(formatted) == comments_of(text)


@settings(max_examples=150, deadline=None)
@given(TEXTS, WIDTHS, INDENTS)
def test_formatting_again_changes_nothing(text: str, line_width: int, indent_width: int) -> None:
    formatted = format_policies(text, line_width, indent_width)
    assert format_policies(formatted, line_width, indent_width) == formatted


@settings(max_examples=50, deadline=None)
@given(TEXTS, TEXTS)
def test_the_layout_does_not_depend_on_the_layout_before(text: str, other: str) -> None:
    once = format_policies(text + "\n" + other)
    assert format_policies(format_policies(text + "\n" + other, 20, 4)) == once


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_no_line_ends_with_a_blank(text: str) -> None:
    outside = re.sub(r'"(?:[^"\\]|\\.)*"|//[^\r\n]*', "x", format_policies(text), flags=re.DOTALL)
    assert not re.search(r"[ \t]$", outside, re.MULTILINE)
