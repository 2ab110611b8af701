"""JSON as it is printed: with a line for each member, where the indents do not outgrow it."""

from __future__ import annotations

import json

from deodar import DeodarError, Finding
from deodar.impl.deep import with_room
from deodar.impl.json_text import depth_of

MOST_INDENTED = 200  # levels


def json_output(data: object, refusal: type[DeodarError], what: str, source_name: str) -> str:
    """The JSON text; raises `refusal`, which names `what` it is about, if it is nested too deeply to be written."""
    try:
        text = with_room(json.dumps, data, ensure_ascii=False)
        return text if depth_of(text) > MOST_INDENTED else json.dumps(data, indent=2, ensure_ascii=False)
    except RecursionError:
        finding = Finding("nested-too-deeply", f"{what} nested too deeply to be written as JSON")
        raise refusal([finding], source_name) from None
