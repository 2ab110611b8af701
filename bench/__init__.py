"""How fast deodar is, as ratios to the official engine on the same requests. Run it with `python -m bench`.

The method is in `measure`, the workloads are in `workloads`, what must be reached is in `targets`.
"""
