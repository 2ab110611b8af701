"""SMT-LIB 2 as z3 writes it, put into an order that can be read.

z3 declares a sort behind a datatype that mentions it, and datatypes that mention each other one after another. Here all
sorts come first, and then all datatypes at once.
"""

from __future__ import annotations

from collections.abc import Iterator

DATATYPES = "(declare-datatypes "
LEFT_OUT = ("(set-info ", "(declare-sort ", DATATYPES)


def in_order(text: str) -> str:
    """The commands of a text: sorts, all datatypes, and the others as they come."""
    commands = list(parts(text))
    sorts = [each for each in commands if each.startswith("(declare-sort ")]
    groups = [list(parts(each[1:-1])) for each in commands if each.startswith(DATATYPES)]
    names, constructors = (" ".join(group[n][1:-1].strip() for group in groups) for n in (1, 2))
    datatypes = [f"{DATATYPES}({names}) ({constructors}))"] if groups else []
    others = [each for each in commands if not each.startswith(LEFT_OUT)]
    return "\n".join([*sorts, *datatypes, *others, ""])


def parts(text: str) -> Iterator[str]:
    """The words and lists that stand one after another in a text; comments are left out."""
    depth, start, quoted, n = 0, -1, False, 0
    while n < len(text):
        c = text[n]
        if c == "|":
            quoted = not quoted
        if quoted or c == "|":
            start = n if start < 0 else start
        elif c == ";":
            n = text.index("\n", n)
        elif c in " \n\t" and depth == 0 and start >= 0:
            yield text[start:n]
            start = -1
        elif c not in " \n\t":
            start = n if start < 0 else start
            depth += (c == "(") - (c == ")")
            if c == ")" and depth == 0:
                yield text[start : n + 1]
                start = -1
        n += 1
    if start >= 0:
        yield text[start:]
