"""Names: small pools, so that things collide and refer to each other, and a few names that are traps."""

from __future__ import annotations

from deodar.drt.choice import Choose
from deodar.drt.data import Json

TYPES = ("User", "Group", "Doc", "NS::User", "NS::Doc", "principal", "A::B::C", "User2")
ACTION_TYPES = ("Action", "NS::Action")
IDS = ("a", "b", "c", "d")
ACTION_IDS = ("view", "edit", "all")
ODD_IDS = ("", '"', "\\", "é", "e\u0301", "a b", "*", "\n", "\x00", "😀", 'User::"a"', "`", "\u2028", "'", "\r")
ODD_ATTRIBUTES = (
    "",
    "if",
    "a b",
    "__entity",
    "__extn",
    "é",
    "principal",
    "has",
    "__cedar",
    "type",
    "id",
    '"',
    "in",
    "Ok",
)
POLICY_IDS = ("p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9")
ODD_POLICY_IDS = ("", "policy0", "a`: b", "é", "p 1", '"', "p\n", "😀")
ANNOTATIONS = ("id", "advice", "if", "permit", "__cedar", "Id")
STRINGS = (
    "",
    "a",
    "b",
    "ab",
    "abc",
    "aXb",
    "a*b",
    "*",
    "é",
    "e\u0301",
    "\\",
    '"',
    "\n",
    "😀",
    "10.0.0.1",
    "1.5",
    "a b",
    "\x00",
)
PATTERN_PARTS = ("a", "b", "X", "*", "?", ".", "é", "\u0301", "\\", '"', "\n", "😀", "", "c")

RESERVED = frozenset({"true", "false", "if", "then", "else", "in", "is", "has", "like", "__cedar"})


def fresh_uid(choose: Choose) -> dict[str, Json]:
    """An entity UID, now and then that of an action, or with an odd id."""
    n = choose(64)
    if n >= 62:
        return {"type": TYPES[choose(3)], "id": ODD_IDS[choose(len(ODD_IDS))]}
    if n >= 59:
        return action(choose)
    if n >= 48:
        return {"type": TYPES[choose(len(TYPES))], "id": IDS[n & 3]}
    return {"type": TYPES[n % 3], "id": IDS[(n >> 2) & 3]}


def action_uid(action_id: str) -> dict[str, Json]:
    """The entity UID of one of the actions."""
    return {"type": "Action", "id": action_id}


def action(choose: Choose) -> dict[str, Json]:
    """The entity UID of an action."""
    n = choose(16)
    return {"type": ACTION_TYPES[n == 15], "id": ACTION_IDS[n % 3]}


def entity_type(choose: Choose) -> str:
    """An entity type, mostly one of the common ones."""
    n = choose(20)
    return TYPES[n % 3] if n < 15 else TYPES[n % len(TYPES)]


def is_plain(name: str) -> bool:
    """Whether a name can stand in a text without quotes."""
    return name.isascii() and name.isidentifier() and name not in RESERVED
