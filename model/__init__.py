"""The model: what Cedar means, to be read rather than to be fast."""
