"""Each kind of finding has a page, whose failing example has it and whose mended example has nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from deodar.impl.policy_set import PolicySet
from deodar.impl.schema.document import Schema
from deodar.impl.validator.explain import PAGES, SCHEMA, WARNING_KINDS, Page, index_page
from deodar.impl.validator.validate import validate

FOLDER = Path(__file__).parents[3] / "docs" / "findings"
PARSED = Schema.parse(SCHEMA)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_page_in_the_documentation_is_the_explanation(page: Page) -> None:
    assert (FOLDER / f"{page.kind}.md").read_text("utf-8") == page.to_markdown()


def test_the_index_in_the_documentation_lists_the_pages() -> None:
    assert (FOLDER / "README.md").read_text("utf-8") == index_page()
    assert {path.stem for path in FOLDER.iterdir()} == {"README", *PAGES}


@pytest.mark.parametrize("page", [page for page in PAGES.values() if page.failing], ids=lambda page: page.kind)
def test_the_failing_example_has_the_finding_and_the_mended_one_has_nothing(page: Page) -> None:
    failing = validate(PolicySet.parse(page.failing or ""), PARSED, level=page.level)
    found = failing.warnings if page.kind in WARNING_KINDS else failing.errors
    assert {finding.kind for finding in found} == {page.kind}
    mended = validate(PolicySet.parse(page.mended or ""), PARSED, level=page.level)
    assert mended == ((), ())
