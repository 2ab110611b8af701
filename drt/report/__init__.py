"""The report on a run: read from its events, drawn, and written as one page and as JSON; and two nights compared.

`events` is what a run has written down, `report` what it comes to, `build` makes the one from the other. `pictures`
and `heat_map` draw, `page` writes. `nights` compares two reports.
"""
