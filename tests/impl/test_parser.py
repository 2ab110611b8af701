"""What the parser says about mistakes, that it finds them all, and that no input is too much for it."""

from __future__ import annotations

import pytest

from deodar.impl.errors import PolicyParseError
from deodar.impl.expr import And, Binary, EntityUID, GetAttr, Literal, Negate, Not
from deodar.impl.parser import is_type_name, parse_entity_uid, parse_expression, parse_policies

PERMIT = "permit(principal, action, resource)"


def findings_of(text: str) -> list[tuple[str, str]]:
    """The kind of each finding, and the text that it points at."""
    with pytest.raises(PolicyParseError) as refusal:
        parse_policies(text)
    lines = text.splitlines()
    found: list[tuple[str, str]] = []
    for finding in refusal.value.findings:
        assert finding.span is not None
        line = lines[finding.span.line - 1] if lines else ""
        found.append((finding.kind, line[finding.span.column - 1 : finding.span.end_column - 1]))
    return found


EXPRESSIONS = [
    pytest.param("1 /2", [("division", "/")], id="division"),
    pytest.param("1 % 2", [("modulo", "%")], id="remainder"),
    pytest.param("1 = 2", [("single-equals", "=")], id="single equals sign"),
    pytest.param("1 === 2", [("unexpected-token", "=")], id="three equals signs"),
    pytest.param("true & true", [("invalid-token", "&")], id="single ampersand"),
    pytest.param("true | true", [("invalid-token", "|")], id="single bar"),
    pytest.param("true and false or true", [("unexpected-token", "and"), ("unexpected-token", "or")], id="words"),
    pytest.param("not true", [("unexpected-token", "not")], id="not"),
    pytest.param("1 < 2 < 3", [("ambiguous-relation", "<")], id="a chain of relations"),
    pytest.param("context has a + 1", [("ambiguous-relation", "+")], id="a sum after has"),
    pytest.param("!!!!!true", [("too-many-unary-operators", "!!!!!")], id="five nots"),
    pytest.param("!-1", [("mixed-unary-operators", "!-")], id="not minus"),
    pytest.param("9223372036854775808", [("integer-too-large", "9223372036854775808")], id="too large"),
    pytest.param("-9223372036854775809", [("integer-too-large", "-9223372036854775809")], id="too small"),
    pytest.param("-(9223372036854775808)", [("integer-too-large", "9223372036854775808")], id="in parentheses"),
    pytest.param("1.5", [("unexpected-token", "5")], id="a fraction"),
    pytest.param("foo", [("unknown-variable", "foo")], id="a bare name"),
    pytest.param("principl == 1", [("unknown-variable", "principl")], id="a slip of a variable"),
    pytest.param("ip", [("unknown-variable", "ip")], id="a bare function"),
    pytest.param("A::B.c", [("member-access-on-name", "A::B")], id="an attribute of a type"),
    pytest.param('A["c"]', [("index-on-name", "A")], id="an index of a type"),
    pytest.param("foo.bar()", [("no-methods-on-name", "foo"), ("unknown-method", "bar")], id="a method of a name"),
    pytest.param("foo(1)", [("unknown-function", "foo")], id="an unknown function"),
    pytest.param('NS::ip("x")', [("unknown-function", "NS::ip")], id="a function in a namespace"),
    pytest.param("contains(1, 2)", [("method-as-function", "contains")], id="a method called as a function"),
    pytest.param("isIpv4(1)", [("method-as-function", "isIpv4")], id="an extension method called as a function"),
    pytest.param("principal(1)", [("variable-call", "principal")], id="a variable called"),
    pytest.param("context.ip(1)", [("function-as-method", "ip")], id="a function called as a method"),
    pytest.param("context.contain(1)", [("unknown-method", "contain")], id="an unknown method"),
    pytest.param("context.contains()", [("wrong-arity", "contains()")], id="a missing argument"),
    pytest.param("context.isEmpty(1)", [("wrong-arity", "isEmpty(1)")], id="a surplus argument"),
    pytest.param("1(2)", [("expression-call", "(")], id="a number called"),
    pytest.param("context.a::b", [("path-as-attribute", "::")], id="a namespace of an attribute"),
    pytest.param("context.in", [("reserved-identifier", "in")], id="a reserved attribute"),
    pytest.param("context.__cedar", [("reserved-name", "__cedar")], id="the reserved name"),
    pytest.param("A::in::B::\"x\"", [("reserved-identifier", "in")], id="a reserved part of a type"),
    pytest.param('in::"x"', [("reserved-identifier", "in")], id="a reserved type"),
    pytest.param("{if: 1}", [("reserved-identifier", "if")], id="a reserved key"),
    pytest.param("context.1", [("unexpected-token", "1")], id="a number for an attribute"),
    pytest.param("context[a]", [("invalid-index", "a")], id="an index that is no string"),
    pytest.param('context["a" + "b"]', [("invalid-index", "+")], id="an index that is a sum"),
    pytest.param("context has (a)", [("invalid-has", "(")], id="has parentheses"),
    pytest.param("context has 1", [("invalid-has", "1")], id="has a number"),
    pytest.param("context has a::b", [("invalid-has", "::")], id="has a path"),
    pytest.param('context has a."b"', [("unexpected-token", '"b"')], id="has a string in a path"),
    pytest.param("context like 1", [("invalid-pattern", "1")], id="like a number"),
    pytest.param('context like "\\a"', [("bad-escape", "\\a")], id="a bad escape in a pattern"),
    pytest.param('context is "User"', [("invalid-is-type", '"User"')], id="is a string"),
    pytest.param('context is User::"a"', [("invalid-is-type", 'User::"a"')], id="is an entity"),
    pytest.param("context is 1", [("unexpected-token", "1")], id="is a number"),
    pytest.param("[1, 2", [("unexpected-token", "}")], id="a set that is not closed"),
    pytest.param("[,]", [("unexpected-token", ",")], id="a comma alone"),
    pytest.param("(1, 2)", [("unexpected-token", ",")], id="a tuple"),
    pytest.param("()", [("unexpected-token", ")")], id="empty parentheses"),
    pytest.param("{a: 1, a: 2, a: 3}", [("duplicate-key", "a"), ("duplicate-key", "a")], id="a key three times"),
    pytest.param("{a = 1}", [("unexpected-token", "=")], id="a record with an equals sign"),
    pytest.param("{a: 1 b: 2}", [("unexpected-token", "b")], id="a record without a comma"),
    pytest.param("{1: 1}", [("unexpected-token", "1")], id="a key that is a number"),
    pytest.param("User::{id: 1}", [("invalid-entity-literal", "{")], id="an entity with a record"),
    pytest.param("User::a", [("unknown-variable", "User::a")], id="an entity without quotes"),
    pytest.param("User::1", [("unexpected-token", "1")], id="an entity with a number"),
    pytest.param("?principal == 1", [("slot-in-condition", "?principal")], id="a slot"),
    pytest.param("if true then 1", [("unexpected-token", "}")], id="no else"),
    pytest.param("1 == if true then 1 else 2", [("unexpected-token", "if")], id="a conditional as an operand"),
    pytest.param('"\\q\\x80\\u{D800}"', [("bad-escape", "\\q"), ("bad-escape", "\\x80"), ("bad-escape", "\\u{D800}")],
                 id="three bad escapes in a string"),
    pytest.param('"\\u{110000}"', [("bad-escape", "\\u{110000}")], id="beyond the last code point"),
    pytest.param('"\\u{0000041}"', [("bad-escape", "\\u{0000041}")], id="seven digits"),
    pytest.param("'a' == 1", [("invalid-token", "'a'")], id="single quotes"),
    pytest.param("principal.é", [("invalid-token", "é")], id="a letter beyond ASCII"),
    pytest.param("principal.a b", [("unexpected-token", "b")], id="a word too many"),
    pytest.param("principal.", [("unexpected-token", "}")], id="no attribute"),
    pytest.param("context.a.b.c < then", [("unexpected-token", "then")], id="a reserved word for an operand"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "findings"), EXPRESSIONS)
