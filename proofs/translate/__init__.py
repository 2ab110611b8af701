"""From Python source, in the subset that the model is written in, to z3 terms. Start at `function.py`."""
