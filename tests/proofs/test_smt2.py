"""Questions as text: the parts are told apart, and declarations stand before what mentions them."""

from __future__ import annotations

import pytest

from deodar.proofs.translate.smt2 import in_order, parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a b", ["a", "b"], id="words"),
        pytest.param("(a (b c)) d", ["(a (b c))", "d"], id="lists"),
        pytest.param("|a (b| (|c )| d)", ["|a (b|", "(|c )| d)"], id="quoted words with blanks and brackets"),
        pytest.param("; no (word\n(a)(b)", ["(a)", "(b)"], id="a comment"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_parts_of_a_text(text: str, expected: list[str]) -> None:
    assert list(parts(text)) == expected


def test_sorts_come_first_and_all_datatypes_at_once() -> None:
    text = """(set-info :status unknown)
(declare-datatypes ((A 0)) (((a (held |S t|)))))
(declare-fun f (A) Bool)
(declare-sort |S t| 0)
(declare-datatypes ((B 0)
 (C 0)) (((b)) ((c (kept A)))))
(check-sat)
"""
    assert in_order(text) == (
        "(declare-sort |S t| 0)\n"
        "(declare-datatypes ((A 0) (B 0)\n (C 0)) (((a (held |S t|))) ((b)) ((c (kept A)))))\n"
        "(declare-fun f (A) Bool)\n(check-sat)\n"
    )


def test_without_datatypes_none_are_declared() -> None:
    assert in_order("(declare-sort S 0)\n(check-sat)\n") == "(declare-sort S 0)\n(check-sat)\n"
