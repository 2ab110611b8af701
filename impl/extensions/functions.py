"""The table of extension functions: what each takes, and what computes it."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from deodar.impl.extensions import datetime, decimal, duration, ipaddr
from deodar.impl.extensions.datetime import Datetime
from deodar.impl.extensions.decimal import Decimal
from deodar.impl.extensions.duration import Duration
from deodar.impl.extensions.ipaddr import IPAddr
from deodar.impl.extensions.refusal import ExtensionRefusal
from deodar.impl.wording import quote

ExtensionValue: TypeAlias = Decimal | IPAddr | Datetime | Duration


class ExtensionFunction(NamedTuple):
    """A function or method; `apply` takes one argument of each parameter type, and may raise `ExtensionRefusal`."""

    name: str
    is_constructor: bool
    parameters: tuple[type[object], ...]  # the class that holds the values of each parameter's type
    apply: Callable[..., bool | int | ExtensionValue]  # the caller checks the arguments


def _constructor(name: str, apply: Callable[[str], ExtensionValue]) -> ExtensionFunction:
    return ExtensionFunction(name, True, (str,), apply)


def _method(
    name: str, apply: Callable[..., bool | int | ExtensionValue], *parameters: type[object]
) -> ExtensionFunction:
    return ExtensionFunction(name, False, parameters, apply)


def _no_value(name: str) -> ExtensionValue:
    raise ExtensionRefusal(f"the unknown {quote(name)} has no value outside partial evaluation")


UNKNOWN = _constructor("unknown", _no_value)  # the parser reads it; in entities and contexts it is refused

EXTENSION_FUNCTIONS = MappingProxyType(
    {
        function.name: function
        for function in (
            _constructor("decimal", decimal.decimal),
            _method("lessThan", decimal.less_than, Decimal, Decimal),
            _method("lessThanOrEqual", decimal.less_than_or_equal, Decimal, Decimal),
            _method("greaterThan", decimal.greater_than, Decimal, Decimal),
            _method("greaterThanOrEqual", decimal.greater_than_or_equal, Decimal, Decimal),
            _constructor("ip", ipaddr.ip),
            _method("isIpv4", ipaddr.is_ipv4, IPAddr),
            _method("isIpv6", ipaddr.is_ipv6, IPAddr),
            _method("isLoopback", ipaddr.is_loopback, IPAddr),
            _method("isMulticast", ipaddr.is_multicast, IPAddr),
            _method("isInRange", ipaddr.is_in_range, IPAddr, IPAddr),
            _constructor("datetime", datetime.datetime),
            _method("offset", datetime.offset, Datetime, Duration),
            _method("durationSince", datetime.duration_since, Datetime, Datetime),
            _method("toDate", datetime.to_date, Datetime),
            _method("toTime", datetime.to_time, Datetime),
            _constructor("duration", duration.duration),
            _method("toMilliseconds", duration.to_milliseconds, Duration),
            _method("toSeconds", duration.to_seconds, Duration),
            _method("toMinutes", duration.to_minutes, Duration),
            _method("toHours", duration.to_hours, Duration),
            _method("toDays", duration.to_days, Duration),
        )
    }
)
