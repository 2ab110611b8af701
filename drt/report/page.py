"""The page: one HTML file without scripts, fonts or links to anywhere, which opens from a folder."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from deodar.drt.report import pictures
from deodar.drt.report.build import again
from deodar.drt.report.heat_map import OPERATORS, heat_map
from deodar.drt.report.report import Report
from deodar.drt.report.score_table import area_rows

HERE = Path(__file__).parent
HIDDEN = frozenset(
    {"Cc", "Cf", "Cs", "Zl", "Zp"}
)  # categories of characters that cannot be seen, or that reorder others
NAMES = {"agree": "good", "disagree": "bad", "not sound": "bad", "no tests": "unknown", "unfinished": "unknown"}


def html(report: Report) -> str:
    """The page of a report."""
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "data": _data,
        "duration": duration,
        "moment": moment,
        "count": "{:,}".format,
        "percent": "{:.1%}".format,
    }
    return environment.get_template("page.html.jinja").render(
        report=report,
        style=Markup((HERE / "page.css").read_text(encoding="utf-8")),
        mood=NAMES.get(report.finish, "unknown"),
        again=again(report),
        throughput=_markup(pictures.throughput(report)),
        memory=_markup(pictures.memory(report)),
        growth=[(each.title, Markup(each.svg)) for each in pictures.growth(report)],
        decisions=_markup(pictures.decisions(report)),
        planted=_markup(pictures.planted(report)),
        areas=area_rows(report.planted),
        operators=OPERATORS,
        heat_map=heat_map(report.coverage["operator pairs"].counts) if report.coverage else [],
    )


def seen(text: str) -> str:
    """A text with what cannot be seen written out: a policy must not look like another one."""
    return "".join(
        f"\\u{{{ord(char):x}}}" if char not in "\n\t" and unicodedata.category(char) in HIDDEN else char
        for char in text
    )


def moment(iso: str) -> str:
    """A time as people write it; what is none, as it is."""
    try:
        return datetime.fromisoformat(iso).astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    except ValueError:
        return iso


def duration(seconds: float) -> str:
    """A time in words."""
    whole = round(seconds)
    if whole < 120:
        return f"{whole} s"
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {whole % 60} s"


def _finalized(value: object) -> object:
    return seen(value) if type(value) is str else value


def _data(value: object) -> str:
    """JSON, laid out if it is long."""
    short = json.dumps(value, ensure_ascii=False)
    return short if len(short) < 100 else json.dumps(value, ensure_ascii=False, indent=1)


def _markup(svg: str | None) -> Markup | None:
    return None if svg is None else Markup(svg)
