"""The types of the extension functions, and what is wrong with a call before its arguments are typed."""

from __future__ import annotations

from dataclasses import dataclass

from deodar.model.expr import Expr, ExtFun, Lit
from deodar.model.extension.datetime import datetime
from deodar.model.extension.decimal import decimal
from deodar.model.extension.duration import duration
from deodar.model.extension.ipaddr import ip
from deodar.model.finding import FindingKind, Kinds
from deodar.model.type import BoolT, ExtensionType, ExtT, LongT, Mode, StringT, Type
from deodar.model.value import String

DECIMAL = ExtT(ExtensionType.DECIMAL)
IPADDR = ExtT(ExtensionType.IPADDR)
DATETIME = ExtT(ExtensionType.DATETIME)
DURATION = ExtT(ExtensionType.DURATION)


@dataclass(frozen=True, slots=True)
class Signature:
    """The types of the arguments, a method's receiver first, and of the result."""

    parameters: tuple[Type, ...]
    result: Type


def signature(fn: ExtFun) -> Signature | None:
    """The signature of an extension function; none for `unknown`."""
    match fn:
        case ExtFun.DECIMAL:
            return Signature((StringT(),), DECIMAL)
        case ExtFun.IP:
            return Signature((StringT(),), IPADDR)
        case ExtFun.DATETIME:
            return Signature((StringT(),), DATETIME)
        case ExtFun.DURATION:
            return Signature((StringT(),), DURATION)
        case ExtFun.LESS_THAN | ExtFun.LESS_THAN_OR_EQUAL | ExtFun.GREATER_THAN | ExtFun.GREATER_THAN_OR_EQUAL:
            return Signature((DECIMAL, DECIMAL), BoolT())
        case ExtFun.IS_IPV4 | ExtFun.IS_IPV6 | ExtFun.IS_LOOPBACK | ExtFun.IS_MULTICAST:
            return Signature((IPADDR,), BoolT())
        case ExtFun.IS_IN_RANGE:
            return Signature((IPADDR, IPADDR), BoolT())
        case ExtFun.OFFSET:
            return Signature((DATETIME, DURATION), DATETIME)
        case ExtFun.DURATION_SINCE:
            return Signature((DATETIME, DATETIME), DURATION)
        case ExtFun.TO_DATE:
            return Signature((DATETIME,), DATETIME)
        case ExtFun.TO_TIME:
            return Signature((DATETIME,), DURATION)
        case ExtFun.TO_MILLISECONDS | ExtFun.TO_SECONDS | ExtFun.TO_MINUTES | ExtFun.TO_HOURS | ExtFun.TO_DAYS:
            return Signature((DURATION,), LongT())
        case _:
            return None


def readable(fn: ExtFun, s: str) -> bool:
    """Whether a constructor can read a string; other functions read none."""
    match fn:
        case ExtFun.DECIMAL:
            return decimal(s) is not None
        case ExtFun.IP:
            return ip(s) is not None
        case ExtFun.DATETIME:
            return datetime(s) is not None
        case ExtFun.DURATION:
            return duration(s) is not None
        case _:
            return False


def constructor_faults(fn: ExtFun, xs: tuple[Expr, ...], mode: Mode) -> Kinds:
    """What is wrong with the arguments of a constructor: they must be literals in strict mode, and readable."""
    match xs:
        case (Lit(String(s)),) if not readable(fn, s):
            return frozenset({FindingKind.FUNCTION_ARGUMENT_VALIDATION})
        case _ if mode == Mode.PERMISSIVE or all(isinstance(x, Lit) for x in xs):
            return frozenset()
        case _:
            return frozenset({FindingKind.NON_LIT_EXT_CONSTRUCTOR})


def arity_faults(expected: int, given: int) -> Kinds:
    """Whether a call has too few or too many arguments."""
    return frozenset() if given == expected else frozenset({FindingKind.WRONG_NUMBER_ARGUMENTS})


def call_faults(fn: ExtFun, parameters: tuple[Type, ...], xs: tuple[Expr, ...], mode: Mode) -> Kinds:
    """What is wrong with a call, whatever the types of its arguments."""
    arity = arity_faults(len(parameters), len(xs))
    if fn in (ExtFun.DECIMAL, ExtFun.IP, ExtFun.DATETIME, ExtFun.DURATION):
        return arity | constructor_faults(fn, xs, mode)
    return arity