def test_a_mistake_in_an_expression(expression: str, findings: list[tuple[str, str]]) -> None:
    assert findings_of(f"{PERMIT} when {{ {expression} }};") == findings


POLICIES = [
    pytest.param("permt(principal, action, resource);", [("invalid-effect", "permt")], id="a slip of an effect"),
    pytest.param("Allow;", [("unexpected-token", "Allow")], id="a lone word"),
    pytest.param(";", [("unexpected-token", ";")], id="a lone semicolon"),
    pytest.param("@id", [("unexpected-end", "")], id="an annotation alone"),
    pytest.param("@", [("unexpected-end", "")], id="an annotation without a key"),
    pytest.param(f"@a @a {PERMIT};", [("duplicate-annotation", "a")], id="an annotation twice"),
    pytest.param(f"@a() {PERMIT};", [("unexpected-token", ")")], id="an annotation with nothing in parentheses"),
    pytest.param(f'@a("x", "y") {PERMIT};', [("unexpected-token", ",")], id="an annotation with two values"),
    pytest.param("permit;", [("unexpected-token", ";")], id="no scope"),
    pytest.param("permit();", [("missing-scope-variable", ")")] * 3, id="an empty scope"),
    pytest.param("permit(action, principal, resource);",
                 [("wrong-scope-variable", "action"), ("wrong-scope-variable", "principal")], id="a wrong order"),
    pytest.param("permit(p, action, resource);", [("invalid-scope-variable", "p")], id="another variable"),
    pytest.param("permit(1, action, resource);", [("unexpected-token", "1")], id="a number in the scope"),
    pytest.param("permit(principal, action, resource, context);", [("extra-scope-element", "context")], id="a fourth"),
    pytest.param("permit(principal, action, resource, a;", [("extra-scope-element", "a")], id="a fourth, not closed"),
    pytest.param("permit(principal, action, resource,,);", [("unexpected-token", ",")], id="two commas"),
    pytest.param("permit(principal action resource);", [("unexpected-token", "action"), ("missing-scope-variable", ")"),
                 ("missing-scope-variable", ")")], id="no commas"),
    pytest.param("permit(principal: User, action, resource);", [("type-constraint", ":")], id="a colon"),
    pytest.param("permit(principal != User::\"a\", action, resource);", [("invalid-scope-operator", "!=")], id="!="),
    pytest.param("permit(principal, action < 1, resource);", [("invalid-action-scope-operator", "<")], id="action <"),
    pytest.param("permit(principal = User::\"a\", action, resource);", [("single-equals", "=")], id="="),
    pytest.param("permit(principal in [User::\"a\"], action, resource);", [("wrong-reference-kind", "[")], id="a set"),
    pytest.param("permit(principal == User, action, resource);", [("wrong-node-in-scope", "User")], id="a type"),
    pytest.param("permit(principal == 1, action, resource);", [("unexpected-token", "1")], id="a number"),
    pytest.param("permit(principal == User::\"a\".b, action, resource);", [("wrong-node-in-scope", ".")], id="access"),
    pytest.param("permit(principal in G::\"a\" is User, action, resource);", [("inverted-is-in", "is")], id="in, is"),
    pytest.param("permit(principal is User == U::\"a\", action, resource);", [("is-with-equals", "==")], id="is, =="),
    pytest.param("permit(principal is User 1, action, resource);", [("unexpected-token", "1")], id="a number after is"),
    pytest.param("permit(principal is ?principal, action, resource);", [("invalid-is-type", "?principal")], id="slot"),
    pytest.param("permit(principal == ?resource, action, resource);", [("wrong-reference-kind", "?resource")], id="s2"),
    pytest.param("permit(principal == ?foo, action, resource);", [("invalid-slot", "?foo")], id="an unknown slot"),
    pytest.param("permit(principal == ? principal, action, resource);", [("invalid-token", "?")], id="a split slot"),
    pytest.param("permit(principal == (User::\"a\", action, resource);", [("unexpected-token", ",")],
                 id="parentheses not closed"),
    pytest.param("permit(principal, action is Action, resource);", [("is-in-action-scope", "is")], id="action is"),
    pytest.param("permit(principal, action == User::\"a\", resource);", [("not-an-action", 'User::"a"')],
                 id="no action"),
    pytest.param("permit(principal, action in [?principal], resource);", [("wrong-reference-kind", "?principal")],
                 id="a slot for an action"),
    pytest.param("permit(principal, action in [Action::\"a\" 1], resource);", [("unexpected-token", "1")], id="list"),
    pytest.param("permit(principal, action == [Action::\"a\"], resource);", [("wrong-reference-kind", "[")],
                 id="equal to a list"),
    pytest.param(f"{PERMIT} wen {{ true }};", [("invalid-condition", "wen")], id="a slip of when"),
    pytest.param(f"{PERMIT} if true;", [("invalid-condition", "if")], id="if for when"),
    pytest.param(f"{PERMIT} when true;", [("unexpected-token", "true")], id="no braces"),
    pytest.param(f"{PERMIT} when {{}};", [("empty-clause", "}")], id="an empty condition"),
    pytest.param(f"{PERMIT} when {{ true;", [("unexpected-token", ";")], id="a brace that is not closed"),
    pytest.param(f"{PERMIT} when {{ true }}, unless {{ false }};", [("unexpected-token", ",")], id="a comma"),
    pytest.param(f"{PERMIT} 1;", [("unexpected-token", "1")], id="a number after the scope"),
    pytest.param(PERMIT, [("missing-semicolon", ")")], id="no semicolon at the end"),
    pytest.param(f"{PERMIT} {PERMIT};", [("missing-semicolon", ")")], id="no semicolon between"),
    pytest.param(f"{PERMIT} when {{ \"abc }};", [("unterminated-string", '"abc };')], id="a string not closed"),
    pytest.param("\ufeff" + PERMIT + ";", [("invalid-token", "\ufeff")], id="a byte order mark"),
    pytest.param("/* x */" + PERMIT + ";", [("unexpected-token", "/")], id="a block comment"),
    pytest.param("# x", [("invalid-token", "#")], id="a hash comment"),
    pytest.param("permit\x1c(principal, action, resource);", [("invalid-token", "\x1c")], id="a control character"),
    pytest.param("permit(\ud800);", [("lone-surrogate", "\ud800")], id="an unpaired surrogate"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "findings"), POLICIES)
