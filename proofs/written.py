"""What a run leaves in folders: the questions in SMT-LIB 2, and each counterexample as a case file."""

from __future__ import annotations

import re
from pathlib import Path

from deodar.proofs.counterexample import Replay
from deodar.proofs.report import ContractReport, MutantReport, Step, TheoremReport

MODEL = "model"
OTHER = "impl"


def write_questions(step: Step, folder: Path) -> list[Path]:
    """The files of the questions of a proof."""
    if not isinstance(step, ContractReport | TheoremReport):
        return []
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for each in step.checks.asked:
        path = folder / f"{_file_name(each.name)}.smt2"
        path.write_text(each.text, encoding="utf-8")
        written.append(path)
    return written


def write_case(step: Step, folder: Path) -> Path | None:
    """The case file of a counterexample, which `deodar drt replay` runs."""
    if not isinstance(step, TheoremReport | MutantReport) or step.replay is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    name = step.name if isinstance(step, TheoremReport) else f"{step.theorem}.{step.name}"
    path = folder / f"{_file_name(name)}.json"
    path.write_text(case_text(name, step.replay), encoding="ascii")
    return path


def case_text(name: str, replay: Replay) -> str:
    """A case file: what the model answered that was refuted, and what the engine answers."""
    # The tester comes with an extra of its own, and takes a second to load.
    from deodar.drt import case_file  # noqa: PLC0415
    from deodar.drt.engines import engine  # noqa: PLC0415
    from deodar.drt.finding import Finding  # noqa: PLC0415
    from deodar.drt.targets import TARGETS  # noqa: PLC0415

    target = TARGETS[replay.target]
    finding = Finding(
        target=target.name,
        signature=f"refuted: {name}",
        case=replay.case,  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # JSON
        answers={MODEL: replay.answer, OTHER: target.ask(engine(OTHER), replay.case)},  # type: ignore[dict-item,arg-type]  # pyright: ignore[reportArgumentType]
        choices=b"",
        seed=0,
        flaky=False,
        original_size=0,
        seconds=0.0,
    )
    return case_file.case_file(finding).model_dump_json(indent=2, ensure_ascii=True) + "\n"


def _file_name(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.]+", "_", name).strip("_")
