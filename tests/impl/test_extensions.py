"""What the reference cases do not show of the extension types: bounds, the calendar, size."""

from __future__ import annotations

import datetime as python_datetime
import time
from collections.abc import Callable

import pytest

from deodar.impl.extensions.datetime import datetime
from deodar.impl.extensions.decimal import decimal
from deodar.impl.extensions.duration import duration
from deodar.impl.extensions.functions import EXTENSION_FUNCTIONS
from deodar.impl.extensions.ipaddr import ip
from deodar.impl.extensions.refusal import ExtensionRefusal
from deodar.impl.names import EXTENSION_METHODS, FUNCTIONS

HUGE = 1_000_000


def test_the_calendar_is_pythons_where_python_has_one() -> None:
    epoch = python_datetime.date(1970, 1, 1).toordinal()
    days = [python_datetime.date.fromordinal(n) for n in range(1, python_datetime.date.max.toordinal(), 997)]
    assert [datetime(day.isoformat()).milliseconds for day in days] == [
        (day.toordinal() - epoch) * 86_400_000 for day in days
    ]


def test_year_zero_is_a_leap_year() -> None:
    assert datetime("0000-03-01").milliseconds - datetime("0000-02-28").milliseconds == 2 * 86_400_000
    assert datetime("0000-01-01T00:00:00+2359").milliseconds == -62_167_305_540_000


REFUSED = [
    pytest.param(decimal, "1" * HUGE + ".0", "out of range", id="a decimal of a million digits"),
    pytest.param(decimal, "1." + "0" * HUGE, "is not a decimal", id="a decimal of a million places"),
    pytest.param(duration, "1" * HUGE + "d", "out of range", id="a duration of a million digits"),
    pytest.param(duration, "1" * HUGE, "is not a duration", id="a million digits without a unit"),
    pytest.param(duration, "", "is not a duration", id="an empty duration"),
    pytest.param(datetime, "2024-01-01" * HUGE, "is not a datetime", id="a million dates"),
    pytest.param(datetime, "2023-02-29", "names no day of the calendar", id="no leap year"),
    pytest.param(datetime, "2023-00-01", "names no day of the calendar", id="month zero"),
    pytest.param(datetime, "2023-01-01T24:00:00Z", "names no time of a day", id="hour 24"),
    pytest.param(datetime, "2023-01-01T00:00:00+2400", "is a day or more", id="an offset of a day"),
    pytest.param(ip, ":" * HUGE, "is not an IP address", id="a million colons"),
    pytest.param(ip, "1:" * HUGE, "is not an IP address", id="a million groups"),
    pytest.param(ip, "256.0.0.1", "is not an IP address", id="a number above 255"),
    pytest.param(ip, "1.2.3.4/33", "is not an IP address", id="a prefix too long for IPv4"),
    pytest.param(ip, "::/129", "is not an IP address", id="a prefix too long for IPv6"),
    pytest.param(ip, "1::2::3", "is not an IP address", id="two gaps"),
    pytest.param(ip, "x::1", "is not an IP address", id="no hexadecimal digit"),
    pytest.param(ip, "1:2:3:4::5:6:7:8", "is not an IP address", id="a gap of nothing"),
    pytest.param(ip, "1:2:3", "is not an IP address", id="too few groups"),
]


@pytest.mark.parametrize(("constructor", "text", "message"), REFUSED)
def test_refused(constructor: Callable[[str], object], text: str, message: str) -> None:
    started = time.process_time()
    with pytest.raises(ExtensionRefusal, match=message) as refused:
        constructor(text)
    assert len(str(refused.value)) < 300
    assert time.process_time() - started < 5


def test_leading_zeros_cost_nothing() -> None:
    assert decimal("0" * HUGE + "1.5").units == 15_000
    assert duration("0" * HUGE + "1ms").milliseconds == 1


def test_the_parser_and_the_table_know_the_same_functions() -> None:
    constructors = {name for name, function in EXTENSION_FUNCTIONS.items() if function.is_constructor}
    assert constructors == FUNCTIONS - {"unknown"}
    assert set(EXTENSION_FUNCTIONS) - constructors == EXTENSION_METHODS
