"""The production engine: fast, standard library only, and nothing shared with the model."""
