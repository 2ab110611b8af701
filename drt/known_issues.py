"""Known issues: disagreements that are understood and waited for, each in a file with a reason, a link, and a last day.

    [[issue]]
    signature = "authorize: kind: model type, cedarpy overflow [+]"
    reason = "the official engine adds before it checks the second operand"
    link = "https://example.com/issues/7"
    expires = 2027-01-31

A signature is written as a run prints it. Without the operators in brackets at its end, it is that of all disagreements
that differ in their operators only.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class KnownIssuesError(ValueError):
    """A file of known issues cannot be read."""


class KnownIssue(BaseModel):
    """A disagreement that is understood and waited for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    signature: Words
    reason: Words
    link: Words
    expires: date
    """The last day on which a run may see it without being red."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    issue: list[KnownIssue] = []


@dataclass(frozen=True, slots=True)
class KnownIssues:
    """Those of a file, as they are on a day."""

    valid: tuple[KnownIssue, ...] = ()
    expired: tuple[KnownIssue, ...] = ()

    def issue_of(self, signature: str) -> KnownIssue | None:
        """The valid issue with a signature, if there is one."""
        return next((each for each in self.valid if each.signature == signature), None)


NO_ISSUES = KnownIssues()


def read(path: Path, today: date | None = None) -> KnownIssues:
    """The known issues of a file; `KnownIssuesError` if it is not well formed."""
    try:
        found = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as failure:
        raise KnownIssuesError(f"cannot read `{path}`: {failure.strerror or failure}") from None
    except ValidationError as failure:
        raise KnownIssuesError(_in_words(path, failure)) from None
    except ValueError as failure:  # no UTF-8, or no TOML
        raise KnownIssuesError(f"`{path}` is no TOML: {failure}") from None
    twice = [signature for signature, count in Counter(each.signature for each in found.issue).items() if count > 1]
    if twice:
        raise KnownIssuesError(f"`{path}` has the signature `{twice[0]}` twice")
    day = today or datetime.now(UTC).date()
    expired = tuple(each for each in found.issue if each.expires < day)
    return KnownIssues(tuple(each for each in found.issue if each not in expired), expired)


def _in_words(path: Path, failure: ValidationError) -> str:
    first = failure.errors(include_url=False, include_input=False)[0]
    place = " ".join(f"{step + 1}" if isinstance(step, int) else f"`{step}`" for step in first["loc"])
    help_line = "each `[[issue]]` has `signature`, `reason`, `link` and `expires = YYYY-MM-DD`"
    return f"`{path}`: {place}: {first['msg'].lower()}\n  help: {help_line}"


def known_disagreements(
    counts: Mapping[str, int], investigated: Collection[str], issues: KnownIssues
) -> Counter[KnownIssue]:
    """How many disagreements each issue explains, by the counts of short signatures and some of the full ones.

    Those of a short signature are known if an issue has it, or if issues have all the full ones that were investigated.
    """
    known: Counter[KnownIssue] = Counter()
    for short, count in counts.items():
        of_all = issues.issue_of(short)
        of_each = [issues.issue_of(full) for full in investigated if full == short or full.startswith(f"{short} [")]
        first, *others = [of_all] if of_all is not None else of_each or [None]
        if first is not None and None not in others:
            known[first] += count
    return known
