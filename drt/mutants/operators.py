"""Planted bugs in the operators: what each is taken for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from deodar.drt.generate.node import Node, both, conditional, literal, unary
from deodar.drt.generate.node import binary as operation
from deodar.drt.mutants.mutant import Mutant, patch
from deodar.drt.mutants.rewriting import binary, nodes, operator

TRUE, FALSE = literal(True), literal(False)


def _evaluates(expression: Node) -> Node:
    """True if the expression has a value; else its error."""
    return operation("==", expression, expression)


def _negated(expression: Node) -> Node:
    return unary("!", expression)


def _either(left: Node, right: Node) -> Node:
    return operation("||", left, right)


TAKEN_FOR = {
    "less-is-less-or-equal": ("<", "<=", "`<` is `<=`"),
    "less-or-equal-is-less": ("<=", "<", "`<=` is `<`"),
    "greater-is-greater-or-equal": (">", ">=", "`>` is `>=`"),
    "greater-or-equal-is-greater": (">=", ">", "`>=` is `>`"),
    "less-is-greater": ("<", ">", "`<` is `>`"),
    "unequal-is-equal": ("!=", "==", "`!=` is `==`"),
    "decimal-less-is-less-or-equal": ("lessThan", "lessThanOrEqual", "`lessThan` is `lessThanOrEqual`"),
    "decimal-less-or-equal-is-less": ("lessThanOrEqual", "lessThan", "`lessThanOrEqual` is `lessThan`"),
    "decimal-greater-is-greater-or-equal": ("greaterThan", "greaterThanOrEqual", "`greaterThan` takes equals"),
    "decimal-greater-or-equal-is-greater": ("greaterThanOrEqual", "greaterThan", "`greaterThanOrEqual` is strict"),
    "plus-is-minus": ("+", "-", "`+` is `-`"),
    "minus-is-plus": ("-", "+", "`-` is `+`"),
    "times-is-plus": ("*", "+", "`*` is `+`"),
    "contains-all-is-contains-any": ("containsAll", "containsAny", "`containsAll` is `containsAny`"),
    "contains-any-is-contains-all": ("containsAny", "containsAll", "`containsAny` is `containsAll`"),
    "loopback-is-multicast": ("isLoopback", "isMulticast", "`isLoopback` is `isMulticast`"),
    "ipv4-is-ipv6": ("isIpv4", "isIpv6", "`isIpv4` is `isIpv6`"),
    "hours-are-minutes": ("toHours", "toMinutes", "`toHours` is `toMinutes`"),
    "seconds-are-milliseconds": ("toSeconds", "toMilliseconds", "`toSeconds` is `toMilliseconds`"),
}


def _taken_for_another() -> Iterator[Mutant]:
    for name, (wrong, taken_for, says) in TAKEN_FOR.items():
        yield Mutant(name, _area(wrong), says, operator(wrong, taken_for))


def _area(op: str) -> str:
    if op in ("+", "-", "*", "<", "<=", ">", ">="):
        return "arithmetic"
    if op in ("!=", "=="):
        return "equality"
    return "sets" if op.startswith("contains") else "extensions"


def _if(change: Callable[[Node, Node, Node], Node]) -> Any:
    return nodes(
        lambda op, inside: change(inside["if"], inside["then"], inside["else"]) if op == "if-then-else" else None
    )


def _not(change: Callable[[Node], Node]) -> Any:
    return nodes(lambda op, inside: change(inside["arg"]) if op == "!" else None)


def _is(change: Callable[[dict[str, Any]], Node]) -> Any:
    return nodes(lambda op, inside: change(inside) if op == "is" else None)


def _is_ignores_container(inside: dict[str, Any]) -> Node:
    return {"is": {name: part for name, part in inside.items() if name != "in"}}


def _is_evaluates_container(inside: dict[str, Any]) -> Node:
    return (
        both(_evaluates(operation("in", inside["left"], inside["in"])), {"is": inside})
        if "in" in inside
        else {"is": inside}
    )


def _is_forgets_namespace(inside: dict[str, Any]) -> Node:
    return {"is": {**inside, "entity_type": inside["entity_type"].rpartition("::")[2]}}


def _attribute(change: Callable[[Node, str], Node]) -> Any:
    return nodes(lambda op, inside: change(inside["left"], inside["attr"]) if op == "has" else None)


def _first_element_lost(op: str, inside: Any) -> Node | None:
    return {"Set": inside[1:]} if op == "Set" and len(inside) > 1 else None


def _last_member_lost(op: str, inside: Any) -> Node | None:
    return {"Record": dict(list(inside.items())[:-1])} if op == "Record" and len(inside) > 1 else None


def _pattern(change: Callable[[list[Any]], list[Any]]) -> Any:
    def rule(op: str, inside: Any) -> Node | None:
        return {"like": {**inside, "pattern": change(inside["pattern"])}} if op == "like" else None

    return nodes(rule)


WILDCARD = "Wildcard"


def _star_literal(pattern: list[Any]) -> list[Any]:
    """Whether stars can be told from wildcards: `\\*` is taken for `*`."""
    return [WILDCARD if part == {"Literal": "*"} else part for part in pattern]


def _never_empty(original: Any) -> object:
    def matcher(pattern: Any) -> Callable[[str], bool]:
        matches = original(pattern)
        return lambda text: text != "" and matches(text)

    return matcher


def _overlapping(original: Any) -> object:
    def matcher(pattern: Any) -> Callable[[str], bool]:
        wildcards = [place for place, part in enumerate(pattern) if not isinstance(part, str)]
        whole: Callable[[str], bool] = original(pattern)
        if not wildcards:
            return whole
        start, end = original(pattern[: wildcards[0] + 1]), original(pattern[wildcards[0] :])
        return lambda text: start(text) and end(text)

    return matcher


def _ignoring_case(original: Any) -> object:
    def matcher(pattern: Any) -> Callable[[str], bool]:
        lowered = tuple(part.lower() if isinstance(part, str) else part for part in pattern)
        matches = original(lowered)
        return lambda text: matches(text.lower())

    return matcher


def _bool_is_long(original: Any) -> object:
    def key(value: object) -> object:
        return int(value) if isinstance(value, bool) else original(value)

    return key


def _record_key(original: Any) -> object:
    def key(record: Any) -> object:
        tag, members = original(record)
        return tag, frozenset(name for name, _ in members)

    return key


def _one_more(original: int) -> object:
    return original + 1


def _tag_as_attribute(op: str, inside: Any) -> Node | None:
    match op, inside:
        case "getTag", {"left": left, "right": {"Value": str(name)}}:
            return {".": {"left": left, "attr": name}}
        case _:
            return None


def _has_tag_as_has(op: str, inside: Any) -> Node | None:
    match op, inside:
        case "hasTag", {"left": left, "right": {"Value": str(name)}}:
            return {"has": {"left": left, "attr": name}}
        case _:
            return None


def _call_swapped(name: str) -> Any:
    return nodes(lambda op, inside: {name: inside[::-1]} if op == name else None)


MUTANTS = (
    *_taken_for_another(),
    Mutant("minus-swapped", "arithmetic", "`a - b` is `b - a`", binary("-", lambda a, b: operation("-", b, a))),
    Mutant(
        "negation-lost",
        "arithmetic",
        "`-a` is `a`, and never overflows",
        nodes(lambda op, inside: operation("+", literal(0), inside["arg"]) if op == "neg" else None),
    ),
    Mutant(
        "overflow-one-too-late",
        "arithmetic",
        "arithmetic goes up to 2 to the 63",
        patch("arithmetic", "LONG_MAX", _one_more),
    ),
    Mutant(
        "underflow-one-too-early",
        "arithmetic",
        "arithmetic goes down to 1 - 2 to the 63 only",
        patch("arithmetic", "LONG_MIN", _one_more),
    ),
    Mutant("and-swapped", "logic", "`a && b` evaluates `b` first", binary("&&", lambda a, b: both(b, a))),
    Mutant("or-swapped", "logic", "`a || b` evaluates `b` first", binary("||", lambda a, b: _either(b, a))),
    Mutant(
        "and-evaluates-both",
        "logic",
        "a false `a` does not end `a && b`",
        binary("&&", lambda a, b: both(_evaluates(b), both(a, b))),
    ),
    Mutant(
        "or-evaluates-both",
        "logic",
        "a true `a` does not end `a || b`",
        binary("||", lambda a, b: both(_evaluates(b), _either(a, b))),
    ),
    Mutant(
        "and-takes-anything",
        "logic",
        "the right operand of `&&` may be anything",
        binary("&&", lambda a, b: conditional(a, b, FALSE)),
    ),
    Mutant(
        "or-takes-anything",
        "logic",
        "the right operand of `||` may be anything",
        binary("||", lambda a, b: conditional(a, TRUE, b)),
    ),
    Mutant(
        "and-takes-anything-left",
        "logic",
        "the left operand of `&&` may be anything",
        binary("&&", lambda a, b: both(operation("==", a, TRUE), b)),
    ),
    Mutant(
        "or-takes-anything-left",
        "logic",
        "the left operand of `||` may be anything",
        binary("||", lambda a, b: _either(operation("==", a, TRUE), b)),
    ),
    Mutant("and-is-or", "logic", "`&&` is `||`", operator("&&", "||")),
    Mutant(
        "not-takes-anything",
        "logic",
        "`!` takes anything but a bool for true",
        _not(lambda a: operation("==", a, FALSE)),
    ),
    Mutant(
        "if-takes-anything",
        "logic",
        "the test of `if` may be anything",
        _if(lambda a, b, c: conditional(operation("==", a, TRUE), b, c)),
    ),
    Mutant(
        "if-evaluates-both",
        "logic",
        "`if` evaluates both branches",
        _if(lambda a, b, c: conditional(both(_evaluates(b), _evaluates(c)), conditional(a, b, c), FALSE)),
    ),
    Mutant("if-swapped", "logic", "the branches of `if` are swapped", _if(lambda a, b, c: conditional(a, c, b))),
    Mutant(
        "nothing-is-equal",
        "equality",
        "`==` is always false",
        binary("==", lambda a, b: both(_evaluates(a), both(_evaluates(b), FALSE))),
    ),
    Mutant(
        "equality-forgets-right",
        "equality",
        "`a == b` does not evaluate `b` where `a` is false",
        binary(
            "==",
            lambda a, b: conditional(
                operation("==", a, FALSE), conditional(operation("==", a, TRUE), FALSE, FALSE), operation("==", a, b)
            ),
        ),
    ),
    Mutant("bool-is-long", "equality", "true is 1 where sets are compared", patch("value", "key", _bool_is_long)),
    Mutant(
        "records-by-names",
        "equality",
        "records are the same by the names of their members",
        patch("value", "RecordValue.key", _record_key),
    ),
    Mutant(
        "in-is-equals",
        "hierarchy",
        "`in` looks at no ancestors",
        nodes(
            lambda op, inside: (
                operation("==", inside["left"], inside["right"])
                if op == "in" and "Set" not in inside["right"]
                else None
            )
        ),
    ),
    Mutant(
        "in-set-is-contains",
        "hierarchy",
        "`in [..]` looks at no ancestors",
        nodes(
            lambda op, inside: (
                operation("contains", inside["right"], inside["left"])
                if op == "in" and "Set" in inside["right"]
                else None
            )
        ),
    ),
    Mutant(
        "in-swapped",
        "hierarchy",
        "`a in b` is `b in a`",
        nodes(
            lambda op, inside: (
                operation("in", inside["right"], inside["left"])
                if op == "in" and "Set" not in inside["right"]
                else None
            )
        ),
    ),
    Mutant(
        "in-set-first-only",
        "hierarchy",
        "`in [a, b]` is `in [a]`",
        nodes(
            lambda op, inside: (
                operation("in", inside["left"], {"Set": inside["right"]["Set"][:1]})
                if op == "in" and inside["right"].get("Set")
                else None
            )
        ),
    ),
    Mutant("is-without-in", "hierarchy", "`is T in e` is `is T`", _is(_is_ignores_container)),
    Mutant(
        "is-evaluates-container",
        "hierarchy",
        "`is T in e` evaluates `e` whatever the type",
        _is(_is_evaluates_container),
    ),
    Mutant("is-forgets-namespace", "hierarchy", "`is N::T` is `is T`", _is(_is_forgets_namespace)),
    Mutant(
        "contains-swapped",
        "sets",
        "`a.contains(b)` is `b.contains(a)`",
        binary("contains", lambda a, b: operation("contains", b, a)),
    ),
    Mutant(
        "contains-takes-subsets",
        "sets",
        "a set contains its subsets",
        binary("contains", lambda a, b: _either(operation("contains", a, b), operation("containsAll", a, b))),
    ),
    Mutant(
        "contains-all-swapped",
        "sets",
        "`a.containsAll(b)` is `b.containsAll(a)`",
        binary("containsAll", lambda a, b: operation("containsAll", b, a)),
    ),
    Mutant(
        "contains-all-of-nothing",
        "sets",
        "no set contains all of the empty set",
        binary("containsAll", lambda a, b: both(operation("containsAll", a, b), _negated(unary("isEmpty", b)))),
    ),
    Mutant(
        "contains-any-of-nothing",
        "sets",
        "every set contains some of the empty set",
        binary("containsAny", lambda a, b: _either(operation("containsAny", a, b), unary("isEmpty", b))),
    ),
    Mutant(
        "is-empty-is-not",
        "sets",
        "`isEmpty` is true of what is not empty",
        nodes(lambda op, inside: _negated({"isEmpty": inside}) if op == "isEmpty" else None),
    ),
    Mutant("set-without-first", "sets", "the first element of a set is lost", nodes(_first_element_lost)),
    Mutant("record-without-last", "records", "the last member of a record is lost", nodes(_last_member_lost)),
    Mutant(
        "has-reads",
        "attributes",
        "`e has a` errs where `a` is absent",
        _attribute(lambda e, a: _evaluates({".": {"left": e, "attr": a}})),
    ),
    Mutant("has-is-true", "attributes", "`e has a` is always true", _attribute(lambda e, _: _evaluates(e))),
    Mutant(
        "has-needs-true",
        "attributes",
        "`e has a` is false where `e.a` is",
        _attribute(
            lambda e, a: both({"has": {"left": e, "attr": a}}, operation("!=", {".": {"left": e, "attr": a}}, FALSE))
        ),
    ),
    Mutant("tag-is-attribute", "tags", "`getTag` reads an attribute", nodes(_tag_as_attribute)),
    Mutant("has-tag-is-has", "tags", "`hasTag` asks for an attribute", nodes(_has_tag_as_has)),
    Mutant(
        "has-tag-is-true",
        "tags",
        "`hasTag` is always true",
        binary("hasTag", lambda e, t: both(_evaluates(operation("hasTag", e, t)), TRUE)),
    ),
    Mutant(
        "star-needs-a-character",
        "like",
        "the empty string is like no pattern",
        patch("construction", "matcher", _never_empty),
    ),
    Mutant(
        "like-pieces-overlap",
        "like",
        "what stands before and after a wildcard may match the same letters",
        patch("construction", "matcher", _overlapping),
    ),
    Mutant("like-ignores-case", "like", "`like` ignores case", patch("construction", "matcher", _ignoring_case)),
    Mutant("escaped-star-is-wildcard", "like", "`\\*` in a pattern is a wildcard", _pattern(_star_literal)),
    Mutant(
        "like-finds-a-start", "like", "a pattern need not match to the end", _pattern(lambda parts: [*parts, WILDCARD])
    ),
    Mutant(
        "like-finds-an-end",
        "like",
        "a pattern need not match from the start",
        _pattern(lambda parts: [WILDCARD, *parts]),
    ),
    Mutant(
        "one-wildcard-only",
        "like",
        "the second wildcard of a pattern is lost",
        _pattern(
            lambda parts: [
                part for place, part in enumerate(parts) if part != WILDCARD or WILDCARD not in parts[:place]
            ]
        ),
    ),
    Mutant("in-range-swapped", "extensions", "`a.isInRange(b)` is `b.isInRange(a)`", _call_swapped("isInRange")),
    Mutant(
        "duration-since-swapped",
        "extensions",
        "`a.durationSince(b)` is `b.durationSince(a)`",
        _call_swapped("durationSince"),
    ),
    Mutant("decimal-less-swapped", "extensions", "`a.lessThan(b)` is `b.lessThan(a)`", _call_swapped("lessThan")),
    Mutant(
        "everything-is-like",
        "like",
        "every string is like every pattern",
        nodes(lambda op, inside: _evaluates({"like": inside}) if op == "like" else None),
    ),
)
