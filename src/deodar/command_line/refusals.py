"""Why a command stops early: documents that are refused, files that cannot be read, and wrong usage.

Commands raise; `deodar.command_line.group` reports and turns each into its exit status.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from deodar import DeodarError

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")


class WrongUsage(Exception):
    """The options contradict each other, or one is missing."""


class FileError(DeodarError):
    """A file cannot be read or written."""


class MissingExtra(Exception):
    """A command needs a package that comes with one of the extras."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"this needs the package `{package}`\n  help: pip install 'deodar[{extra}]'")


class Refused(Exception):
    """Several documents were refused, each with its findings."""

    def __init__(self, errors: Iterable[DeodarError]) -> None:
        super().__init__()
        self.errors = tuple(errors)


@dataclass(frozen=True, slots=True)
class Loaded(Generic[A]):
    """A document that was read."""

    document: A


def attempt(load: Callable[[], A]) -> Loaded[A] | DeodarError:
    """The document, or what it is refused for."""
    try:
        return Loaded(load())
    except DeodarError as error:
        return error


def together(first: Callable[[], A], second: Callable[[], B], third: Callable[[], C]) -> tuple[A, B, C]:
    """All three documents; or, in one go, what is wrong with each of them."""
    one, two, three = attempt(first), attempt(second), attempt(third)
    if isinstance(one, Loaded) and isinstance(two, Loaded) and isinstance(three, Loaded):
        return one.document, two.document, three.document
    raise Refused(outcome for outcome in (one, two, three) if isinstance(outcome, DeodarError))
