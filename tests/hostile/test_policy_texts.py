"""Policy texts that are long, deep or odd are answered or refused; nothing crashes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.hostile.readers import BOTH, ENGINE, Readers, answer_or_refusal, is_well_formed
from tests.hostile.texts import ALLOWED, ANSWERED_OR_REFUSED, ENGINE_ALLOWED, REFUSED, condition

import deodar

Text = Callable[[], str]
IMPLEMENTATIONS = [pytest.param(readers, id=readers.name) for readers in BOTH]
FIVE_ERRORS = """\
permit(principal, action, resource) when { 1 + };
permit(principal, actions, resource);
allow(principal, action, resource);
permit(principal, action, resource) when { principal.name = "x" };
permit(principal, action, resource) unless { resource.size < 99999999999999999999 };
"""


def rows(table: dict[str, Text]) -> list[object]:
    """The rows of a table, each named by its sentence."""
    return [pytest.param(text, id=name) for name, text in table.items()]


@pytest.mark.parametrize("readers", IMPLEMENTATIONS)
@pytest.mark.parametrize("text", rows(ALLOWED))
def test_what_a_person_or_a_generator_may_write_is_answered(text: Text, readers: Readers) -> None:
    assert readers.decide(text()) == "allow"


@pytest.mark.parametrize("text", rows(ENGINE_ALLOWED))
def test_the_engine_answers_documents_of_any_size(text: Text) -> None:
    assert ENGINE.decide(text()) == "allow"


@pytest.mark.parametrize("readers", IMPLEMENTATIONS)
@pytest.mark.parametrize("text", rows(ANSWERED_OR_REFUSED))
def test_what_nobody_writes_is_answered_or_refused(text: Text, readers: Readers) -> None:
    assert answer_or_refusal(readers, text()) in ("allow", "refused")


@pytest.mark.parametrize("readers", IMPLEMENTATIONS)
@pytest.mark.parametrize("text", rows(REFUSED))
def test_what_is_no_policy_is_refused(text: Text, readers: Readers) -> None:
    with pytest.raises(readers.refusal) as refused:
        readers.decide(text())
    assert is_well_formed(refused.value)


def test_a_file_with_five_errors_reports_five() -> None:
    with pytest.raises(deodar.PolicyParseError) as refused:
        deodar.PolicySet.parse(FIVE_ERRORS)
    findings = refused.value.findings
    assert [finding.span and finding.span.line for finding in findings] == [1, 2, 3, 4, 5]


def test_a_report_of_a_long_line_stays_short() -> None:
    with pytest.raises(deodar.PolicyParseError) as refused:
        deodar.PolicySet.parse(condition('"' + "a" * 1_000_000 + '" = 1'))
    assert len(str(refused.value)) < 2_000


def test_a_report_of_many_mistakes_stays_short() -> None:
    with pytest.raises(deodar.PolicyParseError) as refused:
        deodar.PolicySet.parse(condition("1 +") * 10_000)
    assert len(str(refused.value)) < 200_000


def test_control_characters_do_not_reach_the_terminal() -> None:
    with pytest.raises(deodar.PolicyParseError) as refused:
        deodar.PolicySet.parse(condition('"\x1b[2J" = 1'))
    assert "\x1b" not in str(refused.value)
