"""The rows of the benchmark: what was measured, and what it is held to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bench.measure import Timing


@dataclass(frozen=True, slots=True)
class Row:
    """deodar and the official engine on one workload. The ratios say how many times as fast deodar is."""

    workload: str
    n: int
    dict_us: float
    prepared_us: float
    peer_us: float
    target: float | None  # the ratio that the dict reading must reach; None where nothing is promised yet

    @property
    def dict_ratio(self) -> float:
        """How many times as fast deodar is, given the request as a plain dict."""
        return self.peer_us / self.dict_us

    @property
    def prepared_ratio(self) -> float:
        """How many times as fast deodar is, given a prepared `Request`."""
        return self.peer_us / self.prepared_us

    def meets(self, margin: float) -> bool:
        """Whether the slower reading reaches `margin` of the target."""
        return self.target is None or min(self.dict_ratio, self.prepared_ratio) >= self.target * margin

    def as_json(self) -> dict[str, object]:
        """Plain data."""
        return {**asdict(self), "dict_ratio": self.dict_ratio, "prepared_ratio": self.prepared_ratio}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that has no size: a rate, a start-up time."""

    name: str
    value: float
    unit: str
    target: float | None  # None where nothing is promised yet
    more_is_better: bool

    def meets(self, margin: float) -> bool:
        """Whether the value is within `margin` of the target."""
        if self.target is None:
            return True
        if self.more_is_better:
            return self.value >= self.target * margin
        return self.value <= self.target / margin

    def as_json(self) -> dict[str, object]:
        """Plain data."""
        return asdict(self)


def row_of(name: str, n: int, timings: Sequence[Timing], target: float | None) -> Row:
    """A row from the timings of dict, prepared and peer, in this order."""
    by_dict, prepared, peer = timings
    return Row(name, n, by_dict.microseconds, prepared.microseconds, peer.microseconds, target)