def test_a_mistake_in_a_policy(text: str, findings: list[tuple[str, str]]) -> None:
    assert findings_of(text.replace("\x1c", "\x1f"))[: len(findings)] == [
        (kind, found.replace("\x1c", "\x1f")) for kind, found in findings
    ]


FULL_TEXTS = [
    pytest.param(
        "permit(principal, action, resource)\nwhen { resource.owner = principal };",
        "p.cedar:2:23: `=` is no operator\n"
        "  2 | when { resource.owner = principal };\n"
        "                            ^ help: did you mean `==`?",
        id="single equals sign",
    ),
    pytest.param(
        "forbid(principal, action, resource) wen { true };",
        "p.cedar:1:37: `wen` begins no condition\n"
        "  1 | forbid(principal, action, resource) wen { true };\n"
        "                                          ^^^ help: did you mean `when`?",
        id="a slip of when",
    ),
    pytest.param(
        "permit(principal, action, resource)\twhen { context.a.contain(1) };",
        "p.cedar:1:54: there is no method `contain`\n"
        "  1 | permit(principal, action, resource)\twhen { context.a.contain(1) };\n"
        "                                         \t                 ^^^^^^^ help: did you mean `contains`?",
        id="an unknown method after a tab",
    ),
    pytest.param(
        'permit(principal, action == User::"b", resource);',
        "p.cedar:1:29: the type of an action is `Action`, not `User`\n"
        '  1 | permit(principal, action == User::"b", resource);\n'
        '                                  ^^^^^^^^^ help: write `Action::"b"`',
        id="no action",
    ),
    pytest.param(
        "permit(principal, action, resource) when { 'x' == 1 };",
        "p.cedar:1:44: strings stand in double quotes\n"
        "  1 | permit(principal, action, resource) when { 'x' == 1 };\n"
        "                                                 ^^^ help: use `\"` in place of `'`",
        id="single quotes",
    ),
    pytest.param(
        "permit(principal, action, resource) when { context.in };",
        "p.cedar:1:52: `in` is reserved and cannot be an attribute name\n"
        "  1 | permit(principal, action, resource) when { context.in };\n"
        '                                                         ^^ help: write it as a string: `["in"]`',
        id="a reserved attribute",
    ),
    pytest.param(
        "permit(principal, action, resource) when { if true then 1 };",
        "p.cedar:1:59: expected `else`, found `}`\n"
        "  1 | permit(principal, action, resource) when { if true then 1 };\n"
        "                                                                ^ "
        "help: a conditional has both branches: `if ... then ... else ...`",
        id="no else",
    ),
    pytest.param(
        "permit(principal, action, resource)",
        "p.cedar:1:35: the policy lacks its `;`\n"
        "  1 | permit(principal, action, resource)\n"
        "                                        ^ help: put `;` at its end",
        id="no semicolon",
    ),
    pytest.param(
        "permit(principal, action, resource) when { 1 < 2 < 3 };",
        "p.cedar:1:50: `<` cannot follow another relation\n"
        "  1 | permit(principal, action, resource) when { 1 < 2 < 3 };\n"
        "                                                       ^ "
        "help: put parentheses around one of them, or join them by `&&`",
        id="a chain of relations",
    ),
    pytest.param(
        "permit(principal, action);",
        "p.cedar:1:25: the scope lacks `resource`\n"
        "  1 | permit(principal, action);\n"
        "                              ^ help: the scope is `(principal, action, resource)`",
        id="no resource",
    ),
    pytest.param(
        "permit(principal, action, resource) when { \x1b };",
        "p.cedar:1:44: `\u241b` starts no token\n"
        "  1 | permit(principal, action, resource) when { \u241b };\n"
        "                                                 ^ "
        "help: remove this character, which no one can see; in a string write it as an escape",
        id="an escape character is shown, not sent",
    ),
    pytest.param(
        "",
        None,
        id="nothing is an empty set",
    ),
]


