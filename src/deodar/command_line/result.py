"""One thing to report about a line of a file, whatever it was found by: what `--format` writes."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from deodar import DeodarError, Finding, ValidationFinding, ValidationReport
from deodar.impl.validator.report import uid_text


class Severity(StrEnum):
    """Whether it makes the documents unusable."""

    ERROR = "error"
    WARNING = "warning"


class Result(NamedTuple):
    """A finding with its file; those of the validator are about a policy, and mostly about one request environment."""

    severity: Severity
    source_name: str
    finding: Finding  # its kind is a stable name; `deodar explain` tells more about those of the validator
    about: dict[str, str]  # the policy, and the types of principal and resource and the action of the environment

    @property
    def text(self) -> str:
        """The sentence, and the help below it."""
        sentence = f"{self.finding.message} at `{self.finding.path}`" if self.finding.path else self.finding.message
        return sentence if self.finding.help is None else f"{sentence}\nhelp: {self.finding.help}"

    def as_json(self) -> dict[str, object]:
        """The members that are known, in a fixed order."""
        finding = self.finding
        members: dict[str, object] = {
            "severity": self.severity.value,
            "kind": finding.kind,
            "message": finding.message,
            "help": finding.help,
            "source": self.source_name,
            "path": finding.path,
        }
        if finding.span is not None:
            members |= finding.span._asdict()
        return {name: value for name, value in members.items() if value is not None} | dict(self.about)


def results_of_report(report: ValidationReport, source_name: str) -> list[Result]:
    """The findings of the validator about the policies of a source, errors first."""
    errors = [_result(Severity.ERROR, finding, source_name) for finding in report.errors]
    return errors + [_result(Severity.WARNING, finding, source_name) for finding in report.warnings]


def _result(severity: Severity, found: ValidationFinding, source_name: str) -> Result:
    about = {"policy": found.policy_id}
    if found.environment is not None:
        principal, action, resource = found.environment
        about |= {"principal": principal, "action": uid_text(action), "resource": resource}
    message = f"{found.message} (in {found.where})"
    finding = Finding(found.kind, message, found.span, found.help, None, found.source_line)
    return Result(severity, source_name, finding, about)


def results_of_errors(errors: Iterable[DeodarError]) -> list[Result]:
    """The findings for which documents were refused."""
    return [Result(Severity.ERROR, error.source_name, finding, {}) for error in errors for finding in error.findings]


def results_of_warnings(warnings: Iterable[tuple[str, Finding]]) -> list[Result]:
    """Findings that hinder nothing, each given with the name of its source."""
    return [Result(Severity.WARNING, source_name, finding, {}) for source_name, finding in warnings]
