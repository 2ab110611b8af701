"""Spellings at an edge have a value, and those beyond it have none, as the model reads them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from deodar.drt.generate.spelling_edges import EDGES
from deodar.drt.generate.types import Type
from deodar.model.extension.datetime import datetime
from deodar.model.extension.decimal import decimal
from deodar.model.extension.duration import duration
from deodar.model.extension.ipaddr import ip

READERS = {Type.DECIMAL: decimal, Type.IP: ip, Type.DATETIME: datetime, Type.DURATION: duration}


@pytest.mark.parametrize(("kind", "read"), READERS.items())
def test_a_spelling_at_an_edge_has_a_value(kind: Type, read: Callable[[str], object]) -> None:
    choose = Random(1).randrange
    refused = [text for text in (EDGES[kind](choose, False) for _ in range(1_000)) if read(text) is None]
    assert refused == []


@pytest.mark.parametrize(("kind", "read"), READERS.items())
def test_a_spelling_beyond_an_edge_has_none(kind: Type, read: Callable[[str], object]) -> None:
    choose = Random(1).randrange
    accepted = [text for text in (EDGES[kind](choose, True) for _ in range(1_000)) if read(text) is not None]
    assert accepted == []
