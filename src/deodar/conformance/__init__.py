"""Running the official integration cases, or any set of the same form, on engines.

`corpus` reads the cases, `agreement` compares an engine's answers with what a case expects, `run` shows the outcome.
"""
