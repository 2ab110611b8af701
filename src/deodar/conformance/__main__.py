"""`python -m deodar.conformance CORPUS --engine impl`: the same as `deodar conformance`."""

import sys

from typer.main import get_command

from deodar.command_line.app import app

get_command(app).main(["conformance", *sys.argv[1:]], prog_name="deodar")
