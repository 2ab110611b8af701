"""Policy text to trees, with one parse for all policies that differ only in their literals.

It gives what `deodar.impl.parser.parse_policies` gives. That one, the plain parser, reads the first policies of every
skeleton, every policy that does not lend itself to sharing, and, as soon as anything is wrong, the whole text, so that
findings are its own.
"""

from __future__ import annotations

from deodar.impl import parser
from deodar.impl.collector import without_collections
from deodar.impl.cursor import Lost
from deodar.impl.deep import with_room
from deodar.impl.expr import PolicyBody
from deodar.impl.skeleton import cut, take_apart
from deodar.impl.skeleton_tree import Build, NotShared, builder, marked
from deodar.impl.source import Source

PAYS_AFTER = 12  # policies with the same skeleton: to generate code costs as much as to parse so many


def parse_policies(text: str, source_name: str = "<policies>") -> list[PolicyBody]:
    """The policies and templates of a text, in order; a `PolicyParseError` with all findings if there is one."""
    found = None
    if text.count(";") >= PAYS_AFTER and not parser.has_surrogate(text):
        with without_collections():
            found = with_room(_Reading().policies, text)
    return parser.parse_policies(text, source_name) if found is None else found


class _Reading:
    """One reading of a text, which remembers the skeletons of that text only."""

    def __init__(self) -> None:
        self._builders: dict[str, Build | None] = {}  # None: the skeleton cannot be shared
        self._met: dict[str, int] = {}  # how often each skeleton without a builder was met

    def policies(self, text: str) -> list[PolicyBody] | None:
        """The policies, or None if the plain parser must look at the whole text."""
        try:
            return [self._policy(policy, start) for policy, start in cut(text)]
        except Lost:
            return None

    def _policy(self, policy: str, start: int) -> PolicyBody:
        parts = take_apart(policy)
        if parts is None:
            return _parsed(policy, start)
        build = self._builders.get(parts.skeleton) or self._builder(parts.skeleton)
        return _parsed(policy, start) if build is None else build(start, parts.strings, parts.numbers)

    def _builder(self, skeleton: str) -> Build | None:
        """The builder of a skeleton that is met once more, where that pays and can be."""
        met = self._met[skeleton] = self._met.get(skeleton, 0) + 1
        if met == PAYS_AFTER:
            try:
                self._builders[skeleton] = builder(skeleton, _parsed(marked(skeleton), 0))
            except NotShared:
                self._builders[skeleton] = None
        return self._builders.get(skeleton)


def _parsed(policy: str, start: int) -> PolicyBody:
    """The tree of one policy by the plain parser; raises `Lost` if there is anything to find."""
    rules = parser.PolicyParser(Source(policy, ""), start)
    found = rules.policies()
    if rules.findings:
        raise Lost
    return found[0]
