"""`deodar drt` with its subcommands."""

from __future__ import annotations

import json
import os
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.refusals import WrongUsage
from deodar.drt import case_file
from deodar.drt.bisect import Replay
from deodar.drt.bisect import bisect as bisected
from deodar.drt.board import Board
from deodar.drt.corpus.command import corpus
from deodar.drt.crew import LocalCrew
from deodar.drt.engines import engine as make_engine
from deodar.drt.event_log import FILE as EVENTS_FILE
from deodar.drt.known_issues import NO_ISSUES, KnownIssuesError
from deodar.drt.known_issues import read as read_issues
from deodar.drt.lanes import Lane
from deodar.drt.minimize import minimize as minimize_case
from deodar.drt.mutants import AREAS, MUTANTS
from deodar.drt.mutants_command import listed, scored
from deodar.drt.outcome import Outcome
from deodar.drt.replay import replay as replay_case
from deodar.drt.replay_json import as_json
from deodar.drt.replay_shown import show
from deodar.drt.report.hunts import read_hunts
from deodar.drt.report.report import PAGE
from deodar.drt.report_commands import MutantsOption, compare, report
from deodar.drt.run import run as run_plan
from deodar.drt.run_state import State, StateError, load
from deodar.drt.shard import Plan
from deodar.drt.targets import TARGETS
from deodar.drt.verdict import Finish, verdict

if TYPE_CHECKING:
    from deodar.drt.cluster import Cluster

app = typer.Typer(name="drt", help="Test engines against each other on generated cases.", no_args_is_help=True)
app.command()(corpus)

DEFAULT_SECONDS = 60.0
UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0}
FEWEST_ENGINES = 2
CANARIES = 3

EnginesOption = Annotated[
    list[str] | None,
    typer.Option("--engine", metavar="NAME", help="model, impl, cedarpy or cmd:PROGRAM; may be repeated."),
]


def seconds(text: str) -> float:
    """A time such as `90`, `90s`, `5m` or `6h`, in seconds."""
    number, unit = (text[:-1], text[-1:]) if text[-1:] in UNITS else (text, "s")
    try:
        value = float(number) * UNITS[unit]
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise WrongUsage(f"`{text}` is no time\n  help: write 90, 90s, 5m or 6h")
    return value


@app.command()
def run(  # noqa: PLR0917  # one parameter an option
    engines: EnginesOption = None,
    targets: Annotated[
        list[str] | None,
        typer.Option("--target", metavar="NAME", help=f"{', '.join(TARGETS)}; may be repeated; all if left out."),
    ] = None,
    time_limit: Annotated[
        str | None, typer.Option("--time", metavar="TIME", help="How long: 90, 5m, 6h. 60 s if left out.")
    ] = None,
    tests: Annotated[int | None, typer.Option("--tests", min=1, help="How many tests of each target.")] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", help="The same seed makes the same tests; the date if left out.")
    ] = None,
    shard: Annotated[
        str, typer.Option("--shard", metavar="I/N", help="The first, second.. of N parts, one for each machine.")
    ] = "1/1",
    canaries: Annotated[
        int | None,
        typer.Option("--canaries", min=0, help="How many bugs are planted first; 3 in a run of a minute or more."),
    ] = None,
    memory_mb: Annotated[
        int, typer.Option("--memory", min=100, help="A process that takes more MB is replaced.")
    ] = 2_048,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in the folder.")] = False,
    lane: Annotated[Lane, typer.Option("--lane", help="Where choices come from.")] = Lane.NIGHTLY,
    processes: Annotated[int | None, typer.Option("--processes", min=1, help="One a core if left out.")] = None,
    dask: Annotated[
        str | None,
        typer.Option("--dask", metavar="ADDRESS", help="Run on the workers of this Dask cluster, a shard for each."),
    ] = None,
    folder: Annotated[Path, typer.Option("--out", help="Where case files, events and the report go.")] = Path(
        "out/drt"
    ),
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Where the events of the run go, as JSON lines; else into the folder.")
    ] = None,
    issues_file: Annotated[
        Path | None,
        typer.Option("--known-issues", metavar="FILE", help="Disagreements that do not make it red (TOML)."),
    ] = None,
    mutants_file: MutantsOption = None,
) -> ExitStatus:
    """Put generated cases to two engines or more, until the time is over or the tests are done.

    Exit status: 0 they agree, but for known issues, 7 they disagree, 1 a gate was missed, a process failed, a
    known issue has expired, or there was no test.
    """
    _see_that_a_report_can_be_made(mutants_file)
    limit = None if time_limit is None else seconds(time_limit)
    if limit is None and tests is None:
        limit = DEFAULT_SECONDS
    try:
        issues = NO_ISSUES if issues_file is None else read_issues(issues_file)
    except KnownIssuesError as failure:
        print(failure, file=sys.stderr)
        return ExitStatus.FAILURE
    try:
        cluster = None if dask is None else _cluster(dask)
    except ValueError as failure:
        print(failure, file=sys.stderr)
        return ExitStatus.FAILURE
    part, parts = _part(shard)
    resumed = _resumed(folder) if resume else None
    plan = Plan(
        engines=_known_engines(engines or ["model", "impl"]),
        targets=_known_targets(targets or list(TARGETS)),
        lane=lane,
        seed=int(time.strftime("%Y%m%d", time.gmtime())) if seed is None else seed,
        seconds=limit,
        tests=tests,
        shards=processes or (os.cpu_count() or 1 if cluster is None else cluster.workers),
        part=part,
        parts=parts,
        memory_mb=memory_mb,
    )
    if resumed is not None:
        plan = resumed.plan
    if canaries is None:
        canaries = CANARIES if (plan.seconds or 0) >= DEFAULT_SECONDS else 0
    board = Board()
    with board.showing():
        events_file = json_file or folder / EVENTS_FILE
        events_file.parent.mkdir(parents=True, exist_ok=True)
        with events_file.open("a" if resume else "w", encoding="ascii") as events:
            crew = LocalCrew(plan) if cluster is None else cluster.crew(plan)
            told = (board.watch, events)
            outcome = run_plan(plan, folder, *told, canaries=canaries, resumed=resumed, issues=issues, crew=crew)
    board.close(outcome)
    _report(events_file, mutants_file, folder)
    return _status(outcome)


