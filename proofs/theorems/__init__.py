"""The statements: `raw.py` is the vocabulary, `authorizer.py` the theorems."""
