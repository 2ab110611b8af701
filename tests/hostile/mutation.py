"""Random changes of a document: what is left is often nearly right, which is where readers go wrong."""

from __future__ import annotations

from random import Random

FRAGMENTS = (
    *(
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "<",
        ">",
        "'",
        '"',
        "\\",
        "/",
        "//",
        "`",
        "?",
        "@",
        "#",
        "$",
        "%",
        ";",
        ",",
        ".",
        ":",
        "::",
    ),
    *("==", "!=", "<=", ">=", "&&", "||", "&", "|", "!", "-", "+", "*", "=", "!!!!!", "((((((((", "[[[[[[[["),
    *(
        "permit",
        "forbid",
        "when",
        "unless",
        "principal",
        "action",
        "resource",
        "context",
        "in",
        "is",
        "has",
        "like",
        "if",
    ),
    *("then", "else", "true", "false", "null", "NaN", "Infinity", "?principal", "?resource", "__cedar", "__entity"),
    *("__extn", "__expr", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-0", "1e400", "0.1"),
    *(
        "\0",
        "\x01",
        "\x7f",
        "\r",
        "\n",
        "\r\n",
        "\u2028",
        "\ufeff",
        "\u202e",
        "\ud800",
        "\udfff",
        "\U0001f332",
        "\u0301",
    ),
    *("\\u{d800}", "\\u{110000}", "\\u{0}", "\\ud800", "\\ud83c\\udf32", "\\x41", "\\xff", "\\*", "\\0", '\\"', "\\n"),
    *('decimal("1.23456")', 'ip("::1/129")', 'datetime("2024-02-30")', 'duration("1h1d")', ".contains(", ".a", '["a"]'),
)
CHANGES = (1, 1, 1, 2, 4)  # how many: few, so that one document in five is still read


def mutated(document: str, random: Random) -> str:
    """The document after one to four changes; now and then, something that never was a document."""
    if random.random() < 0.02:
        return noise(random)
    for _ in range(random.choice(CHANGES)):
        document = changed(document, random)
    return document


def changed(document: str, random: Random) -> str:
    """The document with a range left out, doubled, moved or replaced."""
    start = random.randrange(len(document) + 1)
    stop = min(len(document), start + random.choice((0, 0, 1, 1, 2, 5, 20)))
    before, cut, after = document[:start], document[start:stop], document[stop:]
    match random.randrange(5):
        case 0:
            return before + after
        case 1:
            return before + cut * random.choice((2, 3, 50)) + after
        case 2:
            return after + cut + before
        case 3:
            return before + chr(random.choice((random.randrange(128), random.randrange(0x110000)))) + after
        case _:
            return before + random.choice(FRAGMENTS) + after


def noise(random: Random) -> str:
    """Random bytes, read as if each were a character."""
    return random.randbytes(random.randrange(200)).decode("latin-1")
