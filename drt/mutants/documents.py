"""Planted bugs in reading, printing, and laying out policies."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from deodar.drt.engines.protocol import Answer, JsonText, Message
from deodar.drt.mutants.mutant import Ask, Bug, Mutant, constant, patch
from deodar.drt.mutants.rewriting import answers, messages


def _texts(change: Callable[[str], str]) -> Bug:
    """The bug that an engine reads another text of policies."""

    def changed(message: dict[str, Any]) -> dict[str, Any]:
        text = message["policies"]
        return {**message, "policies": change(text)} if type(text) is str else message

    return messages(changed, "parse")


def _said(op: str, member: str, change: Callable[[Any], Any]) -> Bug:
    def changed(_sound: Ask, _message: Message, given: Answer) -> Answer:
        return {**given, member: change(given[member])} if member in given else given

    return answers(op, changed)


def _without_annotations(policies: Any) -> Any:
    return {
        **policies,
        **{
            part: {
                name: {member: inside for member, inside in body.items() if member != "annotations"}
                for name, body in policies[part].items()
            }
            for part in ("staticPolicies", "templates")
        },
    }


def _last_lost(policies: Any) -> Any:
    static = dict(list(policies["staticPolicies"].items())[:-1]) if len(policies["staticPolicies"]) > 1 else {}
    return {**policies, "staticPolicies": static or policies["staticPolicies"]}


def _binds_tightest(_node: object) -> int:
    return 99


def _entities_text(change: Callable[[str], str]) -> Bug:
    def changed(message: dict[str, Any]) -> dict[str, Any]:
        document = message.get("entities")
        return {**message, "entities": JsonText(change(document))} if isinstance(document, JsonText) else message

    return messages(changed, "entities")


MUTANTS = (
    Mutant(
        "five-signs-in-a-row",
        "parser",
        "one more `!` or `-` than four may follow each other",
        patch("expression_parser", "_MOST_UNARY", lambda most: most + 1),
        "parse",
    ),
    Mutant(
        "sum-binds-as-product",
        "parser",
        "`+` binds as tightly as `*`",
        patch("expression_parser", "_STRENGTH", lambda strengths: {**strengths, "+": 5}),
        "parse",
    ),
    Mutant(
        "or-binds-as-and",
        "parser",
        "`||` binds as tightly as `&&`",
        patch("expression_parser", "_STRENGTH", lambda strengths: {**strengths, "||": 2}),
        "parse",
    ),
    Mutant(
        "last-semicolon-optional",
        "parser",
        "the last `;` may be missing",
        _texts(lambda text: text if text.rstrip().endswith(";") else text + ";"),
        "parse",
    ),
    Mutant(
        "newline-is-n", "parser", "`\\n` in a string is `n`", _texts(lambda text: text.replace("\\n", "n")), "parse"
    ),
    Mutant(
        "trailing-comma",
        "parser",
        "a list may end with a comma",
        _texts(lambda text: re.sub(r",\s*([\])}])", r"\1", text)),
        "parse",
    ),
    Mutant(
        "single-ampersand", "parser", "`&` is read as `&&`", _texts(lambda text: re.sub(r" & ", " && ", text)), "parse"
    ),
    Mutant(
        "annotations-lost", "parser", "annotations are lost", _said("parse", "policies", _without_annotations), "parse"
    ),
    Mutant(
        "last-policy-lost",
        "parser",
        "the last policy of a text is lost",
        _said("parse", "policies", _last_lost),
        "parse",
    ),
    Mutant(
        "no-parentheses",
        "printer",
        "no parentheses are printed",
        patch("expression_printer", "_strength", constant(_binds_tightest)),
        "print",
    ),
    Mutant(
        "star-printed-bare",
        "printer",
        "a star in a pattern is printed as a wildcard",
        _said("print", "text", lambda text: text.replace("\\*", "*")),
        "print",
    ),
    Mutant(
        "format-adds-a-line",
        "formatter",
        "each layout adds an empty line",
        _said("format", "text", lambda text: text + "\n"),
        "format",
    ),
    Mutant(
        "format-loses-comments",
        "formatter",
        "comments are lost",
        _said("format", "text", lambda text: re.sub(r"(?m)^ *//.*\n", "", text)),
        "format",
    ),
    Mutant(
        "nulls-are-left-out",
        "readers",
        "a member that is null is left out",
        _entities_text(lambda text: re.sub(r'"[^"]*": null, ', "", text)),
        "entities",
    ),
    Mutant(
        "floats-are-rounded",
        "readers",
        "a number with a fraction is cut off",
        _entities_text(lambda text: re.sub(r"(\d+)\.\d+", r"\1", text)),
        "entities",
    ),
)