def _report(events_file: Path, mutants_file: Path | None, folder: Path) -> None:
    """Write the page of the run, if its events went to a file; a page that cannot be written changes no verdict."""
    from deodar.drt.report.write import write_report  # noqa: PLC0415  # it loads what draws

    page = folder / PAGE
    if not events_file.is_file():
        return
    try:
        write_report(events_file, mutants_file, page)
    except (ValueError, OSError) as failure:
        print(f"there is no report: {failure}", file=sys.stderr)
    else:
        print(f"report: {page}")


def _cluster(address: str) -> Cluster:
    # Only who asks for a cluster needs the package.
    from deodar.drt.cluster import Cluster  # noqa: PLC0415

    return Cluster(address)


def _status(outcome: Outcome) -> ExitStatus:
    finish = verdict(outcome).finish
    if finish is Finish.DISAGREE:
        return ExitStatus.ENGINES_DISAGREE
    if outcome.interrupted:
        return ExitStatus.INTERRUPTED
    return ExitStatus.OK if finish is Finish.AGREE else ExitStatus.FAILURE


def _part(text: str) -> tuple[int, int]:
    """`2/4` is the second of four parts: 1 and 4."""
    index, slash, count = text.partition("/")
    if not (slash and index.isdecimal() and count.isdecimal() and 1 <= int(index) <= int(count)):
        raise WrongUsage(f"`{text}` is no part of a run\n  help: write 1/4 for the first of four")
    return int(index) - 1, int(count)


def _resumed(folder: Path) -> State:
    try:
        return load(folder)
    except StateError as failure:
        raise WrongUsage(str(failure)) from None


def _known_engines(names: list[str]) -> tuple[str, ...]:
    if len(set(names)) < FEWEST_ENGINES:
        raise WrongUsage("one engine alone cannot disagree\n  help: name two or more with --engine")
    for name in names:
        try:
            made = make_engine(name)
        except ValueError as failure:
            raise WrongUsage(str(failure)) from None
        close = getattr(made, "close", None)
        if close is not None:
            close()
    return tuple(dict.fromkeys(names))


def _known_targets(names: list[str]) -> tuple[str, ...]:
    for name in names:
        if name not in TARGETS:
            known = ", ".join(f"`{target}`" for target in TARGETS)
            raise WrongUsage(f"there is no target `{name}`\n  help: the targets are {known}")
    return tuple(dict.fromkeys(names))


def _see_that_a_report_can_be_made(mutants_file: Path | None) -> None:
    """Refuses before the run what would be in the way of its report behind it."""
    for package in ("jinja2", "vl_convert"):
        if find_spec(package) is None:
            raise ModuleNotFoundError(f"no module named `{package}`", name=package)
    if mutants_file is not None:
        try:
            read_hunts(mutants_file)
        except ValueError as failure:
            raise WrongUsage(str(failure)) from None


