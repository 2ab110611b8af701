"""`deodar drt corpus`: makes the corpus anew."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from deodar.command_line.exit_status import ExitStatus
from deodar.drt.corpus.files import samples, write, written
from deodar.drt.deep import on_a_large_stack
from deodar.drt.engines import engine

SEED = 1


def corpus(
    folder: Annotated[Path, typer.Option("--out", help="Where the corpus is.")] = Path("tests/corpus"),
    seed: Annotated[int, typer.Option("--seed", help="The same seed makes the same cases.")] = SEED,
) -> ExitStatus:
    """Make the smallest case for every operator and outcome, scope form and finding, with the model's answers.

    The form is that of the official integration tests. What the folder has in `cases` is replaced.
    """
    made = samples(seed, os.cpu_count() or 1)
    files = on_a_large_stack(written, engine("model"), made)
    write(files, folder)
    size = sum(len(text.encode()) for text in files.values())
    print(f"{folder}: {sum(path.endswith('.cedar') for path in files)} cases, {size / 1e3:.0f} kB")
    return ExitStatus.OK
