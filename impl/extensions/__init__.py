"""The extension types: decimal, ipaddr, datetime and duration, one file each, and the table of their functions."""
