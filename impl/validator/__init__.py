"""The production validator: which policies can never fail with a type error, and what is wrong with the others."""
