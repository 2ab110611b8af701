"""Policy text to the same policies in the canonical layout."""

from __future__ import annotations

from deodar.impl.deep import with_room
from deodar.impl.errors import Finding, PolicyParseError
from deodar.impl.formatter.commented_tokens import CommentedTokens, commented_tokens
from deodar.impl.formatter.policy_layout import PolicyLayout
from deodar.impl.formatter.renderer import render
from deodar.impl.formatter.same_tree import same_trees
from deodar.impl.parser import parse_policies

LINE_WIDTH = 80
INDENT_WIDTH = 2


def format_policies(
    text: str, line_width: int = LINE_WIDTH, indent_width: int = INDENT_WIDTH, *, source_name: str = "<policies>"
) -> str:
    """The policies and templates of a text in their canonical layout; comments, parentheses and spellings are kept.

    Lines are at most `line_width` columns long where that is possible. A `PolicyParseError` with all findings if the
    text does not parse, and also if what was written did not read as the same policies with the same comments.
    """
    if line_width < 0 or indent_width < 0:
        raise ValueError("line width and indent width cannot be negative")
    policies = parse_policies(text, source_name)
    source = commented_tokens(text)
    formatted = with_room(_format, source, line_width, indent_width)
    if not same_trees(policies, parse_policies(formatted, source_name)) or commented_tokens(formatted) != source:
        message = "formatting would change these policies, which is a mistake of the formatter"
        raise PolicyParseError([Finding("format-changes-policies", message)], source_name)
    return formatted


def _format(source: CommentedTokens, line_width: int, indent_width: int) -> str:
    layout = PolicyLayout(source, indent_width)
    policies = [render(document, line_width) for document in layout.policies()]
    return "\n".join(["\n\n".join(policies), *layout.last_comments(), ""])
