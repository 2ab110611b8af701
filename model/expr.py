"""The abstract syntax of expressions.

Rule: Cedar.Spec.Expr. Beyond the formal syntax it keeps the operators of the text that the formal syntax spells out
(`!=`, `>`, `>=`, `is .. in`), so that a policy can be written down again as it was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from deodar.model.value import Attr, EntityType, Value


class Var(Enum):
    """The parts of a request."""

    PRINCIPAL = "principal"
    ACTION = "action"
    RESOURCE = "resource"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Justchar:
    """A character of a pattern that matches itself."""

    char: str


@dataclass(frozen=True, slots=True)
class Star:
    """The `*` of a pattern: any number of characters."""


PatElem: TypeAlias = Justchar | Star
Pattern: TypeAlias = tuple[PatElem, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """`!x`"""


@dataclass(frozen=True, slots=True)
class Neg:
    """`-x`"""


@dataclass(frozen=True, slots=True)
class IsEmpty:
    """`x.isEmpty()`"""


@dataclass(frozen=True, slots=True)
class Like:
    """`x like "pattern"`"""

    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Is:
    """`x is T`"""

    entity_type: EntityType


UnaryOp: TypeAlias = Not | Neg | IsEmpty | Like | Is


class BinaryOp(Enum):
    """Operators and methods with two operands, each by its name in policy JSON."""

    EQ = "=="
    MEM = "in"
    CONTAINS = "contains"
    CONTAINS_ALL = "containsAll"
    CONTAINS_ANY = "containsAny"
    HAS_TAG = "hasTag"
    GET_TAG = "getTag"
    LESS = "<"
    LESS_EQ = "<="
    GREATER = ">"
    GREATER_EQ = ">="
    NOT_EQ = "!="
    ADD = "+"
    SUB = "-"
    MUL = "*"


class ExtFun(Enum):
    """Extension functions, each by its name in the text."""

    DECIMAL = "decimal"
    LESS_THAN = "lessThan"
    LESS_THAN_OR_EQUAL = "lessThanOrEqual"
    GREATER_THAN = "greaterThan"
    GREATER_THAN_OR_EQUAL = "greaterThanOrEqual"
    IP = "ip"
    IS_IPV4 = "isIpv4"
    IS_IPV6 = "isIpv6"
    IS_LOOPBACK = "isLoopback"
    IS_MULTICAST = "isMulticast"
    IS_IN_RANGE = "isInRange"
    DATETIME = "datetime"
    DURATION = "duration"
    OFFSET = "offset"
    DURATION_SINCE = "durationSince"
    TO_DATE = "toDate"
    TO_TIME = "toTime"
    TO_MILLISECONDS = "toMilliseconds"
    TO_SECONDS = "toSeconds"
    TO_MINUTES = "toMinutes"
    TO_HOURS = "toHours"
    TO_DAYS = "toDays"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Lit:
    """A bool, long, string or entity UID."""

    value: Value


@dataclass(frozen=True, slots=True)
class Variable:
    """`principal`, `action`, `resource` or `context`"""

    var: Var


@dataclass(frozen=True, slots=True)
class Ite:
    """`if x1 then x2 else x3`"""

    x1: Expr
    x2: Expr
    x3: Expr


@dataclass(frozen=True, slots=True)
class And:
    """`x1 && x2`"""

    x1: Expr
    x2: Expr


@dataclass(frozen=True, slots=True)
class Or:
    """`x1 || x2`"""

    x1: Expr
    x2: Expr


@dataclass(frozen=True, slots=True)
class UnaryApp:
    """An operator on one operand."""

    op: UnaryOp
    x1: Expr


@dataclass(frozen=True, slots=True)
class BinaryApp:
    """An operator on two operands."""

    op: BinaryOp
    x1: Expr
    x2: Expr


@dataclass(frozen=True, slots=True)
class IsIn:
    """`x1 is T in x2`"""

    x1: Expr
    entity_type: EntityType
    x2: Expr


@dataclass(frozen=True, slots=True)
class HasAttr:
    """`x1 has attr`"""

    x1: Expr
    attr: Attr


@dataclass(frozen=True, slots=True)
class GetAttr:
    """`x1.attr`"""

    x1: Expr
    attr: Attr


@dataclass(frozen=True, slots=True)
class SetExpr:
    """`[x, ...]`"""

    xs: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class AttrExpr:
    """One member of a record expression."""

    attr: Attr
    x: Expr


@dataclass(frozen=True, slots=True)
class RecordExpr:
    """`{attr: x, ...}`, in ascending order of attributes, each at most once."""

    axs: tuple[AttrExpr, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """An extension function, or an extension method with its receiver as first argument."""

    fn: ExtFun
    xs: tuple[Expr, ...]


Expr: TypeAlias = (
    Lit | Variable | Ite | And | Or | UnaryApp | BinaryApp | IsIn | HasAttr | GetAttr | SetExpr | RecordExpr | Call
)
