"""Values in the explicit JSON form, made comparable: an extension value has many spellings, and a set no order."""

from __future__ import annotations

import datetime
import ipaddress
import json
import re
from collections.abc import Callable
from decimal import Decimal

from deodar.drt.data import Json

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
FOUR_HUNDRED_YEARS = 146_097 * 86_400_000  # milliseconds: the calendar repeats, and Python's has no year 0
FIRST_SAFE_YEAR = 400
DURATION = re.compile(r"(-?)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?")
DATETIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d{3}))?(?:Z|([+-])(\d\d)(\d\d)))?")
UNITS = (86_400_000, 3_600_000, 60_000, 1_000, 1)


def canonical(value: Json) -> str:
    """A text that is the same for equal values, and for no others."""
    return json.dumps(_canonical(value), sort_keys=True)


def _canonical(value: Json) -> Json:
    match value:
        case list():
            return sorted({json.dumps(_canonical(element), sort_keys=True) for element in value})
        case {"__entity": dict(uid), **rest} if not rest:
            return {"__entity": {"type": uid.get("type"), "id": uid.get("id")}}
        case {"__extn": {"fn": str(function), "arg": str(argument)}, **rest} if not rest:
            return {"__extn": [function, _told(_extension, function, argument)]}
        case {"__extn": {"fn": "offset", "args": [_, _]}, **rest} if not rest:
            return {"__extn": ["datetime", _told(_number, value)]}
        case dict():
            return {name: _canonical(member) for name, member in value.items()}
        case _:
            return value


def _told(read: Callable[..., Json], *arguments: Json) -> Json:
    """What is read from a spelling; what an engine wrote that is none stays as it is, and equals nothing else."""
    try:
        return read(*arguments)
    except (ValueError, ArithmeticError):
        return ["not well formed", *arguments]


def _number(value: Json) -> int:
    match value:
        case {"__extn": {"fn": "datetime", "arg": str(text)}}:
            return _instant(text)
        case {"__extn": {"fn": "duration", "arg": str(text)}}:
            return _milliseconds(text)
        case {"__extn": {"fn": "offset", "args": [base, distance]}}:
            return _number(base) + _number(distance)
        case _:
            raise ValueError(f"no instant or duration: {value!r}")


def _extension(function: str, text: str) -> Json:
    match function:
        case "decimal":
            return int(Decimal(text) * 10_000)
        case "ip":
            network = ipaddress.ip_interface(text)
            return [network.version, int(network.ip), network.network.prefixlen]
        case "duration":
            return _milliseconds(text)
        case "datetime":
            return _instant(text)
        case _:
            return text


def _milliseconds(text: str) -> int:
    match = DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"no duration: {text!r}")
    total = sum(int(part or 0) * unit for part, unit in zip(match.groups()[1:], UNITS, strict=True))
    return -total if match[1] else total


def _instant(text: str) -> int:
    match = DATETIME.fullmatch(text)
    if match is None:
        raise ValueError(f"no datetime: {text!r}")
    year, month, day, hour, minute, second, millis = (int(part or 0) for part in match.groups()[:7])
    early = year < FIRST_SAFE_YEAR
    shifted = datetime.datetime(year + 400 * early, month, day, hour, minute, second, tzinfo=datetime.UTC)
    offset = (int(match[9] or 0) * 60 + int(match[10] or 0)) * 60_000 * (-1 if match[8] == "-" else 1)
    since = shifted - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000 + millis - FOUR_HUNDRED_YEARS * early - offset