@pytest.mark.parametrize(("text", "report"), FULL_TEXTS)
def test_the_report_in_full(text: str, report: str | None) -> None:
    if report is None:
        assert parse_policies(text) == []
        return
    with pytest.raises(PolicyParseError) as refusal:
        parse_policies(text, "p.cedar")
    assert str(refusal.value) == report


def test_five_mistakes_in_five_policies_are_five_findings() -> None:
    text = """permit(principal, acton, resource);
permit(principal, action, resource) when { context.a = 1 };
permit(principal, action, resource) when { foo( };
permit(principal, action, resource) unless { };
permit(principal, action, resource) when { ip2("x") }"""
    with pytest.raises(PolicyParseError) as refusal:
        parse_policies(text)
    lines = [finding.span and finding.span.line for finding in refusal.value.findings]
    assert lines == [1, 2, 3, 4, 5, 5]


def test_mistakes_in_several_conditions_of_one_policy_are_all_found() -> None:
    text = PERMIT + " when { [1 } unless { {a 1} } when { foo } unless { 1 + };"
    assert [kind for kind, _ in findings_of(text)] == [
        "unexpected-token",
        "unexpected-token",
        "unknown-variable",
        "unexpected-token",
    ]


def test_there_are_at_most_a_thousand_findings() -> None:
    with pytest.raises(PolicyParseError) as refusal:
        parse_policies("#;" * 5000)
    assert len(refusal.value.findings) == 1000


