"""The page of a run in a real browser: its pictures are there, its tables complete, and nothing in it becomes code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deodar.drt.operator_pairs import KNOWN
from deodar.drt.report.write import write_report

Events = list[dict[str, Any]]
PICTURES = {
    "tests a second over time",
    "memory of each process over time",
    "distinct cases over time",
    "operators over time",
    "operator pairs over time",
    "error kinds over time",
    "shares of decisions by target",
    "share of planted bugs found within so many tests",
}


def page_of(events: Events, folder: Path) -> Path:
    lines = folder / "events.jsonl"
    lines.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="ascii")
    write_report(lines, None, folder / "report.html")
    return folder / "report.html"


@pytest.fixture(scope="module")
def eventful_page(eventful: Events, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return page_of(eventful, tmp_path_factory.mktemp("eventful"))


def test_it_opens_from_a_file_without_any_other_request_and_without_complaint(
    opened: Callable[..., Any], eventful_page: Path
) -> None:
    shown = opened(eventful_page)
    assert shown.requests == [eventful_page.as_uri()]
    assert shown.complaints == []
    assert shown.texts("#verdict") == ["4,400 tests in 60 s: 3 disagreements"]


def test_every_picture_has_a_size_and_says_what_it_shows(opened: Callable[..., Any], eventful_page: Path) -> None:
    pictures = opened(eventful_page).page.locator("figure svg")
    boxes = {picture.get_attribute("aria-label"): picture.bounding_box() for picture in pictures.all()}
    assert boxes.keys() == PICTURES
    assert [name for name, box in boxes.items() if not box or min(box["width"], box["height"]) < 80] == []


def test_every_picture_has_marks_that_can_be_seen(opened: Callable[..., Any], eventful_page: Path) -> None:
    page = opened(eventful_page).page
    for picture in page.locator("figure svg").all():
        marks = picture.locator(":is(.mark-line, .mark-area, .mark-rect):not([aria-hidden]) path")
        drawn = "all => all.map(e => getComputedStyle(e)).filter(s => /rgb/.test(s.stroke + s.fill)).length"
        assert marks.evaluate_all(drawn) > 0, picture.get_attribute("aria-label")


def test_the_heat_map_has_a_coloured_cell_for_each_pair_of_operators(
    opened: Callable[..., Any], eventful_page: Path
) -> None:
    page = opened(eventful_page).page
    cells = page.locator("#heat-map tbody td")
    assert cells.count() == len(KNOWN) ** 2
    colours = cells.evaluate_all("all => [...new Set(all.map(cell => getComputedStyle(cell).backgroundColor))]")
    assert len(colours) >= 4
    box = page.get_by_title("== in &&: 900 policies").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 10


def test_the_tables_have_a_row_for_everything_in_the_data(opened: Callable[..., Any], eventful_page: Path) -> None:
    shown = opened(eventful_page)
    data = json.loads(eventful_page.with_suffix(".json").read_text(encoding="utf-8"))
    rows = {
        "target-table": list(data["targets"]),
        "gate-table": [gate["name"] for gate in data["gates"]],
        "canary-table": [canary["mutant"] for canary in data["canaries"]],
        "coverage-table": list(data["coverage"]),
        "decision-table": list(data["decisions"]),
    }
    assert {table: shown.texts(f"#{table} tbody th") for table in rows} == rows
    assert shown.texts("#gate-table tbody td:first-child") == ["met", "MISSED"]
    assert shown.texts("#canary-table tbody td:first-child") == ["found", "NOT FOUND"]


def test_a_disagreement_is_shown_with_its_case(opened: Callable[..., Any], eventful_page: Path) -> None:
    shown = opened(eventful_page)
    assert shown.texts("main > details > summary") == ["3 authorize: decision: model deny, impl allow"]
    assert shown.texts("pre.replay") == ["deodar drt replay out/drt/authorize_1.json"]
    assert shown.page.locator("pre.replay").is_visible()
    assert [text.partition("\n")[0] for text in shown.texts("pre.part")] == ["// p0", shown.texts("pre.part")[1]]
    assert len(shown.texts("pre.answer")) == 2
    assert shown.texts("td.known") == ["authorize: decision: model deny, impl allow [+]"]


def test_hostile_text_is_shown_as_text(opened: Callable[..., Any], eventful_page: Path) -> None:
    shown = opened(eventful_page)
    assert shown.page.title() == "model / impl: 4,400 tests in 60 s: 3 disagreements"
    assert shown.page.locator("img, script").count() == 0
    policies, requests = shown.texts("pre.part")
    for text in (policies, requests):
        assert "</script></pre><img src=x onerror=document.title=" in text
        assert "\\u{202e}{{ 7 * 7 }}" in text
    assert "\u202e" not in shown.page.content()


def test_a_run_in_which_the_engines_agree_says_so(
    opened: Callable[..., Any], quiet: Callable[..., Events], tmp_path: Path
) -> None:
    shown = opened(page_of(quiet(), tmp_path))
    assert shown.complaints == []
    assert shown.texts("#verdict") == ["4,400 tests in 60 s: the engines agree"]
    assert "None. On every case all engines gave the same answer." in shown.texts(".empty")
    assert any(text.startswith("None was planted") for text in shown.texts(".empty"))
    assert shown.page.locator("main > details").count() == 0


def test_a_run_that_was_killed_at_once_has_a_page(opened: Callable[..., Any], eventful: Events, tmp_path: Path) -> None:
    shown = opened(page_of(eventful[:1], tmp_path))
    assert shown.texts("#verdict") == ["the run was killed: there is no verdict"]
    assert shown.page.locator("figure svg").count() == 0
    assert len(shown.texts(".empty")) == 7
    assert shown.complaints == []


def test_it_follows_the_colours_of_its_reader(opened: Callable[..., Any], eventful_page: Path) -> None:
    def brightness(scheme: str) -> tuple[float, float]:
        page = opened(eventful_page, scheme).page
        colours = "[document.body, document.querySelector('figure svg text')]"
        script = f"{colours}.map(e => getComputedStyle(e)).map((s, i) => i ? s.fill : s.backgroundColor)"
        paper, label = (
            sum(map(float, colour.strip("rgb()").split(", "))) / 765 for colour in page.evaluate(script)
        )  # fmt: skip
        return paper, label

    (light_paper, light_label), (dark_paper, dark_label) = brightness("light"), brightness("dark")
    assert (light_paper > 0.9, light_label < 0.5) == (True, True)
    assert (dark_paper < 0.2, dark_label > 0.5) == (True, True)


def test_it_fits_a_narrow_window(opened: Callable[..., Any], eventful_page: Path) -> None:
    page = opened(eventful_page, width=420).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 420


def test_no_name_is_given_twice(opened: Callable[..., Any], eventful_page: Path) -> None:
    names = opened(eventful_page).page.locator("[id]").evaluate_all("all => all.map(element => element.id)")
    assert len(names) == len(set(names))
    assert "verdict" in names
