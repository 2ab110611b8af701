"""How many columns a text takes."""

from __future__ import annotations

import pytest

from deodar.impl.formatter.display_width import display_width


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param("a\tb\n", 4, id="ASCII, control characters among it, one each"),
        pytest.param("é", 1, id="a letter with an accent"),
        pytest.param("e\u0301", 1, id="a letter and its accent"),
        pytest.param("日本", 4, id="wide characters"),
        pytest.param("\uff21", 2, id="a full-width letter"),
        pytest.param("\uff76\uff9e", 1, id="a half-width letter with its half-width mark"),
        pytest.param("\u1112\u1161\u11ab", 2, id="a Korean syllable in parts"),
        pytest.param("\u0601", 1, id="a format character that is seen"),
        pytest.param("\u00ad", 0, id="a format character that is not"),
        pytest.param("\u0378", 1, id="what is no character yet"),
        pytest.param("\U0003fff0", 2, id="an ideograph to come"),
        pytest.param("\U0001f600", 2, id="an emoji"),
        pytest.param("\u2764", 1, id="a symbol"),
        pytest.param("\u2764\ufe0f", 2, id="a symbol as an emoji"),
        pytest.param("#\ufe0f\u20e3", 2, id="a key"),
        pytest.param("\U0001f44d\U0001f3fd", 2, id="a skin tone"),
        pytest.param("\U0001f600\U0001f3fd", 4, id="a skin tone on what has none"),
        pytest.param("\U0001f468\u200d\U0001f469\u200d\U0001f467", 2, id="a family"),
        pytest.param("\U0001f1e9\U0001f1ea", 2, id="a flag"),
    ],
)
def test_the_columns_of_a_text(text: str, columns: int) -> None:
    assert display_width(text) == columns
    assert display_width(f"a{text}a") == columns + 2
