"""Pictures: latency against a size, both on logarithmic axes, as SVG."""

from __future__ import annotations

from collections.abc import Sequence

import vl_convert

from bench.series import Point

WIDTH, HEIGHT = 480, 300
ORDER = ("deodar, dict", "deodar, prepared", "cedarpy")


def picture(points: Sequence[Point], axis: str, title: str) -> str:
    """The SVG of some series: a colour an engine, a dash and a symbol a series."""
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": HEIGHT,
        "title": title,
        "data": {"values": [point.as_json() for point in points]},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "size", "type": "quantitative", "scale": {"type": "log"}, "title": axis},
            "y": {
                "field": "microseconds",
                "type": "quantitative",
                "scale": {"type": "log"},
                "title": "microseconds a request",
            },
            "color": {"field": "engine", "type": "nominal", "sort": list(ORDER), "title": "engine"},
            "strokeDash": {"field": "series", "type": "nominal", "title": "workload", "legend": None},
            "shape": {"field": "series", "type": "nominal", "title": "workload"},
        },
    }
    svg: str = vl_convert.vegalite_to_svg(spec)
    return svg
