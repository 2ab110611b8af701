"""The exit statuses of the command line, and what each means to a script."""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """What a run of `deodar` tells its caller."""

    OK = 0  # done; for `authorize`: allow
    FAILURE = 1  # a document was refused, a test failed, a file could not be read
    DENY = 2
    DOES_NOT_VALIDATE = 3
    DOES_NOT_HOLD = 5  # a property was refuted or left unknown
    ENGINES_DISAGREE = 7
    WRONG_USAGE = 64  # never 2: a mistyped flag must not read as a deny
    INTERRUPTED = 130
