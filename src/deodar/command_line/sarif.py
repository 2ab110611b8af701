"""Results as a SARIF log (version 2.1.0 of the OASIS standard), which code hosts show on the lines of a change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from urllib.parse import quote

from deodar import Span, __version__
from deodar.command_line.result import Result, Severity
from deodar.impl.validator.explain import PAGES

SCHEMA_URI = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_log(results: Sequence[Result]) -> dict[str, object]:
    """The log of one run."""
    severities = {result.finding.kind: result.severity for result in results}
    codes = list(severities)
    driver = {
        "name": "deodar",
        "semanticVersion": __version__,
        "rules": [_rule(code, severities[code]) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(result, codes.index(result.finding.kind)) for result in results],
    }
    return {"$schema": SCHEMA_URI, "version": "2.1.0", "runs": [run]}


def _rule(code: str, severity: Severity) -> dict[str, object]:
    page = PAGES.get(code)
    described: dict[str, object] = {} if page is None else {"fullDescription": {"text": page.meaning}}
    return {"id": code, "defaultConfiguration": {"level": severity.value}, **described}


def _result(result: Result, rule_index: int) -> dict[str, object]:
    return {
        "ruleId": result.finding.kind,
        "ruleIndex": rule_index,
        "level": result.severity.value,
        "message": {"text": result.text},
        "locations": [{"physicalLocation": _location(result)}],
        "properties": dict(result.about),
    }


def _location(result: Result) -> dict[str, object]:
    artifact = {"uri": quote(PurePath(result.source_name).as_posix())}
    span = result.finding.span
    return {"artifactLocation": artifact, **({} if span is None else {"region": _region(span)})}


def _region(span: Span) -> dict[str, object]:
    """The half-open range, as SARIF counts: from 1, the end column one past the last character."""
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
