"""The formatter: policy text in its canonical layout, with every comment, spelling and parenthesis kept.

`commented_tokens` reads the text, `policy_layout` and `expression_layout` say how each construct may be broken into
lines, `document` holds what they say, `renderer` chooses the lines.
"""

from deodar.impl.formatter.format import format_policies

__all__ = ["format_policies"]
