"""JSON as the protocol has it: no NaN, and nothing that a reader would silently turn into another number."""

from __future__ import annotations

import json

from deodar.drt.data import Json

LONGEST_INTEGER = 20  # characters; more do not fit 64 bits


class NotJson(ValueError):
    """A line is no JSON object."""


def _integer(text: str) -> int | float:
    """An integer; `-0` and what is beyond 64 bits become floats, for which the language has no value."""
    return int(text) if text != "-0" and len(text) <= LONGEST_INTEGER else float(text)


def _no_constant(name: str) -> Json:
    raise NotJson(f"`{name}` is not JSON")


DECODER = json.JSONDecoder(parse_int=_integer, parse_constant=_no_constant)


def is_json(text: str) -> bool:
    """Whether a text is a JSON document."""
    try:
        DECODER.decode(text)
    except (ValueError, RecursionError):
        return False
    return True
