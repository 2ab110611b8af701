"""Calling an extension function on values.

Rule: Cedar.Spec.ExtFun. The number of arguments is looked at before their kinds.
"""

from __future__ import annotations

from deodar.model.error import ErrorKind, EvaluationError
from deodar.model.expr import ExtFun
from deodar.model.extension.datetime import datetime, duration_since, offset, to_date, to_time
from deodar.model.extension.decimal import decimal
from deodar.model.extension.duration import (
    MILLIS_PER_DAY,
    MILLIS_PER_HOUR,
    MILLIS_PER_MINUTE,
    MILLIS_PER_SECOND,
    duration,
    whole,
)
from deodar.model.extension.ipaddr import V4_BITS, V6_BITS, in_range, ip, is_loopback, is_multicast
from deodar.model.value import Bool, Datetime, Decimal, Duration, IPAddr, Long, String, Value

BINARY = frozenset(
    {
        ExtFun.LESS_THAN,
        ExtFun.LESS_THAN_OR_EQUAL,
        ExtFun.GREATER_THAN,
        ExtFun.GREATER_THAN_OR_EQUAL,
        ExtFun.IS_IN_RANGE,
        ExtFun.OFFSET,
        ExtFun.DURATION_SINCE,
    }
)


def arity(fn: ExtFun) -> int:
    """How many arguments a function takes, a method's receiver included."""
    return 2 if fn in BINARY else 1


def result(v: Value | None) -> Value:
    """The value, or an extension error where a function has none to give. Rule: res."""
    if v is None:
        raise EvaluationError(ErrorKind.EXTENSION)
    return v


def call(fn: ExtFun, vs: tuple[Value, ...]) -> Value:
    """The value of an extension function. Rule: call."""
    if len(vs) != arity(fn):
        raise EvaluationError(ErrorKind.ARITY)
    match fn, vs:
        case ExtFun.DECIMAL, (String(s),):
            return result(decimal(s))
        case ExtFun.LESS_THAN, (Decimal(i), Decimal(j)):
            return Bool(i < j)
        case ExtFun.LESS_THAN_OR_EQUAL, (Decimal(i), Decimal(j)):
            return Bool(i <= j)
        case ExtFun.GREATER_THAN, (Decimal(i), Decimal(j)):
            return Bool(i > j)
        case ExtFun.GREATER_THAN_OR_EQUAL, (Decimal(i), Decimal(j)):
            return Bool(i >= j)
        case ExtFun.IP, (String(s),):
            return result(ip(s))
        case ExtFun.IS_IPV4, (IPAddr(bits, _, _),):
            return Bool(bits == V4_BITS)
        case ExtFun.IS_IPV6, (IPAddr(bits, _, _),):
            return Bool(bits == V6_BITS)
        case ExtFun.IS_LOOPBACK, (IPAddr() as a,):
            return Bool(is_loopback(a))
        case ExtFun.IS_MULTICAST, (IPAddr() as a,):
            return Bool(is_multicast(a))
        case ExtFun.IS_IN_RANGE, (IPAddr() as a, IPAddr() as b):
            return Bool(in_range(a, b))
        case ExtFun.DATETIME, (String(s),):
            return result(datetime(s))
        case ExtFun.DURATION, (String(s),):
            return result(duration(s))
        case ExtFun.OFFSET, (Datetime() as t, Duration() as d):
            return result(offset(t, d))
        case ExtFun.DURATION_SINCE, (Datetime() as t, Datetime() as u):
            return result(duration_since(t, u))
        case ExtFun.TO_DATE, (Datetime() as t,):
            return result(to_date(t))
        case ExtFun.TO_TIME, (Datetime() as t,):
            return to_time(t)
        case ExtFun.TO_MILLISECONDS, (Duration() as d,):
            return Long(d.millis)
        case ExtFun.TO_SECONDS, (Duration() as d,):
            return Long(whole(d, MILLIS_PER_SECOND))
        case ExtFun.TO_MINUTES, (Duration() as d,):
            return Long(whole(d, MILLIS_PER_MINUTE))
        case ExtFun.TO_HOURS, (Duration() as d,):
            return Long(whole(d, MILLIS_PER_HOUR))
        case ExtFun.TO_DAYS, (Duration() as d,):
            return Long(whole(d, MILLIS_PER_DAY))
        case ExtFun.UNKNOWN, (String(),):
            return result(None)
        case _:
            raise EvaluationError(ErrorKind.TYPE)
