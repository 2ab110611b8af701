"""The command line: `deodar`, and `python -m deodar`."""

from __future__ import annotations


def main() -> None:
    """Run the command that the process was started with; always leaves by `SystemExit`."""
    from typer.main import get_command  # noqa: PLC0415  # a module of this package can be imported without the whole

    from deodar.command_line.app import app  # noqa: PLC0415

    get_command(app).main(prog_name="deodar")
