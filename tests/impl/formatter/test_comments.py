"""Where comments go: each is kept once, in its order, and stays with the token that it belongs to."""

from __future__ import annotations

import pytest

from deodar.impl.formatter import format_policies

SCOPE = "permit (principal, action, resource)"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("// only", "\n// only\n", id="nothing but a comment"),
        pytest.param("// a  \r\n\r\n   //b\r", "\n// a\n//b\n", id="trimmed, and without blank lines between"),
        pytest.param(
            f"{SCOPE};//z\n//y\n{SCOPE};\n\n//h\n\n  //  k",
            f"{SCOPE}; //z\n\n//y\n{SCOPE};\n//h\n//  k\n",
            id="behind a policy, before the next, at the end",
        ),
        pytest.param(
            f'@a // x\n("b" // y\n)\n// z\n{SCOPE};', f'@a // x\n("b" // y\n)\n// z\n{SCOPE};\n', id="in annotations"
        ),
        pytest.param(
            f"{SCOPE} when {{ // a\ntrue // b\n}};",
            f"{SCOPE}\nwhen\n{{ // a\n  true // b\n}};\n",
            id="behind a token, it ends the line",
        ),
        pytest.param(
            f"{SCOPE} when {{\n// a\n\n  // b\n true && false }};",
            f"{SCOPE}\nwhen\n{{\n  // a\n  // b\n  true && false\n}};\n",
            id="on lines of their own, before a group, which need not be broken",
        ),
        pytest.param(
            f"{SCOPE} when {{ context.a.b.c // a\n }};",
            f"{SCOPE}\nwhen\n{{\n  context.a\n    .b\n    .c // a\n}};\n",
            id="in a group, which is broken",
        ),
        pytest.param(
            f"{SCOPE} when {{ [1, 2 // a\n, // b\n // c\n ] == [3, // d\n] }};",
            f"{SCOPE}\nwhen\n{{\n  [1,\n   2 // a\n  // b\n  // c\n  ] == [3 // d\n  ]\n}};\n",
            id="behind a comma that is left out",
        ),
        pytest.param(
            f"{SCOPE} when {{ true // a\n && // b\n ! // c\n false }};",
            f"{SCOPE}\nwhen\n{{\n  true // a\n  && // b\n  ! // c\n  false\n}};\n",
            id="around operators",
        ),
        pytest.param(
            f"{SCOPE} when {{ ( // a\ntrue) }};",
            f"{SCOPE}\nwhen\n{{\n  ( // a\n  true)\n}};\n",
            id="behind an opening bracket",
        ),
        pytest.param(
            "permit(principal,\n// a\naction, // b\nresource);",
            "permit (principal,\n  // a\n  action, // b\n  resource);\n",
            id="in a scope without constraints",
        ),
        pytest.param(
            'permit(principal in // a\nG::"g",action,resource // b\n);',
            'permit (\n  principal\n  in // a\n    G::"g",\n  action,\n  resource // b\n);\n',
            id="in a scope with constraints",
        ),
        pytest.param(
            f'{SCOPE} when {{ "// no" == "a\n// no" }}; // yes',
            f'{SCOPE}\nwhen {{ "// no" == "a\n// no" }}; // yes\n',
            id="what looks like one in a string is none",
        ),
        pytest.param(f"//x\u2028y\u0085z\n{SCOPE};", f"//x\u2028y\u0085z\n{SCOPE};\n", id="only LF and CR end one"),
    ],
)
def test_where_a_comment_goes(before: str, after: str) -> None:
    assert format_policies(before) == after
    assert format_policies(after) == after
