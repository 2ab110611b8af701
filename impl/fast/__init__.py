"""The fast way to a response: conditions as generated Python, and an index from requests to the policies that matter.

Whatever is unusual - a policy that errs, a construct that is not generated, a deep tree - is left to the plain
evaluator of `deodar.impl.compiler`, which gives the exact value or error. So the code here may refuse, and must never
be wrong.
"""
