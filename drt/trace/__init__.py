"""What engines make of the parts of a policy, one sub-expression after the other, each asked of the engine itself.

`order.py` says in which order, `asking.py` what an engine is asked, `outcome.py` what counts as the same, and
`trace.py` puts them side by side.
"""
