"""The table of code points that are escaped is what its generator writes."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def test_the_table_is_up_to_date() -> None:
    pytest.importorskip("cedarpy")
    spec = importlib.util.spec_from_file_location("make_printable", HERE / "make_printable.py")
    assert spec is not None
    assert spec.loader is not None
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    assert generator.module() == (HERE.parents[1] / "impl" / "printable.py").read_text("utf-8")
