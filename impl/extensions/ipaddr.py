"""The extension type ipaddr: an IPv4 or IPv6 address with a prefix length. Host bits are kept."""

from __future__ import annotations

import re

from deodar.impl.extensions.refusal import ExtensionRefusal
from deodar.impl.fields import Frozen, put
from deodar.impl.wording import quote

_NUMBER = r"(?:0|[1-9][0-9]{0,2})"  # no leading zeros
_V4 = re.compile(rf"({_NUMBER})\.({_NUMBER})\.({_NUMBER})\.({_NUMBER})(?:/({_NUMBER}))?")
_V6 = re.compile(rf"([0-9A-Fa-f:]++)(?:/({_NUMBER}))?")
_GROUP = re.compile(r"[0-9A-Fa-f]{1,4}")
_GROUPS = 8


class IPAddr(Frozen):
    """`address` of `width` bits (32 or 128), of which the first `prefix` name the network."""

    __slots__ = ("address", "prefix", "spelling", "width")

    width: int
    address: int
    prefix: int
    spelling: str

    def __init__(self, width: int, address: int, prefix: int, spelling: str) -> None:
        put(self, "width", width)
        put(self, "address", address)
        put(self, "prefix", prefix)
        put(self, "spelling", spelling)

    def __eq__(self, other: object) -> bool:
        return (
            (self.width, self.address, self.prefix) == (other.width, other.address, other.prefix)
            if isinstance(other, IPAddr)
            else NotImplemented
        )

    def __hash__(self) -> int:
        return hash((self.width, self.address, self.prefix))

    @property
    def first(self) -> int:
        """The lowest address of the block."""
        host_bits = self.width - self.prefix
        return self.address >> host_bits << host_bits

    @property
    def last(self) -> int:
        """The highest address of the block."""
        return self.address | ((1 << (self.width - self.prefix)) - 1)


def ip(text: str) -> IPAddr:
    """The address or range that `text` denotes."""
    found = _v4(text) or _v6(text)
    if found is None:
        raise ExtensionRefusal(f"{quote(text)} is not an IP address or range such as `10.0.0.1/8` or `2001:db8::/32`")
    return found


def _v4(text: str) -> IPAddr | None:
    match = _V4.fullmatch(text)
    if match is None:
        return None
    numbers = [int(part) for part in match.group(1, 2, 3, 4)]
    prefix = int(match[5] or 32)
    if max(numbers) > 255 or prefix > 32:
        return None
    a, b, c, d = numbers
    return IPAddr(32, a << 24 | b << 16 | c << 8 | d, prefix, text)


def _v6(text: str) -> IPAddr | None:
    match = _V6.fullmatch(text)
    groups = None if match is None else _groups(match[1])
    prefix = 128 if match is None else int(match[2] or 128)
    if groups is None or prefix > 128:
        return None
    address = 0
    for group in groups:
        address = address << 16 | group
    return IPAddr(128, address, prefix, text)


def _groups(text: str) -> list[int] | None:
    """The eight groups; `::` stands for one or more of them that are zero."""
    before, double_colon, after = text.partition("::")
    if not double_colon:
        groups = _some_groups(before)
        return groups if groups is not None and len(groups) == _GROUPS else None
    head, tail = _some_groups(before), _some_groups(after)
    if head is None or tail is None or len(head) + len(tail) >= _GROUPS:
        return None
    return head + [0] * (_GROUPS - len(head) - len(tail)) + tail


def _some_groups(text: str) -> list[int] | None:
    parts = text.split(":", _GROUPS) if text else []
    return [int(part, 16) for part in parts] if all(map(_GROUP.fullmatch, parts)) else None


_LOOPBACK_V4, _LOOPBACK_V6 = ip("127.0.0.0/8"), ip("::1")
_MULTICAST_V4, _MULTICAST_V6 = ip("224.0.0.0/4"), ip("ff00::/8")


def is_in_range(x1: IPAddr, x2: IPAddr) -> bool:
    """`x1.isInRange(x2)`: whether the block of `x1` lies within the block of `x2`."""
    return x1.width == x2.width and x2.first <= x1.first and x1.last <= x2.last


def is_ipv4(x: IPAddr) -> bool:
    """`x.isIpv4()`."""
    return x.width == 32


def is_ipv6(x: IPAddr) -> bool:
    """`x.isIpv6()`."""
    return x.width == 128


def is_loopback(x: IPAddr) -> bool:
    """`x.isLoopback()`."""
    return is_in_range(x, _LOOPBACK_V4) or is_in_range(x, _LOOPBACK_V6)


def is_multicast(x: IPAddr) -> bool:
    """`x.isMulticast()`."""
    return is_in_range(x, _MULTICAST_V4) or is_in_range(x, _MULTICAST_V6)
