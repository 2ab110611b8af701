"""Making a case file smaller: the case is reduced again, for as long as it takes, with the same signature."""

from __future__ import annotations

from pathlib import Path

from deodar.drt import case_file
from deodar.drt.case import Case
from deodar.drt.case_file import CaseFile, CaseFileError
from deodar.drt.deep import on_a_large_stack
from deodar.drt.engines import engine
from deodar.drt.finding import Finding, full_signature
from deodar.drt.reduce import NO_TEXT, reduce
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import answers, examine


def minimize(found: CaseFile, folder: Path, seconds: float) -> tuple[Finding, Path]:
    """The smallest finding, and the case file that it was written to; `CaseFileError` if the engines agree."""
    target = TARGETS[found.target]
    engines = {name: engine(name) for name in found.answers}
    whole = case_file.case_of(found)
    difference = on_a_large_stack(examine, target, engines, whole)
    if difference is None:
        raise CaseFileError("the engines agree on the case: there is nothing to make smaller")
    wanted = difference.signature

    def shows_it(case: Case) -> bool:
        try:
            shown = examine(target, engines, case)
        except NO_TEXT:
            return False
        return shown is not None and shown.signature == wanted

    case = on_a_large_stack(reduce, whole, shows_it, seconds)
    finding = Finding(
        found.target,
        full_signature(target, difference, case),
        case,
        on_a_large_stack(answers, target, engines, case),
        bytes.fromhex(found.choices),
        found.seed,
        False,
        len(str(whole)),
        0.0,
    )
    return finding, case_file.write(finding, folder)
