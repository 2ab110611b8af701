"""Edits that leave the subset are refused with file and line; the model as it is lies in it."""

from __future__ import annotations

import pickle
from importlib import import_module

import pytest

from deodar.proofs.program import Program, changed, forget
from deodar.proofs.prove import prove
from deodar.proofs.run import walk
from deodar.proofs.translate.outside import OutsideSubset, Place
from deodar.proofs.translate.source import module_source

AUTHORIZER = "deodar.model.authorizer"
OUTCOMES = "    outcomes = tuple(outcome(policy, req, es) for policy in policies)\n"
ERRORS = "    errors = error_policies(outcomes)\n"
SELECTED = "frozenset(each.policy.id for each in outcomes if each.satisfied and each.policy.effect == effect)"
EVALUATED = "        value = evaluate(x, req, es)\n"


def refused(module: str, old: str, new: str) -> str | None:
    """Where the changed module leaves the subset."""
    program = changed(module, old, new)
    try:
        return walk(program).outside
    finally:
        forget(program)


def line_of(module: str, text: str) -> int:
    """The line on which a text of a module begins."""
    source = module_source(import_module(module)).text
    return source[: source.index(text)].count("\n") + 1


def test_the_model_and_the_theorems_lie_in_the_subset() -> None:
    seen = walk(Program())
    assert (seen.outside, seen.recursive) == (None, 41)
    assert seen.functions > 40


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        pytest.param(
            ERRORS, "    for each in outcomes:\n        pass\n" + ERRORS, "`for each in outcomes:`", id="a loop"
        ),
        pytest.param(ERRORS, ERRORS + "    errors |= errors\n", "`errors |= errors`", id="a mutation"),
        pytest.param(ERRORS, ERRORS + "    errors = errors\n", "a new name", id="a second assignment"),
        pytest.param(
            OUTCOMES,
            "    outcomes = tuple(outcome(policy, req, es) for policy in policies if any(p for p in policies))\n",
            "a comprehension within another",
            id="a nested comprehension",
        ),
        pytest.param(
            OUTCOMES,
            "    outcomes = any(policy == each for policy in policies for each in policies)\n",
            "over more than one container",
            id="a claim over two containers",
        ),
        pytest.param(
            OUTCOMES, "    outcomes = [outcome(policy, req, es) for policy in policies]\n", "no container", id="a list"
        ),
        pytest.param(OUTCOMES, "    outcomes = tuple(outcome)\n", "the function `outcome`", id="a function as a value"),
        pytest.param(
            OUTCOMES, "    outcomes = tuple(sorted(policies))\n", "a call of `sorted`", id="an unknown function"
        ),
        pytest.param(
            ERRORS, "    errors = error_policies(outcomes=outcomes)\n", "by position", id="an argument by name"
        ),
        pytest.param(ERRORS, "    errors = (lambda: error_policies(outcomes))()\n", "a call of", id="a lambda"),
        pytest.param(ERRORS, "    assert outcomes\n" + ERRORS, "`assert outcomes`", id="an assertion"),
        pytest.param(ERRORS, "    global x\n" + ERRORS, "`global x`", id="a global"),
        pytest.param(ERRORS, '    errors = f"{outcomes}"\n', "no expression", id="a formatted string"),
    ],
)
def test_an_edit_that_leaves_the_subset_is_refused_with_file_and_line(old: str, new: str, what: str) -> None:
    message = refused(AUTHORIZER, old, new)
    assert message is not None
    place, _, sentence = message.partition(": ")
    file, _, line = place.partition(":")
    assert file == "model/authorizer.py"
    assert line_of(AUTHORIZER, old) <= int(line) <= line_of(AUTHORIZER, old) + new.count("\n")
    assert what in sentence


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        pytest.param(
            "    except EvaluationError as error:",
            "    except (EvaluationError, ValueError) as error:",
            "class",
            id="two classes",
        ),
        pytest.param(
            "    except EvaluationError as error:",
            "    except Exception as error:",
            "more than one class",
            id="any exception",
        ),
    ],
)
def test_a_handler_that_catches_too_much_is_refused_by_the_translator(old: str, new: str, what: str) -> None:
    program = changed(AUTHORIZER, old, new)
    try:
        with pytest.raises(OutsideSubset, match=rf"model/authorizer\.py:\d+: .*{what}"):
            prove(program.lemmas()[0], program)
    finally:
        forget(program)


def test_a_dataclass_that_can_change_is_refused() -> None:
    message = refused(
        AUTHORIZER, "@dataclass(frozen=True, slots=True)\nclass Outcome", "@dataclass(slots=True)\nclass Outcome"
    )
    assert message is not None
    assert "`Outcome` is neither a frozen dataclass" in message


def test_two_statements_in_a_try_are_refused() -> None:
    message = refused(AUTHORIZER, EVALUATED, EVALUATED + "        other = value\n")
    assert message is not None
    assert "`try`" in message


def test_a_refusal_reaches_another_process() -> None:
    refusal: OutsideSubset = pickle.loads(pickle.dumps(OutsideSubset(Place("model/x.py", 3), "a loop")))
    assert (str(refusal), refusal.place, refusal.what) == ("model/x.py:3: a loop", Place("model/x.py", 3), "a loop")
