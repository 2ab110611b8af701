"""The extension types: decimal, IP addresses, datetimes and durations."""
