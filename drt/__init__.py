"""The differential tester: makes cases, asks every engine, compares, and shrinks what differs.

Read `choice.py` and `generate/` for how a case comes about, `targets/` for what is claimed about it, `compare.py` for
what counts as the same answer, and `shard.py` for how a run goes.
"""
