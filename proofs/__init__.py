"""The proofs: theorems about the model's own source, each a Python function that z3 proves.

`theorems/` holds the statements, `translate/` turns source into logic, `prove.py` asks the solver, `refute.py` shows a
request and policies where a statement does not hold. Start at `theorems/authorizer.py`.
"""
