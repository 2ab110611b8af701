"""`deodar explain`: what a finding of the validator means, with an example that has it and the same one mended."""

from __future__ import annotations

from typing import Annotated

import typer

from deodar.command_line.diagnostics import ErrorFormat
from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.options import ErrorFormatOption
from deodar.command_line.refusals import WrongUsage
from deodar.impl.validator.explain import PAGES
from deodar.impl.wording import nearest, quote


def explain(
    kind: Annotated[str | None, typer.Argument(metavar="KIND", help="Such as UnsafeAttributeAccess.")] = None,
    error_format: ErrorFormatOption = ErrorFormat.HUMAN,  # noqa: ARG001  # see `app`
) -> ExitStatus:
    """Tell what a finding of the validator means and how to mend it; without a kind, list the kinds."""
    if kind is None:
        print("\n".join(PAGES))
        return ExitStatus.OK
    page = PAGES.get(kind) or next((each for each in PAGES.values() if each.kind.lower() == kind.lower()), None)
    if page is None:
        found = nearest(kind, PAGES)
        hint = "`deodar explain` lists the kinds" if found is None else f"did you mean {quote(found)}?"
        raise WrongUsage(f"the validator has no finding {quote(kind)}\n  help: {hint}")
    print(page.to_markdown().rstrip("\n"))
    return ExitStatus.OK