def test_a_long_line_is_not_repeated_in_its_findings() -> None:
    with pytest.raises(PolicyParseError) as refusal:
        parse_policies(PERMIT + " when { [" + "1, " * 1000 + "foo] };")
    assert refusal.value.findings[0].source_line is None
    assert str(refusal.value).startswith("<policies>:1:3045: there is no variable `foo`")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        pytest.param("\n\nx", 3, 1, id="line feeds"),
        pytest.param("\r\r\n é x", 3, 2, id="carriage returns"),
        pytest.param("// a\u2028b\n  x", 2, 3, id="a line separator ends no line"),
    ],
)
def test_the_place_of_a_mistake(text: str, line: int, column: int) -> None:
    with pytest.raises(PolicyParseError) as refusal:
        parse_policies(text)
    span = refusal.value.findings[0].span
    assert span is not None
    assert (span.line, span.column) == (line, column)


# ---------------------------------------------------------------------------------------------------------------------
# Trees and their places


def test_nodes_know_their_place() -> None:
    text = "(context.a) + 1 && !true"
    tree = parse_expression(text)
    assert isinstance(tree, And)
    assert text[tree.start : tree.end] == text
    assert isinstance(tree.left, Binary)
    assert text[tree.left.start : tree.left.end] == "(context.a) + 1"
    assert isinstance(tree.left.left, GetAttr)
    assert text[tree.left.left.start : tree.left.left.end] == "context.a"
    assert isinstance(tree.right, Not)
    assert text[tree.right.start : tree.right.end] == "!true"


def test_the_last_minus_belongs_to_the_number() -> None:
    tree = parse_expression("- -  7")
    assert isinstance(tree, Negate)
    assert isinstance(tree.arg, Literal)
    assert (tree.arg.value, tree.arg.start, tree.arg.end) == (-7, 2, 6)


def test_policies_know_their_place() -> None:
    text = f" @a {PERMIT} when {{ 1 }} ; "
    (body,) = parse_policies(text)
    assert text[body.start : body.end] == text.strip()
    assert text[body.conditions[0].start : body.conditions[0].end] == "when { 1 }"


