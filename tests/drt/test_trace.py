"""Traces: what each engine makes of every sub-expression, in order of evaluation, with the first difference marked."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from deodar import model
from deodar.drt import case_file
from deodar.drt.case import Case
from deodar.drt.engines import engine
from deodar.drt.engines.protocol import Answer, Engine, Message
from deodar.drt.finding import Finding
from deodar.drt.replay import Replayed, replay
from deodar.drt.replay_json import as_json
from deodar.drt.replay_shown import show
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import answers
from deodar.drt.trace import order
from deodar.drt.trace.asking import Observed, written
from deodar.drt.trace.outcome import Fails, NotTold, Outcome, SomeValue, Value, in_words, same
from deodar.drt.trace.policies import filled
from deodar.drt.trace.trace import Traces, traced

ALICE = {"type": "User", "id": "alice"}
STAFF = {"type": "Group", "id": "staff"}
VIEW = {"type": "Action", "id": "view"}
ENTITIES = [{"uid": ALICE, "attrs": {"age": 7}, "parents": [STAFF], "tags": {}}]
REQUEST = {"principal": ALICE, "action": VIEW, "resource": STAFF, "context": {}}


def case(text: str, **members: Any) -> Case:
    policies = model.policies_to_json(model.parse_policies(text))
    return {"policies": policies, "entities": ENTITIES, "requests": [REQUEST], **members}


def trace(asked: Case, engines: Mapping[str, Engine], target: str = "authorize") -> Traces:
    found = traced(TARGETS[target], engines, asked, answers(TARGETS[target], engines, asked), None)
    assert found is not None
    return found


def named(*names: str) -> dict[str, Engine]:
    return {name: engine(name) for name in names}


def rows(asked: Case, *names: str, target: str = "authorize") -> list[list[str]]:
    """Each step of the first policy: its text, and the outcome of each engine that comes to it."""
    steps = trace(asked, named(*names), target).traces[0].steps
    return [[step.text, *(words(step.observed.get(name)) for name in names)] for step in steps]


def words(found: Observed | None) -> str:
    return "-" if found is None else in_words(found.outcome)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        pytest.param("1 + 2 < 4", [("1", "1"), ("2", "2"), ("1 + 2", "3"), ("4", "4"), ("1 + 2 < 4", "true")], id="<"),
        pytest.param("false && 1 == 1", [("false", "false"), ("false && 1 == 1", "false")], id="a false left of &&"),
        pytest.param("true || 1 == 1", [("true", "true"), ("true || 1 == 1", "true")], id="a true left of ||"),
        pytest.param(
            "if true then 1 == 1 else 2 == 2",
            [("true", "true"), ("1", "1"), ("1", "1"), ("1 == 1", "true"), ("if true then 1 == 1 else 2 == 2", "true")],
            id="only the branch that is taken",
        ),
        pytest.param(
            "principal.nope + 1 == 1",
            [
                ("principal", 'User::"alice"'),
                ("principal.nope", "fails: entity-attr-missing"),
                ("principal.nope + 1", "fails: entity-attr-missing"),
                ("principal.nope + 1 == 1", "fails: entity-attr-missing"),
            ],
            id="nothing behind what fails",
        ),
        pytest.param(
            "principal is Doc in resource",
            [
                ("principal", 'User::"alice"'),
                ("principal is Doc", "false"),
                ("principal is Doc in resource", "false"),
            ],
            id="`is .. in` of another type does not come to its container",
        ),
        pytest.param(
            "[1].contains({a: 2}.a)",
            [
                ("1", "1"),
                ("[1]", "[1]"),
                ("2", "2"),
                ("{ a: 2 }", "{ a: 2 }"),
                ("{ a: 2 }.a", "2"),
                ("[1].contains( { a: 2 }.a)", "false"),
            ],
            id="sets and records",
        ),
        pytest.param(
            'decimal("1.0").lessThan(decimal("x"))',
            [
                ('"1.0"', '"1.0"'),
                ('decimal("1.0")', 'decimal("1.0")'),
                ('"x"', '"x"'),
                ('decimal("x")', "fails: extension"),
                ('decimal("1.0").lessThan(decimal("x"))', "fails: extension"),
            ],
            id="extension functions",
        ),
    ],
)
def test_operands_come_before_what_is_made_of_them(condition: str, expected: list[tuple[str, str]]) -> None:
    asked = case(f"permit(principal, action, resource) when {{ {condition} }};")
    assert rows(asked, "model", "impl") == [[text, outcome, outcome] for text, outcome in expected]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        pytest.param(
            'permit(principal in Group::"staff", action == Action::"edit", resource) when { 1 == 1 };',
            [['principal in Group::"staff"', "true"], ['action == Action::"edit"', "false"]],
            id="nothing behind a part of the scope that does not hold",
        ),
        pytest.param(
            'permit(principal is User, action in [Action::"view", Action::"x"], resource is Group in Group::"staff");',
            [
                ["principal is User", "true"],
                ['action in [Action::"view", Action::"x"]', "true"],
                ['resource is Group in Group::"staff"', "true"],
            ],
            id="every form",
        ),
        pytest.param(
            "permit(principal, action, resource) unless { true } when { false };",
            [["true", "true"]],
            id="nothing behind an `unless` that holds",
        ),
        pytest.param(
            "permit(principal, action, resource) unless { false } when { true };",
            [["false", "false"], ["true", "true"]],
            id="one condition after the other",
        ),
    ],
)
def test_the_scope_comes_before_the_conditions(policy: str, expected: list[list[str]]) -> None:
    assert rows(case(policy), "model", "cedarpy") == [[text, outcome, outcome] for text, outcome in expected]


def test_the_first_difference_is_where_the_bug_is() -> None:
    asked = case("permit(principal, action, resource) when { 1 < 2 && 2 <= 2 };")
    found = trace(asked, named("model", "mutant:less-or-equal-is-less")).traces[0]
    assert found.first_difference is not None
    step = found.steps[found.first_difference]
    assert step.text == "2 <= 2"
    assert step.observed["mutant:less-or-equal-is-less"] == Observed(Value(False), told=Value(True))


def test_engines_go_their_own_ways_behind_a_difference() -> None:
    asked = case("permit(principal, action, resource) when { 2 <= 2 && 3 == 3 };")
    assert rows(asked, "model", "mutant:less-or-equal-is-less")[3:] == [
        ["3", "3", "-"],
        ["3", "3", "-"],
        ["3 == 3", "true", "-"],
        ["2 <= 2 && 3 == 3", "true", "false"],
    ]


def test_a_bug_of_equality_does_not_make_every_value_another_one() -> None:
    asked = case("permit(principal, action, resource) when { 1 + 1 == 2 };")
    found = trace(asked, named("model", "mutant:nothing-is-equal")).traces[0]
    assert found.first_difference == len(found.steps) - 1


def test_a_bug_of_the_decision_is_in_no_step() -> None:
    asked = case("permit(principal, action, resource);forbid(principal, action, resource);")
    found = trace(asked, named("model", "mutant:permit-overrides-forbid"))
    assert [each.first_difference for each in found.traces] == [None, None]


def test_a_bug_of_a_whole_policy_is_in_its_last_row() -> None:
    asked = case("permit(principal, action, resource) unless { false };")
    found = trace(asked, named("model", "mutant:unless-is-when")).traces[0]
    assert found.first_difference == len(found.steps)


def test_only_the_policies_in_dispute_are_traced() -> None:
    asked = case(
        "permit(principal, action, resource) when { 1 < 2 };permit(principal, action, resource) when { 2 <= 2 };"
    )
    found = trace(asked, named("model", "mutant:less-or-equal-is-less"))
    assert [each.policy_id for each in found.traces] == ["policy1"]


def test_of_many_policies_some_are_traced() -> None:
    found = trace(case("permit(principal, action, resource);" * 9), named("model", "impl"))
    assert (len(found.traces), found.others) == (6, 3)


def test_a_link_is_traced_with_its_slots_filled_in() -> None:
    asked = case("permit(principal == ?principal, action, resource is Group in ?resource) when { true };")
    link = {"template_id": "policy0", "link_id": "l", "values": {"?principal": ALICE, "?resource": STAFF}}
    for target, members in (("link", {"links": [link]}), ("authorize", {"policies": _linked(asked, link)})):
        found = trace({**asked, **members}, named("model", "impl"), target).traces[0]
        assert found.policy_id == "l"
        assert [step.text for step in found.steps] == [
            'principal == User::"alice"',
            'resource is Group in Group::"staff"',
            "true",
        ]
        assert {each.outcome for each in found.alone.values()} == {Value(True)}


def _linked(asked: Case, link: Mapping[str, Any]) -> Any:
    policies: Any = asked["policies"]
    made = {"templateId": link["template_id"], "newId": link["link_id"], "values": link["values"]}
    return {**policies, "templateLinks": [made]}


def test_a_slot_without_a_value_stays() -> None:
    assert filled({"op": "==", "slot": "?principal"}, {}) == {"op": "==", "slot": "?principal"}


def test_an_expression_is_traced() -> None:
    asked: Case = {"expression": {"!": {"arg": {"Value": True}}}, "entities": [], "requests": [REQUEST]}
    assert rows(asked, "model", "impl", "cedarpy", target="evaluate") == [
        ["true", "true", "true", "true"],
        ["!true", "false", "false", "false"],
    ]


def test_what_an_engine_cannot_tell_is_said() -> None:
    asked: Case = {"expression": {"Value": 1}, "entities": [], "requests": [REQUEST]}
    assert rows(asked, "model", "cedarpy", target="evaluate") == [["1", "1", "(not told)"]]


def test_each_way_to_evaluate_has_a_column_where_they_differ() -> None:
    asked = case("permit(principal, action, resource) when { 1 == 1 };")
    impl, deny = engine("impl"), {"responses": [{"decision": "deny", "reasons": [], "errors": []}]}
    ways: Answer = {"broken": "answers in different ways", "back ends": {"interpreted": {}, "inlined": deny}}
    found = traced(TARGETS["back-ends"], {"impl": impl}, asked, {"impl": ways}, None)
    assert found is not None
    assert found.engines == ("impl interpreted", "impl inlined", "impl indexed", "impl incremental")
    assert {words(each) for each in found.traces[0].steps[-1].observed.values()} == {"true"}


class DecidesOnly:
    """An engine that tells no values."""

    name = "decides"
    ops = frozenset({"authorize"})

    def __init__(self, other: Engine, broken: Answer | None = None) -> None:
        self._other = other
        self._broken = broken

    def answer(self, message: Message) -> Answer:
        return self._broken or self._other.answer(message)


def test_an_engine_that_only_decides_is_asked_by_policies() -> None:
    asked = case('permit(principal, action, resource) when { principal.age + 1 < 9 && ip("x").isIpv4() };')
    engines = {"model": engine("model"), "decides": DecidesOnly(engine("impl"))}
    steps = trace(asked, engines).traces[0].steps
    assert [(step.text, words(step.observed["decides"])) for step in steps][:5] == [
        ("principal", 'User::"alice"'),
        ("principal.age", "7"),
        ("1", "1"),
        ("principal.age + 1", "8"),
        ("9", "9"),
    ]
    assert all(words(step.observed["decides"]) == words(step.observed["model"]) for step in steps)


def test_without_values_to_compare_with_a_value_is_some_value() -> None:
    asked = case("permit(principal, action, resource) when { 1 < 2 };")
    steps = trace(asked, {"decides": DecidesOnly(engine("impl"))}).traces[0].steps
    assert [words(step.observed["decides"]) for step in steps] == ["some value", "some value", "true"]


def test_another_value_is_told_from_the_same() -> None:
    asked = case("permit(principal, action, resource) when { 3 - 2 == 1 };")
    engines = {"model": engine("model"), "decides": DecidesOnly(engine("mutant:minus-swapped"))}
    found = trace(asked, engines).traces[0]
    assert found.first_difference == 2
    assert words(found.steps[2].observed["decides"]) == "another value"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param({"fault": "it hangs"}, "(fault: it hangs)", id="a fault"),
        pytest.param({"error": {"stage": "policies"}}, "(refuses policies)", id="a refusal"),
        pytest.param({"error": {"stage": "protocol"}}, "(not told)", id="an unknown question"),
        pytest.param(
            {"responses": [{"error": {"stage": "request"}}]},
            "(refuses request)",
            id="a request that is refused",
        ),
        pytest.param({"responses": "garbage"}, "(not told)", id="garbage"),
    ],
)
def test_an_engine_that_does_not_answer_is_shown_so(answer: Answer, expected: str) -> None:
    engines = {"decides": DecidesOnly(engine("impl"), answer)}
    found = trace(case("permit(principal, action, resource);"), engines).traces[0]
    assert words(found.alone["decides"]) == expected
    assert found.first_difference is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param(Value(1), Value(True), False, id="a long is no boolean"),
        pytest.param(Value([1, 2]), Value([2, 1, 1]), True, id="sets have no order"),
        pytest.param(Fails("type"), Fails("overflow"), False, id="another kind"),
        pytest.param(Fails("type"), Fails("unknown"), True, id="a kind that is not known"),
        pytest.param(Fails("type"), Value(1), False, id="an error is no value"),
        pytest.param(Fails("type"), SomeValue(other=False), False, id="an error is not some value"),
        pytest.param(Value(1), SomeValue(other=False), True, id="some value may be any"),
        pytest.param(SomeValue(other=True), Value(1), False, id="another value is not the same"),
        pytest.param(NotTold("why"), Fails("type"), True, id="what is not told differs from nothing"),
    ],
)
def test_what_counts_as_the_same(one: Outcome, other: Outcome, expected: bool) -> None:
    assert (same(one, other), same(other, one)) == (expected, expected)


def test_a_value_is_written_as_an_expression() -> None:
    instant = {"__extn": {"fn": "datetime", "arg": "2024-01-01"}}
    value = [{"a": {"__extn": {"fn": "offset", "args": [instant, 1]}}}]
    assert written(value) == {"Set": [{"Record": {"a": {"offset": [{"Value": instant}, {"Value": 1}]}}}]}


@pytest.mark.parametrize(
    "members",
    [
        pytest.param({"policies": "permit"}, id="policies that are a text"),
        pytest.param({"policies": {"staticPolicies": {}, "templates": {}, "templateLinks": []}}, id="no policy"),
        pytest.param({"requests": []}, id="no request"),
    ],
)
def test_where_nothing_is_evaluated_there_is_no_trace(members: dict[str, Any]) -> None:
    asked = case("permit(principal, action, resource);") | members
    assert traced(TARGETS["authorize"], named("model"), asked, {"model": {}}, None) is None


NO_TEMPLATE = {"templateId": "t", "newId": "l", "values": {}}


@pytest.mark.parametrize(
    "policy",
    [
        pytest.param({"effect": "permit"}, id="without a scope"),
        pytest.param({"principal": {"op": "=="}, "action": {}, "resource": {}, "conditions": []}, id="a damaged scope"),
        pytest.param(
            {
                **{part: {"op": "All"} for part in ("principal", "action", "resource")},
                "conditions": [{"kind": "when", "body": {"&&": 1}}],
            },
            id="a damaged expression",
        ),
    ],
)
def test_a_damaged_policy_is_traced_as_far_as_it_goes(policy: dict[str, Any]) -> None:
    asked: Case = {
        "policies": {
            "staticPolicies": {"p": policy, "q": 1},
            "templates": {},
            "templateLinks": [1, NO_TEMPLATE],
        },
        "links": [1],
        "entities": [],
        "requests": [REQUEST],
    }
    (found,) = trace(asked, named("model", "impl")).traces
    assert {words(each) for each in found.alone.values()} == {"(refuses policies)"}


def test_of_a_huge_expression_not_all_is_traced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "MOST_STEPS", 20)
    condition = " && ".join(["true"] * 40)
    (found,) = trace(case(f"permit(principal, action, resource) when {{ {condition} }};"), named("impl")).traces
    assert not found.complete
    assert found.steps[-1].text == condition
    assert len(found.steps) < 79


def replayed(*names: str) -> Replayed:
    asked = case("permit(principal, action, resource) when { 2 <= 2 };")
    finding = Finding("authorize", "authorize: decision", asked, {name: {} for name in names}, b"", 1, False, 1, 0.0)
    return replay(case_file.case_file(finding), [])


def test_the_traces_are_shown_side_by_side() -> None:
    console = Console(width=110)
    with console.capture() as captured:
        show(replayed("model", "mutant:less-or-equal-is-less"), console)
    lines = [" ".join(line.split()) for line in captured.get().splitlines()]
    assert "evaluation of permit `policy0`" in lines
    assert "sub-expression model mutant:less-or-equal-is-less" in lines
    assert "--> 2 <= 2 true false in a policy, true when asked for the value" in lines
    assert "the permit, by itself satisfied not satisfied" in lines
    assert lines[-1].startswith("the engines still differ: decision")


@pytest.mark.parametrize(("other", "explained"), [("mutant:allow-by-default", True), ("impl", False)])
def test_a_difference_in_no_step_is_explained(other: str, explained: bool) -> None:
    asked = case("permit(principal, action, resource) when { false };")
    finding = Finding("authorize", "s", asked, {"model": {}, "impl": {}}, b"", 1, False, 1, 0.0)
    console = Console(width=110)
    with console.capture() as captured:
        show(replay(case_file.case_file(finding), ["model", other]), console)
    assert ("what differs is how the answer is made of them" in captured.get()) is explained
    assert ("the engines agree" in captured.get()) is not explained


def test_a_replay_as_json_has_what_is_shown(tmp_path: Path) -> None:
    asked = case("permit(principal, action, resource) when { 2 <= 2 };")
    names = ("model", "mutant:less-or-equal-is-less")
    finding = Finding("authorize", "authorize: decision", asked, {name: {} for name in names}, b"", 1, False, 1, 0.0)
    path = case_file.write(finding, tmp_path)
    command = [sys.executable, "-m", "deodar", "drt", "replay", "--json", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    told = json.loads(done.stdout)
    assert done.returncode == 7
    assert told == json.loads(json.dumps(as_json(replayed(*names))))
    assert told["differs"].startswith("decision: model allow")
    assert told["cedar"]["policies"] == "// policy0\npermit(principal, action, resource) when { 2 <= 2 };"
    (trace_of,) = told["traces"]
    assert trace_of["first_difference"] == 2
    assert trace_of["steps"][2] == {
        "depth": 0,
        "text": "2 <= 2",
        "engines": {
            "model": {"value": True},
            "mutant:less-or-equal-is-less": {"value": False, "when_asked_for_the_value": {"value": True}},
        },
    }
