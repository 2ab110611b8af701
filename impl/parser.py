"""Policy text to trees: the rules for policies, and the functions that the rest of the engine calls.

All mistakes of a document are reported: a rule that meets one it understands goes on; a rule that is lost goes on at
the end of the condition, of the scope element or of the policy. A document with any mistake is refused as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from deodar.impl.cursor import Lost, TooManyFindings
from deodar.impl.deep import with_room
from deodar.impl.errors import Finding, PolicyParseError
from deodar.impl.expr import Condition, EntityUID, Expr, Literal, PolicyBody
from deodar.impl.expression_parser import ExpressionParser
from deodar.impl.lexer import END
from deodar.impl.names import is_type_name
from deodar.impl.scope_parser import ScopeParser
from deodar.impl.source import Source
from deodar.impl.strings import escape
from deodar.impl.wording import LESS_DEEPLY, REMOVE_ONE, did_you_mean, quote

Result = TypeVar("Result")

_EFFECTS = ("permit", "forbid")
_KINDS = ("when", "unless")
_SURROGATE = re.compile("[\ud800-\udfff]")


class PolicyParser(ExpressionParser, ScopeParser):
    """Rules for whole policies."""

    def policies(self) -> list[PolicyBody]:
        """`policy*`, to the end of the text."""
        found: list[PolicyBody] = []
        while self.tokens[self.at] != END:
            begin = self.at
            try:
                found.append(self._policy())
            except Lost:
                self.at = max(self.at, begin + 1)
                self._go_to_next_policy()
        return found

    def _go_to_next_policy(self) -> None:
        """Skip to behind the next `;`, or to what begins a policy."""
        while (token := self.tokens[self.at]) != END and not self._begins_policy():
            self.at += 1
            if token == ";":
                return

    def _begins_policy(self) -> bool:
        token = self.tokens[self.at]
        return token == "@" or (token in _EFFECTS and self.tokens[self.at + 1] == "(")

    def _policy(self) -> PolicyBody:
        start = self.starts[self.at]
        annotations = self._annotations()
        effect = self._effect()
        principal, action, resource = self.scope()
        conditions = self._conditions()
        self._semicolon()
        return PolicyBody(start, self.last_end(), effect, principal, action, resource, conditions, annotations)

    def _annotations(self) -> tuple[tuple[str, str | None], ...]:
        annotations: dict[str, str | None] = {}
        while self.tokens[self.at] == "@":
            self.at += 1
            key_at = self.at
            key = self.identifier("the key of an annotation")
            if key in annotations:
                self.blame_token("duplicate-annotation", f"the annotation {quote(key)} is repeated", REMOVE_ONE, key_at)
            annotations[key] = self._annotation_value()
        return tuple(annotations.items())

    def _annotation_value(self) -> str | None:
        if self.tokens[self.at] != "(":
            return None
        self.at += 1
        value = self.string("a string")
        self.expect(")", "an annotation has one value")
        return value

    def _effect(self) -> str:
        token = self.tokens[self.at]
        if token in _EFFECTS:
            self.at += 1
            return token
        if token.isidentifier() and self.tokens[self.at + 1] == "(":
            hint = did_you_mean(token, _EFFECTS) or _EFFECT_HELP
            self.blame_token("invalid-effect", f"{quote(token)} is no effect", hint)
            self.at += 1
            return "forbid"
        meant = did_you_mean(token, _EFFECTS) if token.isidentifier() else None
        raise self.lost("a policy", meant or _EFFECT_HELP)

    # -- conditions

    def _conditions(self) -> tuple[Condition, ...]:
        conditions: list[Condition] = []
        while self.tokens[self.at].isidentifier() and not self._begins_policy():
            conditions.append(self._condition())
        return tuple(conditions)

    def _condition(self) -> Condition:
        kind, start = self.tokens[self.at], self.starts[self.at]
        if kind not in _KINDS:
            hint = did_you_mean(kind, _KINDS) or "a condition is `when { ... }` or `unless { ... }`"
            self.blame_token("invalid-condition", f"{quote(kind)} begins no condition", hint)
            if self.tokens[self.at + 1] != "{":
                raise Lost
        self.at += 1
        self.expect("{", "a condition stands in braces")
        first = self.at
        try:
            body = self._condition_body(kind)
        except Lost:
            self._go_behind_condition(first)
            body = _NO_BODY
        return Condition(start, self.last_end(), kind, body)

    def _go_behind_condition(self, first: int) -> None:
        """Go on behind the brace that closes the condition whose body begins with token `first`."""
        at, open_braces = first, 1
        while open_braces:
            token = self.tokens[at]
            if token in (";", END):
                raise Lost
            open_braces += (token == "{") - (token == "}")
            at += 1
        self.at = max(self.at, at)

    def _condition_body(self, kind: str) -> Expr:
        if self.tokens[self.at] == "}":
            self.blame_token("empty-clause", f"the condition of `{kind}` is empty", _EMPTY_HELP, self.at)
            raise Lost
        body = self.expression()
        self.expect("}")
        return body

    def _semicolon(self) -> None:
        if self.tokens[self.at] == ";":
            self.at += 1
        elif self.tokens[self.at] == END or self._begins_policy():
            end = self.last_end()
            self.blame("missing-semicolon", "the policy lacks its `;`", end - 1, end, "put `;` at its end")
        else:
            hint = "conditions follow each other without a comma" if self.tokens[self.at] == "," else None
            raise self.lost("`when`, `unless` or `;`", hint)


_NO_BODY = Literal(-1, -1, False)  # stands in for a body with mistakes
_EMPTY_HELP = "write an expression in the braces, or remove the condition"
_EFFECT_HELP = "a policy begins with `permit` or `forbid`"


# ---------------------------------------------------------------------------------------------------------------------
# What the rest of the engine calls


def parse_policies(text: str, source_name: str = "<policies>") -> list[PolicyBody]:
    """The policies and templates of a text, in order; a `PolicyParseError` with all findings if there is one."""
    return _parse(text, source_name, PolicyParser.policies)


def parse_expression(text: str, source_name: str = "<expression>") -> Expr:
    """The one expression that a text is."""
    return _parse(text, source_name, _whole_expression)


def parse_entity_uid(text: str, source_name: str = "<entity>") -> EntityUID:
    """The entity that a stand-alone text in normal form names: no blanks, the id in its canonical spelling."""
    uid = _parse(text, source_name, _whole_entity)
    normal = f'{uid.type}::"{escape(uid.id)}"'
    if text != normal:
        hint = f"write `{normal}`" if len(normal) < 100 else None
        finding = Source(text, source_name).finding(
            "not-normal-form", "the entity is not in normal form", 0, len(text), hint
        )
        raise PolicyParseError([finding], source_name)
    return uid


def _whole_expression(parser: PolicyParser) -> Expr:
    found = parser.expression()
    if parser.tokens[parser.at] != END:
        raise parser.lost("the end of the expression")
    return found


def _whole_entity(parser: PolicyParser) -> EntityUID:
    found = parser.entity()
    if parser.tokens[parser.at] != END:
        raise parser.lost("the end of the entity")
    return found


def _parse(text: str, source_name: str, rule: Callable[[PolicyParser], Result]) -> Result:
    source = Source(text, source_name)
    surrogate = _surrogate(text)
    if surrogate is not None:
        finding = source.finding("lone-surrogate", "the text has an unpaired surrogate", *surrogate.span(), "remove it")
        raise PolicyParseError([finding], source_name)
    found, findings = _run(source, rule)
    if findings or found is None:
        raise PolicyParseError(sorted(findings, key=_place), source_name)
    return found


def has_surrogate(text: str) -> bool:
    """Whether a text has an unpaired surrogate, so that it is none."""
    return _surrogate(text) is not None


def _surrogate(text: str) -> re.Match[str] | None:
    return None if text.isascii() else _SURROGATE.search(text)


def _place(finding: Finding) -> tuple[int, int]:
    return (finding.span.line, finding.span.column) if finding.span else (0, 0)


def _run(source: Source, rule: Callable[[PolicyParser], Result]) -> tuple[Result | None, list[Finding]]:
    """What the rule gives, if it gives anything, and the findings."""
    parser = PolicyParser(source)

    def attempt() -> Result | None:
        parser.at = 0
        parser.findings.clear()
        try:
            return rule(parser)
        except (Lost, TooManyFindings):
            return None

    try:
        return with_room(attempt), parser.findings
    except RecursionError:
        start = parser.starts[parser.at]
        finding = source.finding("nested-too-deeply", "this is nested too deeply", start, start + 1, LESS_DEEPLY)
        return None, [finding]


__all__ = ["PolicyParser", "has_surrogate", "is_type_name", "parse_entity_uid", "parse_expression", "parse_policies"]
