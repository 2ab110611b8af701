"""`ipaddr`: an IPv4 or IPv6 address with a prefix length.

Rule: Cedar.Spec.Ext.IPAddr.
"""

from __future__ import annotations

from deodar.model.extension.digits import number
from deodar.model.value import IPAddr

V4_BITS = 32
V6_BITS = 128
HEX_DIGITS = frozenset("0123456789abcdefABCDEF")


def small_number(s: str, most: int) -> int | None:
    """The number from 0 to `most` that a string writes without leading zeros, or None."""
    n = number(s)
    return n if n is not None and n <= most and s == str(n) else None


def group(s: str) -> int | None:
    """The number that one to four hexadecimal digits write, or None."""
    return int(s, 16) if 1 <= len(s) <= 4 and all(char in HEX_DIGITS for char in s) else None


def joined(parts: list[int | None], width: int) -> int | None:
    """The number whose parts have `width` bits each, the first part highest; None if some part is None."""
    numbers = [part for part in parts if part is not None]
    if len(numbers) < len(parts):
        return None
    return sum(n << width * i for i, n in enumerate(reversed(numbers)))


def v4_address(s: str) -> int | None:
    """The 32 bits of a dotted address, or None. Rule: parseIPv4Net."""
    parts = s.split(".")
    return joined([small_number(part, 255) for part in parts], 8) if len(parts) == 4 else None


def v6_address(s: str) -> int | None:
    """The 128 bits of a colon-separated address, or None; `::` is one or more zero groups. Rule: parseIPv6Net."""
    left, elision, right = s.partition("::")
    before = left.split(":") if left else []
    after = right.split(":") if right else []
    zeros = 8 - len(before) - len(after)
    if zeros != 0 if not elision else zeros < 1:
        return None
    return joined([group(part) for part in [*before, *["0"] * zeros, *after]], 16)


def ip(s: str) -> IPAddr | None:
    """The address that a string writes, with its prefix length if it has one. Rule: IPAddr.parse."""
    text, slash, length = s.partition("/")
    bits, address = (V6_BITS, v6_address(text)) if ":" in text else (V4_BITS, v4_address(text))
    prefix = small_number(length, bits) if slash else bits
    return None if address is None or prefix is None else IPAddr(bits, address, prefix)


def in_range(x: IPAddr, y: IPAddr) -> bool:
    """Whether the block of addresses of `x` lies in that of `y`; host bits do not matter. Rule: IPNet.inRange."""
    return x.bits == y.bits and x.prefix >= y.prefix and (x.address ^ y.address) >> (y.bits - y.prefix) == 0


LOOPBACK = {V4_BITS: IPAddr(V4_BITS, 127 << 24, 8), V6_BITS: IPAddr(V6_BITS, 1, 128)}
MULTICAST = {V4_BITS: IPAddr(V4_BITS, 224 << 24, 4), V6_BITS: IPAddr(V6_BITS, 0xFF << 120, 8)}


def is_loopback(x: IPAddr) -> bool:
    """Whether all addresses are in 127.0.0.0/8, or are ::1. Rule: IPNet.isLoopback."""
    return in_range(x, LOOPBACK[x.bits])


def is_multicast(x: IPAddr) -> bool:
    """Whether all addresses are in 224.0.0.0/4 or ff00::/8. Rule: IPNet.isMulticast."""
    return in_range(x, MULTICAST[x.bits])
