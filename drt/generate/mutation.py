"""Damaged texts: token by token, character by character, and texts that are nothing but tokens."""

from __future__ import annotations

from deodar.drt.choice import Choose, one_of_many
from deodar.drt.generate.expr_text import Tokens

WORDS = (
    *("permit", "forbid", "when", "unless", "principal", "action", "resource", "context", "if", "then", "else", "true"),
    *(
        "false",
        "in",
        "is",
        "has",
        "like",
        "__cedar",
        "User",
        "Action",
        "a",
        "ip",
        "decimal",
        "contains",
        "isEmpty",
        "getTag",
    ),
    *("isIpv4", "unknown", "offset", "and", "not", "_", "a1", "Entity", "datetime", "lessThan", "containsAll"),
)
SIGNS = (
    *("(", ")", "[", "]", "{", "}", ",", ";", ":", "::", ".", "@", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "!"),
    *(
        "-",
        "+",
        "*",
        "/",
        "%",
        "=",
        "&",
        "|",
        "?",
        "#",
        "'",
        "^",
        "~",
        "$",
        "\\",
        "`",
        "=>",
        "..",
        "- -",
        "!!!!",
        "-----",
    ),
)
LITERALS = (
    *(
        "0",
        "1",
        "007",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551616",
        '"a"',
        '""',
        '"\\*"',
        '"*"',
    ),
    *(
        '"\\u{0}"',
        '"\\u{110000}"',
        '"\\u{D800}"',
        '"\\x7f"',
        '"\\x80"',
        '"\\u{1_2}"',
        '"\\u{_1}"',
        '"\\u{0000041}"',
        '"\\a"',
    ),
    *(
        '"',
        '"\\',
        '"\r"',
        '"\n"',
        '"\\\n"',
        'User::"a"',
        'Action::"view"',
        "?principal",
        "?resource",
        "?action",
        "//",
        "/*",
        "*/",
    ),
    *(
        "1.5",
        "0x1",
        "1e5",
        "A::B",
        'User::{id:"a"}',
        '"\\0"',
        '"\\\'"',
        '"\\u{}"',
        '"\\U{41}"',
        "\ufeff",
        "\u200b",
        "\x00",
        "\x1c",
    ),
)
CHARACTERS: tuple[str, ...] = (
    *" \n\r\t()[]{};:,.@=!<>&|+-*/%?\"\\'_aZ019u#`~$^",
    *(
        "\x00",
        "\x1c",
        "\x0b",
        "\u00a0",
        "\u0085",
        "\u2028",
        "\ufeff",
        "\u200b",
        "é",
        "\u0660",
        "😀",
        "\u180e",
        "\u3000",
        "//",
    ),
)


NEARLY = {
    "&&": ("&", "||", "and", "&&&", "& &"),
    "||": ("|", "&&", "or", "|||", "| |"),
    "==": ("=", "!=", "===", "= ="),
    "!=": ("=", "==", "!==", "<>", "! ="),
    "<=": ("=<", "<", "< ="),
    ">=": ("=>", ">", "> ="),
    "<": ("<=", "<<"),
    ">": (">=", ">>"),
    "::": (":", ":::", ": :"),
    "has": ("hasTag", "in"),
    "is": ("in", "isIpv4"),
    "like": ("is", "likes"),
}
"""What may be taken for an operator, and is none, or another one."""


def token(choose: Choose) -> str:
    """A token, or what looks like one."""
    pool = (WORDS, SIGNS, LITERALS)[choose(3)]
    return pool[choose(len(pool))]


def _one_operator_changed(choose: Choose, tokens: Tokens) -> Tokens:
    """The tokens with an operator that is nearly the same; as they are if they have none."""
    places = [place for place, each in enumerate(tokens) if each in NEARLY]
    if not places:
        return tokens
    place = places[one_of_many(choose, len(places))]
    others = NEARLY[tokens[place]]
    return [*tokens[:place], others[choose(len(others))], *tokens[place + 1 :]]


def mutate_tokens(choose: Choose, tokens: Tokens) -> Tokens:
    """The tokens with one or a few changes."""
    made = list(tokens)
    for _ in range(1 + choose(3)):
        place = one_of_many(choose, len(made) + 1)
        match choose(9):
            case 8:
                made = _one_operator_changed(choose, made)
            case 0:
                del made[place : place + 1]
            case 1:
                made[place:place] = [token(choose)]
            case 2:
                made[place : place + 1] = [token(choose)]
            case 3:
                made[place:place] = made[place : place + 1] * (1 + choose(5))
            case 4:
                made[place : place + 2] = reversed(made[place : place + 2])
            case 5:
                del made[place : place + 1 + choose(8)]
            case 6:
                made[place:place] = [("!", "-")[choose(2)]] * (1 + choose(6))
            case _:
                other = one_of_many(choose, len(made) + 1)
                made[place:place] = made[other : other + 1 + choose(8)]
    return made


def mutate_characters(choose: Choose, text: str) -> str:
    """The text with one or a few characters changed."""
    for _ in range(1 + choose(3)):
        place = one_of_many(choose, len(text) + 1)
        character = CHARACTERS[choose(len(CHARACTERS))]
        match choose(4):
            case 0:
                text = text[:place] + text[place + 1 :]
            case 1:
                text = text[:place] + character + text[place:]
            case 2:
                text = text[:place] + character + text[place + 1 :]
            case _:
                text = text[:place] + text[place : place + 1 + choose(4)] + text[place:]
    return text


def random_tokens(choose: Choose) -> Tokens:
    """Tokens at random, now and then in the frame of a policy."""
    made = [token(choose) for _ in range(choose(16))]
    if choose(2):
        return ["permit", "(", "principal", ",", "action", ",", "resource", ")", "when", "{", *made, "}", ";"]
    return made
