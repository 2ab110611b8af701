"""Drawing: a chart in the grammar of Vega-Lite becomes SVG that stands in the page by itself.

Colours are variables of the page's style, so that one picture does for light and for dark.
"""

from __future__ import annotations

from html import escape

import vl_convert

from deodar.drt.data import Json

MUTED, RULE = "var(--muted)", "var(--rule)"
SERIES, GOOD, ALLOW = "var(--series)", "var(--good)", "var(--allow)"
WIDTH = 640
SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600}
LONGEST_IN_SECONDS, LONGEST_IN_MINUTES = 180, 7_200

CONFIG: Json = {
    "font": "system-ui, sans-serif",
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED,
        "titleColor": MUTED,
        "domainColor": RULE,
        "tickColor": RULE,
        "gridColor": RULE,
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
    },
    "legend": {
        "labelColor": "var(--ink)",
        "labelFontSize": 12,
        "title": None,
        "orient": "top",
        "symbolType": "square",
        "columnPadding": 36,
    },
}


def drawn(label: str, width: int, height: int, **chart: Json) -> str:
    """The SVG of a chart; `label` says in words what it shows, for those who cannot see it."""
    svg = vl_convert.vegalite_to_svg({"width": width, "height": height, "config": CONFIG, **chart})
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)


def axis(field: str, title: str | None, **more: Json) -> Json:
    """A channel with a number on an axis."""
    return {"field": field, "type": "quantitative", "title": title, **more}


def bound(channel: str, value: float, colour: str) -> Json:
    """A dashed line across a chart."""
    mark: Json = {"type": "rule", "color": colour, "strokeDash": [4, 3]}
    return {"mark": mark, "encoding": {channel: {"datum": value}}}


def unit_of(seconds: float) -> str:
    """The unit in which a time of that length is told."""
    if seconds <= LONGEST_IN_SECONDS:
        return "seconds"
    return "minutes" if seconds <= LONGEST_IN_MINUTES else "hours"
