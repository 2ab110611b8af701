"""The problems of a schema made of several documents, each kept with its document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from deodar.impl.errors import SchemaError
from deodar.impl.schema.syntax import Fragment, Problem
from deodar.impl.wording import did_you_mean

MOST_PROBLEMS = 1_000
_COMPARISONS = 20_000  # of names, for suggestions: each costs the time of reading a declaration


class TooManyProblems(Exception):
    """There is no use in looking for more."""


class Report:
    """What is wrong, by the number of the document. A problem that is found twice counts once."""

    def __init__(self) -> None:
        self._problems: dict[int, dict[Problem, None]] = {}
        self._left = MOST_PROBLEMS
        self._comparisons_left = _COMPARISONS

    def blame(self, fragment: int, problem: Problem) -> None:
        """Report a problem in a document."""
        if self._left == 0:
            raise TooManyProblems
        self._left -= 1
        self._problems.setdefault(fragment, {})[problem] = None

    def suggestion(self, word: str, names: Iterable[str]) -> str | None:
        """The line of help that offers the nearest name, or None; none either once it would take too long."""
        listed = list(names)
        if len(listed) > self._comparisons_left:
            return None
        self._comparisons_left -= len(listed)
        return did_you_mean(word, listed)

    def is_empty(self) -> bool:
        """Whether nothing is wrong so far."""
        return not self._problems

    def error(self, fragments: Sequence[Fragment]) -> SchemaError:
        """The refusal for the problems of the first document that has any: a finding tells no document's name."""
        number = min(self._problems)
        fragment = fragments[number]
        return SchemaError(fragment.findings(self._problems[number]), fragment.source_name)
