"""Policy texts that are long, deep or odd. Each is made when it is asked for: some are ten megabytes."""

from __future__ import annotations

from collections.abc import Callable

Text = Callable[[], str]


def condition(expression: str) -> str:
    """A policy that permits whatever meets the condition."""
    return f"permit(principal, action, resource) when {{ {expression} }};"


def nested(opening: str, inner: str, closing: str, depth: int) -> str:
    """A condition that is true only if all levels are read."""
    return condition(opening * depth + inner + closing * depth)


# Texts that every engine must answer with `allow`: what a person or a generator of policies may well write.
ALLOWED: dict[str, Text] = {
    "500 levels of parentheses": lambda: nested("(", "true", ")", 500),
    "500 levels of sets": lambda: nested("[", "1", "]", 500).replace("};", "== " + "[" * 500 + "1" + "]" * 500 + " };"),
    "500 levels of records": lambda: nested("{a:", "1", "}", 500).replace(" };", " has a };"),
    "500 levels of if": lambda: nested("if true then ", "true", " else false", 500),
    "500 levels of calls": lambda: nested("[true].contains(", "true", ")", 500),
    "1,500 chained +": lambda: condition("+".join(["1"] * 1500) + " == 1500"),
    "1,500 chained -": lambda: condition("3000" + " - 1" * 1500 + " == 1500"),
    "1,500 chained *": lambda: condition("1" + " * 1" * 1500 + " == 1"),
    "1,500 chained &&": lambda: condition(" && ".join(["1 < 2"] * 1500)),
    "1,500 chained ||": lambda: condition(" || ".join(["1 > 2"] * 1499 + ["true"])),
    "1,500 chained accesses": lambda: condition("resource has " + ".".join(["a"] * 1500) + " || true"),
    "1,500 conditions": lambda: "permit(principal, action, resource)" + " when { true } unless { false }" * 750 + ";",
    "1,500 annotations": lambda: "".join(f'@a{n}("x") ' for n in range(1500)) + condition("true"),
    "1,500 actions": lambda: (
        "permit(principal, action in ["
        + ",".join(f'Action::"{n}"' for n in range(1499))
        + ',Action::"view"], resource);'
    ),
    "a name of 1,500 parts": lambda: condition("::".join(["A"] * 1500) + '::"x" != principal'),
    "1,500 policies": lambda: condition("true") * 1500,
    "a string of 300 kilobytes": lambda: condition(f'"{"a" * 300_000}" != ""'),
    "a comment of 10 megabytes": lambda: f"// {'a' * 10_000_000}\n" + condition("true"),
    "10 megabytes of blanks": lambda: " " * 10_000_000 + condition("true"),
    "an identifier of a megabyte": lambda: condition(f"!(resource has {'a' * 1_000_000})"),
    "500 stars on a long string": lambda: condition(f'!("{"a" * 5_000}" like "{"*a" * 500}b")'),
    "NUL in a string": lambda: condition('"\0" == "\\0"'),
    "control characters in an id": lambda: condition('User::"\x01\x1b[2J\x7f\u202e" != principal'),
    "characters beyond the basic plane": lambda: condition('"\U0001f332" like "?"'.replace("?", "\U0001f332")),
}

# Texts that an engine may answer or refuse, as it likes; but it must do one of the two.
ANSWERED_OR_REFUSED: dict[str, Text] = {
    "10,000 levels of parentheses": lambda: nested("(", "true", ")", 10_000),
    "10,000 levels of sets": lambda: nested("[", "1", "]", 10_000).replace(" };", ".isEmpty() || true };"),
    "10,000 levels of records": lambda: nested("{a:", "1", "}", 10_000).replace(" };", " has a };"),
    "10,000 levels of if": lambda: nested("if true then ", "true", " else false", 10_000),
    "10,000 levels of if in the test": lambda: nested("if ", "true", " then true else false", 10_000),
    "10,000 levels of calls": lambda: nested("[true].contains(", "true", ")", 10_000),
    "10,000 levels of negation": lambda: nested("!(", "true", ")", 10_000),
    "10,000 chained accesses": lambda: condition("resource has " + ".".join(["a"] * 10_000) + " || true"),
    "10,000 chained calls": lambda: condition("!(context has a && [1]" + ".contains(1)" * 10_000 + ")"),
    "20,000 chained &&": lambda: condition(" && ".join(["true"] * 20_000)),
    "20,000 chained ||": lambda: condition(" || ".join(["false"] * 19_999 + ["true"])),
    "20,000 chained +": lambda: condition("+".join(["1"] * 20_000) + " == 20000"),
    "a set of 20,000 numbers": lambda: condition(f"[{','.join(map(str, range(20_000)))}].contains(19999)"),
    "a record of 20,000 members": lambda: condition("{" + ",".join(f"a{n}: {n}" for n in range(20_000)) + "} has a9"),
    "5,000 conditions": lambda: "permit(principal, action, resource)" + " when { true }" * 5_000 + ";",
}

# Texts that the engine must answer. The model, which spells everything out, may take minutes over them.
ENGINE_ALLOWED: dict[str, Text] = {
    "a string of 10 megabytes": lambda: condition(f'"{"a" * 10_000_000}" != ""'),
    "1,000 stars on a string of 20,000": lambda: condition(f'!("{"a" * 20_000}" like "{"*a" * 1000}b")'),
    "100,000 chained &&": lambda: condition(" && ".join(["true"] * 100_000)),
    "100,000 chained ||": lambda: condition(" || ".join(["false"] * 99_999 + ["true"])),
    "100,000 chained +": lambda: condition("+".join(["1"] * 100_000) + " == 100000"),
    "a set of 300,000 numbers": lambda: condition(f"[{','.join(map(str, range(300_000)))}].contains(299999)"),
    "100,000 conditions": lambda: "permit(principal, action, resource)" + " when { true }" * 100_000 + ";",
    "a record of 100,000 members": lambda: condition("{" + ",".join(f"a{n}: {n}" for n in range(100_000)) + "} has a9"),
    "20,000 policies": lambda: condition("true") * 20_000,
}

# Texts that no engine may accept.
REFUSED: dict[str, Text] = {
    "10,000 parentheses left open": lambda: condition("(" * 10_000),
    "10,000 parentheses too many": lambda: condition("true" + ")" * 10_000),
    "five negations": lambda: condition("!!!!!true"),
    "a number of a million digits": lambda: condition("1" * 1_000_000 + " == 1"),
    "a number just too large": lambda: condition("9223372036854775808 == 1"),
    "a string without an end": lambda: condition('"' + "a" * 100_000),
    "100,000 stray characters": lambda: "#" * 100_000,
    "100,000 semicolons": lambda: ";" * 100_000,
    "a lone surrogate": lambda: condition('"\ud800" == ""'),
    "an escape of a lone surrogate": lambda: condition('"\\u{d800}" == ""'),
    "an escape beyond Unicode": lambda: condition('"\\u{110000}" == ""'),
    "a NUL between tokens": lambda: "permit(principal, \0action, resource);",
    "a byte order mark": lambda: "\ufeff" + condition("true"),
    "an unknown method": lambda: condition("resource.__class__()"),
    "the same annotation 1,500 times": lambda: '@a("x") ' * 1500 + condition("true"),
    "the same member twice": lambda: condition("{a: 1, a: 2} has a"),
    "nothing but the start of a policy": lambda: "permit(" * 1500,
}
