"""The engine protocol: what an engine is asked, and what it answers, as plain data.

A message is the JSON object of the protocol. Where the exact text of a document matters (repeated members, `-0`), the
document travels as `JsonText` inside the process. Pydantic has no part in this: a message is read for every test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from deodar.drt.data import Json

PROTOCOL_VERSION = 1
STAGES = ("policies", "links", "schema", "entities", "request", "expression", "protocol")
UNSUPPORTED = "unsupported"
UNKNOWN = "unknown"
IMPOSSIBLE = "ImpossiblePolicy"  # the one warning that is about what a policy means, and not about its letters

Message = Mapping[str, Json]
Answer = dict[str, Json]


class JsonText(str):
    """A document as the text that writes it in JSON; a plain `str` would be Cedar text."""

    __slots__ = ()


class Engine(Protocol):
    """Whatever answers messages."""

    @property
    def name(self) -> str:
        """The name by which it was asked for."""
        ...

    @property
    def ops(self) -> frozenset[str]:
        """The operations that it knows."""
        ...

    def answer(self, message: Message) -> Answer:
        """The answer to one message, a refusal included; an exception is a fault of the engine."""
        ...


def refusal(stage: str, kind: str, message: str, line: int | None = None, column: int | None = None) -> Answer:
    """The answer that refuses a document, or the message itself (stage `protocol`)."""
    error: dict[str, Json] = {"stage": stage, "kind": kind, "message": message}
    if line is not None:
        error["line"] = line
    if column is not None:
        error["column"] = column
    return {"error": error}


def unsupported(what: str) -> Answer:
    """The answer to a question that the engine cannot be asked."""
    return refusal("protocol", UNSUPPORTED, what)


def response(decision: str, reasons: list[str], errors: list[tuple[str, str]]) -> Answer:
    """The answer to one request; errors are pairs of policy id and kind."""
    return {
        "decision": decision,
        "reasons": sorted(reasons),
        "errors": [{"policy": policy, "kind": kind} for policy, kind in sorted(errors)],
    }


def verdict(errors: Iterable[tuple[str, str]], warnings: Iterable[tuple[str, str]] | None) -> Answer:
    """The answer to `validate`; errors and warnings are pairs of policy id and kind; None: warnings are not told."""
    found = _findings(errors)
    return {"valid": not found, "errors": found, "warnings": UNKNOWN if warnings is None else _findings(warnings)}


def _findings(pairs: Iterable[tuple[str, str]]) -> list[Json]:
    return [{"policy": policy, "kind": kind} for policy, kind in sorted(set(pairs))]


def answer_or_fault(answer: Callable[[Message], Answer], message: Message) -> Answer:
    """The answer of an engine, or `{"fault": ..}` where it raised an exception.

    This is the one place that catches everything: an engine under test that breaks is a finding about it, and must end
    neither the run nor the conversation.
    """
    try:
        return answer(message)
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as fault:  # a panic of the official engine is no `Exception`
        return {"fault": f"{type(fault).__name__}: {fault}"[:2000]}
