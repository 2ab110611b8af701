"""A document and its lines: from an offset to the line and column that a finding shows.

Offsets count code points. A line ends at LF, CR or CR LF. Nothing is computed until the first mistake is reported.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from deodar.impl.errors import Finding, Span

_LINE_END = re.compile(r"\r\n|\n|\r")
LONGEST_LINE_SHOWN = 1_000  # a longer line is not repeated in a finding: a thousand findings on it would be huge

# One visible character for each one that would move the cursor, change the terminal or reorder the line.
_VISIBLE = (
    {code: 0x2400 + code for code in range(0x20) if chr(code) != "\t"}
    | {0x7F: 0x2421}
    | dict.fromkeys((*range(128, 160), *range(8234, 8239), *range(8294, 8298), 8206, 8207), 65533)
    | dict.fromkeys((8232, 8233, *range(55296, 57344)), 65533)
)


def visible(text: str) -> str:
    """`text` with each control, reordering or surrogate code point replaced by a visible one."""
    return text.translate(_VISIBLE)


class Source:
    """A text under a name, which turns offsets into places."""

    __slots__ = ("_line_starts", "name", "text")

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self._line_starts: list[int] | None = None

    def position(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset, both counted from 1."""
        starts = self._starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """The span of the half-open range of offsets."""
        return Span(*self.position(start), *self.position(end))

    def line_text(self, line: int) -> str | None:
        """The text of a line without its end, or None if it is too long to be shown."""
        starts = self._starts()
        start = starts[line - 1]
        end = starts[line] if line < len(starts) else len(self.text)
        if end - start > LONGEST_LINE_SHOWN:
            return None
        return visible(self.text[start:end].rstrip("\r\n"))

    def finding(
        self, kind: str, message: str, start: int, end: int, hint: str | None = None, *, path: str | None = None
    ) -> Finding:
        """A finding about the half-open range of offsets."""
        span = self.span(start, end)
        return Finding(kind, message, span, hint, path, self.line_text(span.line))

    def _starts(self) -> list[int]:
        if self._line_starts is None:
            self._line_starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]
        return self._line_starts
