"""Why an extension function has no result."""

from __future__ import annotations


class ExtensionRefusal(Exception):
    """A malformed string, or a result outside 64 bits; the argument is a sentence for the user."""
