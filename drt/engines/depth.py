"""How deep a policy text is nested: the official engine runs out of stack where a text is nested too deep."""

from __future__ import annotations

import re

MOST_BRACKETS = 150  # one inside the other
MOST_OPERATORS = 1_500  # in one policy

TOKENS = re.compile(
    r'"(?:[^"\\]|\\.)*"|//[^\r\n]*|[(\[{]|[)\]}]|;|\bif\b|[-+*.&|<>=!]+|\b(?:has|in|is|like)\b', re.DOTALL
)


def too_deep(text: str) -> bool:
    """Whether a text is nested so deep that the official engine may not survive it."""
    depth = operators = conditionals = 0
    for match in TOKENS.finditer(text):
        token = match[0]
        if token in "([{":
            depth += 1
        elif token in ")]}":
            depth = max(0, depth - 1)
        elif token == ";":
            operators = conditionals = 0
        elif token == "if":
            conditionals += 1
        elif token[0] not in '"/':
            operators += 1
        if depth + conditionals > MOST_BRACKETS or operators > MOST_OPERATORS:
            return True
    return False
