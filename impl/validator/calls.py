"""The rules for extension functions."""

from __future__ import annotations

from types import MappingProxyType
from typing import TypeAlias

from deodar.impl.expr import Call, EntityLiteral, Literal
from deodar.impl.extensions.functions import EXTENSION_FUNCTIONS
from deodar.impl.extensions.refusal import ExtensionRefusal
from deodar.impl.names import FUNCTIONS
from deodar.impl.schema.types import BOOL, LONG, STRING, Extension, Type
from deodar.impl.validator.typing_context import NONE, Capabilities, Typer, Typing
from deodar.impl.wording import offer, quote

IPADDR, DECIMAL, DATETIME, DURATION = Extension.IPADDR, Extension.DECIMAL, Extension.DATETIME, Extension.DURATION

_Signature: TypeAlias = "tuple[tuple[Type, ...], Type]"

_OF_DECIMALS: _Signature = ((DECIMAL, DECIMAL), BOOL)
_OF_IPADDR: _Signature = ((IPADDR,), BOOL)
_OF_DURATION: _Signature = ((DURATION,), LONG)
_SIGNATURES: dict[str, _Signature] = {
    "decimal": ((STRING,), DECIMAL),
    "ip": ((STRING,), IPADDR),
    "datetime": ((STRING,), DATETIME),
    "duration": ((STRING,), DURATION),
    "offset": ((DATETIME, DURATION), DATETIME),
    "durationSince": ((DATETIME, DATETIME), DURATION),
    "toDate": ((DATETIME,), DATETIME),
    "toTime": ((DATETIME,), DURATION),
    "isInRange": ((IPADDR, IPADDR), BOOL),
    **dict.fromkeys(("lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"), _OF_DECIMALS),
    **dict.fromkeys(("isIpv4", "isIpv6", "isLoopback", "isMulticast"), _OF_IPADDR),
    **dict.fromkeys(("toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays"), _OF_DURATION),
}
SIGNATURES = MappingProxyType(_SIGNATURES)


def type_of_call(typer: Typer, node: Call, prior: Capabilities) -> Typing:
    """The result type is known even where the arguments are wrong."""
    signature = SIGNATURES.get(node.name)
    if signature is None:
        hint = offer(node.name, SIGNATURES)
        typer.blame("UndefinedFunction", node, f"unknown extension function {quote(node.name)}", hint)
        return None, NONE
    parameters, result = signature
    failures = typer.failures
    if len(node.args) != len(parameters):
        wrong = f"`{node.name}` takes {len(parameters)} argument(s), a receiver included, and got {len(node.args)}"
        typer.blame("WrongNumberArguments", node, wrong, f"write `{_form(node.name, len(parameters))}`")
    if node.name in FUNCTIONS:
        _check_constructor(typer, node)
    if typer.failures != failures:
        for argument in node.args:
            typer.type_of(argument, prior)
    else:
        for argument, parameter in zip(node.args, parameters, strict=True):
            typer.expect(argument, prior, (parameter,))
    return result, NONE


def _check_constructor(typer: Typer, node: Call) -> None:
    """A constructor takes a literal that it can read."""
    literal = all(isinstance(argument, (Literal, EntityLiteral)) for argument in node.args)
    if not literal and not typer.permissive:
        hint = "the value must be known when the policy is written; take it from an attribute of the extension type"
        typer.blame("NonLitExtConstructor", node, f"`{node.name}` takes a literal", hint)
    refusal = refused(node)
    if refusal is not None:
        typer.blame("FunctionArgumentValidation", node, refusal, "correct the text; it is read before any request")


def _form(name: str, number: int) -> str:
    if name in FUNCTIONS:
        return f"{name}(...)"
    return f"value.{name}({', '.join(['...'] * (number - 1))})"


def refused(node: Call) -> str | None:
    """Why the string literal that is the only argument of a constructor cannot be read, or None."""
    if len(node.args) != 1 or node.name not in EXTENSION_FUNCTIONS:
        return None
    (argument,) = node.args
    if not isinstance(argument, Literal) or not isinstance(argument.value, str):
        return None
    try:
        EXTENSION_FUNCTIONS[node.name].apply(argument.value)
    except ExtensionRefusal as refusal:
        return str(refusal)
    return None
