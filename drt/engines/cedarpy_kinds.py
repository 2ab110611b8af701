"""The kind of an error or finding, read from the official engine's sentence: it does not tell it in any other way."""

from __future__ import annotations

import re
import unicodedata

from deodar.drt.engines.protocol import UNKNOWN

# Anchored at both ends where the sentence quotes the user: an attribute may be named like an error.
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("type", re.compile(r"type error: ")),
    ("overflow", re.compile(r"integer overflow while attempting to ")),
    ("extension", re.compile(r"error while evaluating `\w+` extension function: ")),
    ("arity", re.compile(r"wrong number of arguments provided to extension function ")),
    ("record-attr-missing", re.compile(r"record does not have the (?:required )?attribute")),
    ("recursion-limit", re.compile(r"recursion limit reached")),
    ("entity-missing", re.compile(r"entity `.*` does not exist\Z", re.DOTALL)),
)
ENTITY_LACKS = re.compile(r"does not have the (attribute|tag)(?= `)")


def error_kind(sentence: str) -> str:
    """The kind that a sentence tells, or `unknown`.

    >>> error_kind('`User::"a"` does not have the tag `t`')
    'tag-missing'
    """
    for kind, pattern in KINDS:
        if pattern.match(sentence):
            return kind
    if sentence.startswith("`"):
        lacks = {match[1] for match in ENTITY_LACKS.finditer(sentence)}
        if len(lacks) == 1:  # ids and names may hold the words, too
            return "tag-missing" if lacks == {"tag"} else "entity-attr-missing"
    return UNKNOWN


# Of a validation. Each is anchored at the beginning: a name may hold the words of another kind.
FINDINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("UnrecognizedEntityType", re.compile(r"unrecognized entity type `")),
    ("UnrecognizedActionId", re.compile(r"unrecognized action `")),
    ("InvalidEnumEntity", re.compile(r"entity `.*` is of an enumerated entity type", re.DOTALL)),
    ("InvalidActionApplication", re.compile(r"unable to find an applicable action")),
    ("UnexpectedType", re.compile(r"unexpected type: expected ")),
    ("IncompatibleTypes", re.compile(r"the types .* are not compatible\Z", re.DOTALL)),
    ("UnsafeOptionalAttributeAccess", re.compile(r"unable to guarantee safety of access to optional attribute `")),
    ("UnsafeTagAccess", re.compile(r"unable to guarantee safety of access to tag `")),
    ("UnsafeAttributeAccess", re.compile(r"attribute `.*` .*not found\Z", re.DOTALL)),
    ("WrongNumberArguments", re.compile(r"wrong number of arguments in extension function application")),
    ("FunctionArgumentValidation", re.compile(r"error during extension function argument validation: ")),
    ("EmptySetForbidden", re.compile(r"empty set literals are forbidden")),
    ("NonLitExtConstructor", re.compile(r"extension constructors may not be called with non-literal expressions")),
)
PREFIX = re.compile(r"for policy `policy\d+`(?:, |: )")  # the ids of a text


def finding_kind(sentence: str) -> str:
    """The kind of finding that a sentence of a validation tells, or `unknown`.

    >>> finding_kind("for policy `policy0`, unrecognized entity type `Nope`")
    'UnrecognizedEntityType'
    """
    said = PREFIX.sub("", sentence, count=1)
    return next((kind for kind, pattern in FINDINGS if pattern.match(said)), UNKNOWN)


NAMED_ESCAPES = {"\0": "\\0", "\t": "\\t", "\r": "\\r", "\n": "\\n", "\\": "\\\\", '"': '\\"', "'": "\\'"}


def as_printed(policy: str) -> str:
    """A policy id as the official engine prints it.

    >>> as_printed("a\\n")
    'a\\\\n'
    """
    printed: list[str] = []
    for c in policy:
        joins = not printed and unicodedata.category(c).startswith("M")
        shown = c if c.isprintable() and not joins else f"\\u{{{ord(c):x}}}"
        printed.append(NAMED_ESCAPES.get(c, shown))
    return "".join(printed)


def erring_policy(sentence: str, policies: frozenset[str]) -> tuple[str, str] | None:
    """The policy that a whole message is about, and the kind of its error; None for any other message.

    A policy id may hold anything, so that the longest id that fits is the one that is meant.
    """
    prefix = "error while evaluating policy `"
    if not sentence.startswith(prefix):
        return None
    rest = sentence.removeprefix(prefix)
    printed = {f"{as_printed(policy)}`: ": policy for policy in policies}
    fitting = max((head for head in printed if rest.startswith(head)), key=len, default=None)
    if fitting is not None:
        return printed[fitting], error_kind(rest.removeprefix(fitting))
    policy, _, tail = rest.partition("`: ")
    return policy, error_kind(tail)
