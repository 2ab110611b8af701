"""The corpus: one small case for each thing that a case can show, with the model's answers, for any implementation.

`universe.py` says what there is to cover, `world.py` about what the cases are, `operators.py`, `scopes.py` and
`findings.py` make them, `sample.py` is a case and what it shows, and `files.py` writes them in the form of the official
integration tests.
"""
