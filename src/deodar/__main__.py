"""`python -m deodar`: the same as `deodar`."""

from deodar.command_line import main

main()
