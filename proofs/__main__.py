"""`python -m deodar.proofs`: the same as `deodar prove`."""

from __future__ import annotations

import sys

from deodar.proofs.command_line import app

if __name__ == "__main__":
    try:
        app()
    except ModuleNotFoundError as failure:
        if failure.name != "z3":
            raise
        print("proofs need the package `z3`\n  help: pip install 'deodar[proofs]'", file=sys.stderr)
        sys.exit(1)