@app.command()
def replay(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A case file.")],
    engines: EnginesOption = None,
    as_data: Annotated[bool, typer.Option("--json", help="Print the same as one JSON object.")] = False,
) -> ExitStatus:
    """Show a case file, ask the engines again, and say where they part.

    Each policy that they differ on is evaluated step by step, by each engine, side by side, and the first difference is
    marked. Exit status: 7 if they still differ, else 0.
    """
    try:
        replayed = replay_case(case_file.read(file), engines or [])
    except ValueError as failure:
        print(failure, file=sys.stderr)
        return ExitStatus.FAILURE
    if as_data:
        print(json.dumps(as_json(replayed), indent=1))
    else:
        show(replayed, Console(width=None if sys.stdout.isatty() else 110))
    return ExitStatus.OK if replayed.differs is None else ExitStatus.ENGINES_DISAGREE


@app.command()
def bisect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A case file.")],
    good: Annotated[str, typer.Argument(metavar="GOOD", help="A commit on which the engines agree.")],
    bad: Annotated[str, typer.Argument(metavar="BAD", help="A later one on which they disagree.")],
    engines: EnginesOption = None,
    setup: Annotated[
        str | None, typer.Option("--setup", metavar="COMMAND", help="Run on each commit first, such as `make`.")
    ] = None,
) -> ExitStatus:
    """Find the commit that a disagreement came with, in the git repository of the current folder.

    Each commit is checked out beside your own files, which are left alone, and replays the case by its own code.
    `deodar drt bisect case.json -- v1.0 HEAD`. Exit status: 0 if it is found, else 1.
    """
    replay_of = Replay(file.resolve(), engines or (), setup)
    try:
        case_file.read(file)
        found = bisected(replay_of, good, bad, Path.cwd(), lambda line: print(line, file=sys.stderr))
    except ValueError as failure:
        print(failure, file=sys.stderr)
        return ExitStatus.FAILURE
    if len(found.commits) > 1:
        print("the disagreement came with one of these commits; those between could not be replayed")
    else:
        print("the disagreement came with this commit")
    print("\n".join(("", *found.shown)), end="")
    return ExitStatus.OK if len(found.commits) == 1 else ExitStatus.FAILURE


@app.command()
def mutants(  # noqa: PLR0917  # one parameter an option
    names: Annotated[list[str] | None, typer.Argument(metavar="MUTANT", help="Which; all if left out.")] = None,
    area: Annotated[list[str] | None, typer.Option("--area", metavar="AREA", help="Those of an area.")] = None,
    list_them: Annotated[bool, typer.Option("--list", help="Name them all, and hunt none.")] = False,
    tests: Annotated[int, typer.Option("--tests", min=1, help="The most tests of a hunt.")] = 100_000,
    time_limit: Annotated[
        str | None, typer.Option("--time", metavar="TIME", help="The most processor time of one target and seed.")
    ] = None,
    seeds: Annotated[int, typer.Option("--seeds", min=1, help="How many hunts for each.")] = 5,
    shrink: Annotated[bool, typer.Option("--shrink", help="Make a counterexample of each, and measure it.")] = False,
    processes: Annotated[int | None, typer.Option("--processes", min=1, help="One a core if left out.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the score as JSON.")] = None,
) -> ExitStatus:
    """Plant bugs in the engine, and tell how long it takes to find each.

    Exit status: 0 if 90 % of the hunts end within 100,000 tests, else 1.
    """
    console = Console(width=None if sys.stdout.isatty() else 110)
    if list_them:
        listed(console)
        return ExitStatus.OK
    for what, given, known in (("mutant", names, tuple(MUTANTS)), ("area", area, AREAS)):
        for name in given or ():
            if name not in known:
                raise WrongUsage(f"there is no {what} `{name}`\n  help: `deodar drt mutants --list` names them")
    wanted = [
        name
        for name, mutant in MUTANTS.items()
        if (not names and not area) or name in (names or ()) or mutant.area in (area or ())
    ]
    limit = None if time_limit is None else seconds(time_limit)
    enough = scored(wanted, seeds, tests, limit, processes or os.cpu_count() or 1, shrink, json_file, console)
    return ExitStatus.OK if enough else ExitStatus.FAILURE


@app.command()
def minimize(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A case file.")],
    time_limit: Annotated[str, typer.Option("--time", metavar="TIME", help="How long at most.")] = "5m",
) -> ExitStatus:
    """Make a case file as small as it gets, in a new file beside it. Exit status: 7, or 1 if the engines agree."""
    try:
        finding, path = minimize_case(case_file.read(file), file.parent, seconds(time_limit))
    except ValueError as failure:
        print(failure, file=sys.stderr)
        return ExitStatus.FAILURE
    print(f"{finding.signature}\n  deodar drt replay {path}  ({finding.nodes} nodes)")
    return ExitStatus.ENGINES_DISAGREE


app.command()(report)
app.command()(compare)
