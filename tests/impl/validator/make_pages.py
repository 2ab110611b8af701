"""Writes docs/findings from the explanations of the validator: `python tests/impl/validator/make_pages.py`."""

from __future__ import annotations

from pathlib import Path

from deodar.impl.validator.explain import PAGES, index_page

FOLDER = Path(__file__).parents[3] / "docs" / "findings"


def pages() -> dict[str, str]:
    """The text of each page by its file name."""
    return {"README.md": index_page(), **{f"{kind}.md": page.to_markdown() for kind, page in PAGES.items()}}


if __name__ == "__main__":
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
