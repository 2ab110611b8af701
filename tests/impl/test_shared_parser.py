"""Parsing policies together gives what parsing them one by one gives: trees, offsets and findings."""

from __future__ import annotations

import json
import pickle
import re
from pathlib import Path
from random import Random

import pytest

from deodar.impl import parser, shared_parser
from deodar.impl.deep import with_room
from deodar.impl.errors import PolicyParseError
from deodar.impl.expr import PolicyBody
from deodar.impl.policy_set import PolicySet
from deodar.impl.skeleton import Pieces, cut, marked
from deodar.impl.skeleton_tree import builder
from deodar.impl.unread import PAYS_AFTER, Unread

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


def test_the_pieces_of_a_text() -> None:
    text = ' a1 "b" 23 == "" 4;\n c "; // b" // ; "\n;'
    assert cut(text) == Pieces(['a1 " 1 == " 1', 'c "       \n'], [1, 2], ("b", "", "; // b"), ("23", "4"))


def test_a_carriage_return_between_tokens_is_a_blank() -> None:
    assert cut('a\r\n"b";\r\n') == Pieces(['a\r\n"'], [0], ("b",), ())


@pytest.mark.parametrize("rest", ["a", "1", '"', '"a', '"\\"', "'"])
def test_a_text_with_something_behind_its_last_policy_is_not_cut(rest: str) -> None:
    assert cut(f"a;{rest}") is None


@pytest.mark.parametrize(
    ("condition", "is_unread"),
    [
        pytest.param('"a" == "b"', True, id="strings"),
        pytest.param("1 == 123456789012345678", True, id="numbers that are longs, whatever they are"),
        pytest.param("1 == 0123456789012345678", False, id="a number that may be too large"),
        pytest.param('"\\n" == "b"', False, id="an escape"),
        pytest.param('"a\nb" == "b"', True, id="a line feed in a string"),
        pytest.param('{"a": 1} == {}', False, id="keys that are strings"),
        pytest.param('User::"a" == User :: "b"', True, id="uids"),
        pytest.param(" && ".join(["true"] * 300), False, id="something long"),
    ],
)
def test_what_is_left_unread(condition: str, is_unread: bool) -> None:
    found = shared_parser.read_policies(many(f"{SCOPE} when {{ {condition} }};"))
    assert {isinstance(each, Unread) for each in found} == {is_unread}


def test_policies_that_few_are_alike_are_read() -> None:
    text = many(f"{SCOPE};") + f"{SCOPE} when {{ true }};" * 2
    assert [isinstance(each, Unread) for each in shared_parser.read_policies(text)] == [*[True] * 40, False, False]


def test_a_policy_is_the_same_before_and_after_its_tree_is_made() -> None:
    text = many('permit(principal == ?principal, action, resource == U::"a");', 20)
    first, second = PolicySet.parse(text), PolicySet.parse(text)
    (one, *_) = first.templates.values()
    assert one.body is one.body
    assert one.slots == ("?principal",)
    assert first == second
    assert pickle.loads(pickle.dumps(one)) == one
    with pytest.raises(AttributeError, match="a Template has no attribute 'tree'"):
        _ = one.tree  # type: ignore[attr-defined]  # as it should not be done


def test_one_tree_after_the_other_is_the_parsers() -> None:
    text = "".join(f'permit(principal == User::"{"x" * n}", action, resource) // {n}\n;\n' for n in range(50))
    policies = PolicySet.parse(text).policies
    plain = parser.parse_policies(text)
    for at in (*range(40, 40 + PAYS_AFTER), 7, 0, 49):
        assert repr(policies[f"policy{at}"].body) == repr(plain[at])


def test_code_holds_only_names_that_we_chose() -> None:
    policy = f'@__import__("os") {SCOPE} when {{ principal.__class__ == eval::exec::"x" && context.b0 like "y" }};'
    pieces = cut(policy)
    assert pieces is not None
    skeleton = f"{pieces.skeletons[0]};"
    build = builder(skeleton, parser.parse_policies(marked(skeleton))[0])
    code = build.__code__  # type: ignore[attr-defined]  # it is a function
    classes = {"PolicyBody", "Condition", "And", "Binary", "GetAttr", "Variable", "EntityLiteral", "Like"}
    scopes = {"PrincipalOrResourceScope", "ActionScope", "EntityUID"}
    helpers = {"tuple_of", "pattern_of", "len"}
    assert {name for name in code.co_names if not re.fullmatch(r"c\d+", name)} <= classes | scopes | helpers
    assert all(re.fullmatch(r"[bsnx]\d*", name) for name in code.co_varnames)
    assert all(constant is None or type(constant) is int for constant in code.co_consts)


def test_a_policy_set_is_parsed_so() -> None:
    text = many(f'{SCOPE} when {{ resource.a == "b" }};', 30)
    (first, *_, last) = [policy.body for policy in PolicySet.parse(text)]
    assert isinstance(last, PolicyBody)
    assert last.end == len(text)
    assert first.start == 0
