"""Results as the lines that a GitHub workflow prints to annotate the lines of a change."""

from __future__ import annotations

from deodar.command_line.result import Result

_IN_TEXT = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_TEXT | str.maketrans({":": "%3A", ",": "%2C"})


def workflow_command(result: Result) -> str:
    """The line for one result."""
    properties: dict[str, object] = {"file": result.source_name}
    if result.finding.span is not None:
        line, column, end_line, end_column = result.finding.span
        properties |= {"line": line, "endLine": end_line}
        if line == end_line:  # columns are for annotations within a line
            properties |= {"col": column, "endColumn": max(column, end_column - 1)}
    properties["title"] = result.finding.kind
    listed = ",".join(f"{name}={str(value).translate(_IN_PROPERTY)}" for name, value in properties.items())
    return f"::{result.severity.value} {listed}::{result.text.translate(_IN_TEXT)}"
