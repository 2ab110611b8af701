"""The ways to evaluate policies, among which an application may choose."""

from __future__ import annotations

from enum import StrEnum


class BackEnd(StrEnum):
    """How an authorizer evaluates its policies. The answers are the same."""

    AUTO = "auto"  # interpreted at first; then few policies are inlined, and many are indexed
    INTERPRETED = "interpreted"  # no code is generated: for interpreters that forbid it
    INLINED = "inlined"  # all policies about an action in one generated function, however many
    INDEXED = "indexed"  # an index leads to the policies that may matter, and generated code tests them
