"""What validation finds: errors, which make a policy set invalid, and warnings, which do not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from deodar.impl.errors import Finding, Span
from deodar.impl.expr import EntityUID
from deodar.impl.schema.schema import RequestEnvironment
from deodar.impl.source import Source
from deodar.impl.strings import escape
from deodar.impl.wording import quote


class Problem(NamedTuple):
    """What is wrong at one place of a policy: equal problems of several request environments are one."""

    kind: str
    start: int  # offsets into the text of the policy; -1 where it was read from JSON
    end: int
    message: str
    help: str | None = None


class ValidationFinding(NamedTuple):
    """An error or a warning about one policy, template or link."""

    policy_id: str
    kind: str  # a stable name, such as `UnexpectedType`; `deodar explain` tells more about each
    message: str
    help: str | None = None
    start: int = -1  # offsets into the text that the policy was parsed from; -1: it was not
    end: int = -1
    span: Span | None = None  # the same as lines and columns, where the text is given to `validate`
    source_line: str | None = None
    environment: RequestEnvironment | None = None  # the first in which the policy fails; None if in each for itself

    def render(self, source_name: str) -> str:
        """The finding as text, with the line and a mark under the place where these are known."""
        message = f"{self.message} (in {self.where})"
        return Finding(self.kind, message, self.span, self.help, None, self.source_line).render(source_name)

    @property
    def where(self) -> str:
        """The policy, and the request environment in which it fails, if it fails in some only."""
        if self.environment is None:
            return quote(self.policy_id)
        principal, action, resource = self.environment
        request = f"principal `{principal}`, action {quote(uid_text(action))}, resource `{resource}`"
        return f"{quote(self.policy_id)} for {request}"


def uid_text(uid: EntityUID) -> str:
    """The name of an entity as a policy writes it."""
    return f'{uid.type}::"{escape(uid.id)}"'


class ValidationReport(NamedTuple):
    """The errors and warnings of a policy set, each in the order of the policies."""

    errors: tuple[ValidationFinding, ...]
    warnings: tuple[ValidationFinding, ...]

    @property
    def passed(self) -> bool:
        """Whether there are no errors; warnings do not count."""
        return not self.errors


def findings(
    policy_id: str,
    problems: Iterable[tuple[Problem, RequestEnvironment | None]],
    source: Source | None,
) -> Iterable[ValidationFinding]:
    """The findings for the problems of one policy."""
    for problem, environment in problems:
        kind, start, end, message, hint = problem
        span = line = None
        if source is not None and start >= 0:
            span = source.span(start, end)
            line = source.line_text(span.line)
        yield ValidationFinding(policy_id, kind, message, hint, start, end, span, line, environment)
