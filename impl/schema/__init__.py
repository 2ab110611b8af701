"""Schemas: both formats read and written, names resolved, and entities and requests read and checked by them."""
