"""Where coverage is measured; and a browser, which opens pages as a reader does: from a file, without a network."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

UNCOVERED = re.compile(r"^(drt|proofs|bench|examples|hostile)/")
"""Files whose tests run model and engine for long: that each of their branches is covered is for their own tests."""

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure coverage where it counts: it makes everything three times slower."""
    here = Path(__file__).parent
    for item in items:
        if UNCOVERED.search(item.path.relative_to(here).as_posix()):
            item.add_marker("no_cover")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, with an empty profile; there is no way around it, as what it shows is what is tested."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # most tests open no page

    wanted = (os.environ.get("CHROMIUM"), *NAMES)
    program = next((found for name in wanted if name and (found := shutil.which(name))), None)
    if program is None:
        pytest.fail("there is no Chromium\n  help: `make browser` installs it, or set CHROMIUM to the path of one")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield opened
        opened.close()


class Opened:
    """A page in the browser, and what happened while it was opened."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def texts(self, selector: str) -> list[str]:
        """The texts of elements, as they are shown or would be if they were not folded away."""
        return [text.strip() for text in self.page.locator(selector).all_text_contents()]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Opened]]:
    """Opens a file; `scheme` is light or dark, `width` that of the window."""
    contexts: list[BrowserContext] = []

    def open_(path: Path, scheme: str = "light", width: int = 1_100) -> Opened:
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
        contexts.append(context)
        context.set_offline(True)
        shown = Opened(context.new_page())
        shown.page.goto(path.as_uri())
        return shown

    yield open_
    for context in contexts:
        context.close()
