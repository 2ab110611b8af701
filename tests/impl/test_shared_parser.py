"""Parsing policies together gives what parsing them one by one gives: trees, offsets and findings."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

import pytest

from deodar.impl import parser, shared_parser
from deodar.impl.deep import with_room
from deodar.impl.errors import PolicyParseError
from deodar.impl.expr import PolicyBody
from deodar.impl.policy_set import PolicySet
from deodar.impl.skeleton import Parts, cut, take_apart
from deodar.impl.skeleton_tree import NotShared, builder, marked

SCOPE = "permit(principal, action, resource)"
OFFICIAL = Path(__file__).parents[1] / "data" / "reference" / "syntax.jsonl"
STRINGS = [
    "",
    "a",
    "0",
    "*",
    "a*b",
    "é中😀",
    "// no",
    "; ",
    "'",
    "\0s1",
    "permit(",
    "x" * 50,
    '\\"',
    "\\u{41}",
    "a\rb",
    "\\q",
]
NUMBERS = ["0", "1", "007", "9" * 18, "9223372036854775807", "9223372036854775808", "1" * 30]


def plainly(text: str) -> str:
    """The trees by the plain parser, or what it finds."""
    return outcome(text, parser)


def outcome(text: str, module: object) -> str:
    parse = parser.parse_policies if module is parser else shared_parser.parse_policies
    try:
        return "\n".join(with_room(repr, body) for body in parse(text, "p.cedar"))
    except PolicyParseError as error:
        return str(error)


def many(policy: str, count: int = 40) -> str:
    return "\n".join([policy] * count)


def varied(policy: str, random: Random, strings: list[str], numbers: list[str]) -> str:
    """The policy with other literals."""
    policy = re.sub(r'"(?:[^"\\]|\\.)*"', lambda _: f'"{random.choice(strings)}"', policy, flags=re.DOTALL)
    return re.sub(r"(?<![\w\"])\d+(?![\w\"])", lambda _: random.choice(numbers), policy)


POLICIES = [
    pytest.param(f"{SCOPE};", id="nothing but a scope"),
    pytest.param(
        'permit(principal == U::"a", action in [Action::"b", A::Action::"c"], resource is T in T::"d");', id="uids"
    ),
    pytest.param('permit(principal in ?principal, action == Action::"x", resource == ?resource);', id="slots"),
    pytest.param(f'@id("a") @b @c("d") {SCOPE} when {{ true }} unless {{ false }};', id="annotations"),
    pytest.param(
        f'{SCOPE} when {{ resource.path like "a*b" && -5 < 1 - 007 && principal has a.b.c }};', id="operators"
    ),
    pytest.param(
        f'{SCOPE} when {{ context["k"] has "l" && ip("x").isInRange(ip("y")) && [1, "z"].contains(2) }};', id="calls"
    ),
    pytest.param(f'{SCOPE} when {{ {{a: "x", b: -1}} == {{a: "y", b: 1has a}} }};', id="a record with names"),
    pytest.param(f'{SCOPE} when {{ {{"k": 1, "l": 2}} == {{}} }};', id="a record whose keys are strings"),
    pytest.param(
        f'{SCOPE} when {{ User2::"a" == principal.a1 && if true then 1 else 22 in [] }};', id="digits in names"
    ),
    pytest.param(f'// "a comment;\n{SCOPE} // and ; another\n when {{ "http://x" == "//" }};', id="comments"),
    pytest.param(f"\x85\u3000{SCOPE}\r\nwhen {{ 1 == 2 }};", id="blanks"),
    pytest.param(f"{SCOPE} when {{ {'!(' * 300}true{')' * 300} }};", id="deep"),
    pytest.param(f"{SCOPE} when {{ {' && '.join(['1 == 1'] * 400)} }};", id="long"),
    pytest.param(f"{SCOPE} when {{ - 9223372036854775808 == --1 }};", id="the least long"),
]


@pytest.mark.parametrize("policy", POLICIES)
def test_accepted_policies(policy: str) -> None:
    random = Random(policy)
    for numbers in (["0", "1", "20", "007"], ["5"]):
        text = "\n".join(varied(policy, random, STRINGS[:12], numbers) for _ in range(60))
        assert outcome(text, shared_parser) == plainly(text)


@pytest.mark.parametrize("policy", POLICIES)
def test_policies_with_any_literals(policy: str) -> None:
    random = Random(policy)
    for _ in range(10):
        text = many(policy) + varied(policy, random, STRINGS, NUMBERS) * 2
        assert outcome(text, shared_parser) == plainly(text)


@pytest.mark.parametrize(
    "rest",
    [
        "permit",
        "permit(",
        '"',
        '"a',
        "'",
        "'a;'",
        "'\"'",
        "#",
        ";",
        ";;",
        "//",
        "/",
        "\\",
        "\0",
        "\ud800",
        "é",
        "\ufeff",
        "\x1c",
        "?",
        '"\\"\\"\\"',
        "permit(principal, action, resource)",
        "@",
        "}",
        "/* ; */",
        "permit(principal, action, resource);",
    ],
)
@pytest.mark.parametrize("policy", [f"{SCOPE};", f'{SCOPE} when {{ "a" == "b" }};'])
def test_what_stands_before_between_and_after_policies(policy: str, rest: str) -> None:
    for text in (many(policy) + rest, rest + many(policy), many(policy, 30) + rest + many(policy, 30)):
        assert outcome(text, shared_parser) == plainly(text)


def test_texts_with_characters_taken_out_or_put_in() -> None:
    random = Random(1)
    text = many(f'@a("b") {SCOPE} when {{ principal.n == 15 && "x" like "y*" }}; // c\n', 26)
    for _ in range(400):
        at = random.randrange(len(text))
        changed = (
            text[:at]
            + random.choice("\";/\\'{}(),=0a \n\r\0é") * random.randrange(2)
            + text[at + random.randrange(3) :]
        )
        assert outcome(changed, shared_parser) == plainly(changed)


def test_official_texts() -> None:
    shared = 0
    for line in OFFICIAL.read_text(encoding="utf-8").splitlines():
        text = many(json.loads(line)["policy"], 26)
        assert outcome(text, shared_parser) == plainly(text)
        shared += 1
    assert shared > 500


def test_the_offsets_are_those_of_the_text() -> None:
    text = "".join(f'permit(principal == User::"{"x" * n}", action, resource);\n' for n in range(50))
    bodies = shared_parser.parse_policies(text)
    assert [text[body.start : body.end] for body in bodies] == text.splitlines()


def test_the_parts_of_a_policy() -> None:
    assert take_apart('a1 "b" 23 == "" 4') == Parts('a1 " 1 == " 1', ["b", ""], ["23", "4"])


@pytest.mark.parametrize("policy", ['"\\n"', '"a\rb"', "1" * 19, "a" * 3_000])
def test_policies_that_are_not_taken_apart(policy: str) -> None:
    assert take_apart(policy) is None


def test_a_carriage_return_between_tokens_is_a_blank() -> None:
    assert take_apart('a\r\n"b"') == Parts('a\r\n"', ["b"], [])


def test_cutting_loses_nothing() -> None:
    assert list(cut('a "; // b"; // ; "\n c "d')) == [('a "; // b";', 0), ('c "d', 20)]


def test_code_holds_only_names_that_we_chose() -> None:
    policy = f'@__import__("os") {SCOPE} when {{ principal.__class__ == eval::exec::"x" && context.b0 like "y" }};'
    skeleton = take_apart(policy)
    assert skeleton is not None
    build = builder(skeleton.skeleton, parser.parse_policies(marked(skeleton.skeleton))[0])
    code = build.__code__  # type: ignore[attr-defined]  # it is a function
    classes = {"PolicyBody", "Condition", "And", "Binary", "GetAttr", "Variable", "EntityLiteral", "Like"}
    scopes = {"PrincipalOrResourceScope", "ActionScope", "EntityUID"}
    helpers = {"tuple_of", "pattern_of", "len"}
    assert {name for name in code.co_names if not re.fullmatch(r"c\d+", name)} <= classes | scopes | helpers
    assert all(re.fullmatch(r"[bsnx]\d*", name) for name in code.co_varnames)
    assert all(constant is None or type(constant) is int for constant in code.co_consts)


def test_a_skeleton_whose_tree_hangs_on_its_strings_is_not_shared() -> None:
    skeleton = f'{SCOPE} when {{ {{": 1}} == 1 }};'
    with pytest.raises(NotShared):
        builder(skeleton, parser.parse_policies(marked(skeleton))[0])


def test_a_policy_set_is_parsed_so() -> None:
    text = many(f'{SCOPE} when {{ resource.a == "b" }};', 30)
    (first, *_, last) = [policy.body for policy in PolicySet.parse(text)]
    assert isinstance(last, PolicyBody)
    assert last.end == len(text)
    assert first.start == 0