@pytest.mark.parametrize("text", ["", "1 2", "1;", "(", "1 +", "?principal", "context like"])
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(PolicyParseError):
        parse_expression(text)


# ---------------------------------------------------------------------------------------------------------------------
# Entities and types that stand alone


@pytest.mark.parametrize(
    ("text", "uid"),
    [
        pytest.param('User::"alice"', EntityUID("User", "alice"), id="plain"),
        pytest.param('A::B::""', EntityUID("A::B", ""), id="an empty id"),
        pytest.param('User::"it\\\'s"', EntityUID("User", "it's"), id="a quote, escaped"),
        pytest.param('User::"é\\n\\u{1}"', EntityUID("User", "é\n\x01"), id="canonical escapes"),
    ],
)
def test_an_entity_in_normal_form(text: str, uid: EntityUID) -> None:
    assert parse_entity_uid(text) == uid


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param('User :: "a"', "not-normal-form", id="blanks"),
        pytest.param('User::"\\u{61}"', "not-normal-form", id="an escape that is not needed"),
        pytest.param('User::"it\'s"', "not-normal-form", id="a bare quote"),
        pytest.param('User::"a\nb"', "not-normal-form", id="a raw line feed"),
        pytest.param('User::"' + "é\n" * 200 + '"', "not-normal-form", id="a long one"),
        pytest.param('User::"a" ', "not-normal-form", id="a blank at the end"),
        pytest.param('User::"a"b', "unexpected-token", id="something after it"),
        pytest.param("User", "wrong-node-in-scope", id="a type"),
        pytest.param('"a"', "unexpected-token", id="an id"),
        pytest.param('if::"a"', "reserved-identifier", id="a reserved type"),
        pytest.param("", "unexpected-end", id="nothing"),
    ],
)
def test_an_entity_not_in_normal_form_is_refused(text: str, kind: str) -> None:
    with pytest.raises(PolicyParseError) as refusal:
        parse_entity_uid(text)
    assert refusal.value.kind == kind


@pytest.mark.parametrize("text", ["User", "A::B", "principal", "_a1", "__cedarx"])
def test_a_type_name(text: str) -> None:
    assert is_type_name(text)


@pytest.mark.parametrize("text", ["", "A :: B", "A::", "::A", "if", "A::in", "__cedar", "é", "A:B", " A", "A\n"])
def test_no_type_name(text: str) -> None:
    assert not is_type_name(text)


# ---------------------------------------------------------------------------------------------------------------------
# Much input


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param("(" * 10_000 + "1" + ")" * 10_000, id="10,000 parentheses"),
        pytest.param("[" * 10_000 + "]" * 10_000, id="10,000 sets"),
        pytest.param("if true then 1 else " * 10_000 + "2", id="10,000 conditionals"),
        pytest.param(" && ".join(["true"] * 100_000), id="100,000 terms"),
        pytest.param("context" + ".a" * 100_000, id="100,000 accesses"),
        pytest.param("[" + "1, " * 100_000 + "]", id="100,000 elements"),
        pytest.param('"' + "a\\n" * 3_000_000 + '"', id="a string of 9 MB"),
        pytest.param("1" + " " * 5_000_000, id="5 MB of blanks"),
        pytest.param("//" + "x" * 5_000_000 + "\n1", id="a comment of 5 MB"),
    ],
)
def test_much_is_accepted(expression: str) -> None:
    assert parse_expression(expression) is not None


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        pytest.param("(" * 1_000_000, "nested-too-deeply", id="a million parentheses"),
        pytest.param("!" * 1_000_000 + "true", "too-many-unary-operators", id="a million nots"),
        pytest.param("9" * 1_000_000, "integer-too-large", id="a million digits"),
        pytest.param('"' + '\\"' * 1_000_000, "unterminated-string", id="a string without end"),
        pytest.param('\n\\"' * 100_000, "invalid-token", id="quotes that are escaped"),
        pytest.param("a" * 1_000_000, "unknown-variable", id="a long name"),
    ],
)
def test_too_much_is_refused(expression: str, kind: str) -> None:
    with pytest.raises(PolicyParseError) as refusal:
        parse_expression(expression)
    assert refusal.value.kind == kind
    assert len(str(refusal.value)) < 2_000
