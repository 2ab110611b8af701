"""Values in the explicit JSON form: of a type, small, and now and then at the edge of what there is."""

from __future__ import annotations

from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.generate.names import ODD_ATTRIBUTES, STRINGS
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.spelling_edges import EDGES
from deodar.drt.generate.types import ATTRIBUTES, MEMBER_OF, TYPED_NAMES, Type

MAX = 2**63 - 1
MIN = -(2**63)
LONGS = (0, 1, 2, 3, 10, -1, 7, 100, MAX, MIN, MAX - 1, MIN + 1, 2**32, -(2**31), 2**62, 1000)

DECIMALS = (
    "0.0",
    "1.0",
    "1.5",
    "1.50",
    "-0.5",
    "10.0001",
    "0.0001",
    "-0.0",
    "922337203685477.5807",
    "-922337203685477.5808",
)
BAD_DECIMALS = ("", "1", "1.", ".5", "1.00000", "922337203685477.5808", "+1.0", "1.5 ", "1e3", "--1.0", "1.-5", "٣.0")
IPS = (
    *("10.0.0.1", "10.0.0.0/8", "127.0.0.1", "::1", "224.0.0.1", "10.0.0.1/32", "10.0.0.1/24", "::1/128", "ff00::/8"),
    *(
        "0.0.0.0/0",
        "::/0",
        "127.0.0.0/7",
        "::ffff:a00:1",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "ABCD::ef",
        "224.0.0.0/3",
    ),
)
BAD_IPS = (
    *(
        "",
        "10.0.0",
        "10.0.0.01",
        "256.0.0.1",
        "10.0.0.1/33",
        "10.0.0.1/08",
        "::1/129",
        "1:2:3:4:5:6:7",
        "::ffff:1.2.3.4",
    ),
    *(
        "1:2:3:4:5:6:7::8",
        "::1%eth0",
        " 10.0.0.1",
        "10.0.0.1/",
        "12345::",
        "::1:2:3:4:5:6:7:8",
        "1::2::3",
        "10.0.0.1/+8",
    ),
)
DATETIMES = (
    *("2024-01-01", "1970-01-01", "1969-12-31T23:59:59Z", "2024-02-29T12:30:45.678Z", "2024-01-01T00:00:00+0100"),
    *(
        "0000-01-01",
        "9999-12-31T23:59:59.999-2359",
        "2000-02-29",
        "2024-01-01T01:00:00-0000",
        "0000-01-01T00:00:00+2359",
    ),
)
BAD_DATETIMES = (
    *(
        "",
        "2023-02-29",
        "2024-1-01",
        "2024-01-01T24:00:00Z",
        "2024-01-01T00:00:00",
        "2024-01-01T00:00:60Z",
        "10000-01-01",
    ),
    *("2024-01-01Z", "2024-01-01T00:00:00.1Z", "2024-01-01T00:00:00+2400", "2024-01-01T00:00:00+01:00", "1900-02-29"),
    *("2024-01-01 00:00:00Z", "2024-01-01t00:00:00Z", "2024-13-01", "-001-01-01", "2024-01-01T00:00:00+0060"),
)
DURATIONS = (
    *("0ms", "1ms", "1s", "1m", "60s", "1h", "1d", "-1d2h3m4s5ms", "1d2h", "9223372036854775807ms"),
    *(
        "-9223372036854775808ms",
        "106751991167d7h12m55s807ms",
        "90m",
        "-1h",
        "007s",
        "24h",
        "-36h",
        "-1500ms",
        "-90s",
        "-1ms",
    ),
)
BAD_DURATIONS = (
    *(
        "",
        "-",
        "1",
        "d",
        "1s1m",
        "1ms1s",
        "1w",
        "1.5s",
        "9223372036854775808ms",
        "106751991168d",
        "+1s",
        "1S",
        "1s ",
        "1s1s",
    ),
    *("1d-1s", "--1s", "1m2ms3"),
)

BAD_VALUE = 256  # one in so many; it refuses a whole document

SPELLINGS = {
    Type.DECIMAL: ("decimal", DECIMALS, BAD_DECIMALS),
    Type.IP: ("ip", IPS, BAD_IPS),
    Type.DATETIME: ("datetime", DATETIMES, BAD_DATETIMES),
    Type.DURATION: ("duration", DURATIONS, BAD_DURATIONS),
}


def spelling(choose: Choose, kind: Type, bad: int) -> tuple[str, str]:
    """A constructor and its argument, which is not well formed 1 in `bad` times."""
    function, good, wrong = SPELLINGS[kind]
    if choose(bad) == bad - 1:
        return function, wrong[choose(len(wrong))] if choose(2) else EDGES[kind](choose, True)
    match choose(4):
        case 0:  # values have to meet to be equal
            return function, good[choose(3)]
        case 3:
            return function, EDGES[kind](choose, False)
        case _:
            return function, good[choose(len(good))]


def long(choose: Choose) -> int:
    """A long, mostly small."""
    n = choose(32)
    return LONGS[n] if n < 16 else n - 18


def value(scene: Scene, kind: Type, depth: int) -> Json:
    """A value of a type."""
    choose = scene.choose
    match kind:
        case Type.BOOL:
            return choose(2) == 1
        case Type.LONG:
            return long(choose)
        case Type.STRING:
            return STRINGS[choose(len(STRINGS))] if choose(2) else STRINGS[choose(5)]
        case Type.ENTITY:
            return {"__entity": scene.uid()}
        case Type.LONGS | Type.STRINGS | Type.ENTITIES:
            member = MEMBER_OF[kind]
            return [value(scene, member, depth - 1) for _ in range(choose(4))]
        case Type.RECORD:
            return attributes(scene, depth - 1)
        case Type.MIXED:
            return [any_value(scene, depth - 1) for _ in range(choose(4))]
        case _:
            function, text = spelling(choose, kind, BAD_VALUE)
            return {"__extn": {"fn": function, "arg": text}}


def any_value(scene: Scene, depth: int) -> Json:
    """A value of any type; without depth, one that is not nested."""
    kind = Type(scene.choose(4 if depth <= 0 else len(Type)))
    return value(scene, kind, depth)


def _mistaken(scene: Scene, kind: Type, depth: int) -> Json:
    """A value of any type: for a long often a boolean, and a long for a boolean."""
    if kind in (Type.BOOL, Type.LONG) and scene.choose(4):
        return scene.choose(2) == 1 if kind is Type.LONG else scene.choose(2)
    return any_value(scene, depth)


def attribute(scene: Scene, depth: int) -> tuple[str, Json]:
    """The name of an attribute, and a value mostly of the type that the name stands for."""
    choose, settings = scene.choose, scene.settings
    n = choose(len(TYPED_NAMES) * 8)
    name, kind = TYPED_NAMES[n % len(TYPED_NAMES)]
    if choose(settings.ill_typed_value) == settings.ill_typed_value - 1:
        if choose(2):
            return ODD_ATTRIBUTES[choose(len(ODD_ATTRIBUTES))], any_value(scene, depth)
        return name, _mistaken(scene, kind, depth)
    if depth <= 0 and kind in (Type.RECORD, Type.MIXED):
        name, kind = ATTRIBUTES[Type.LONG][0], Type.LONG
    return name, value(scene, kind, depth)


def attributes(scene: Scene, depth: int) -> dict[str, Json]:
    """Some attributes."""
    return dict(attribute(scene, depth) for _ in range(scene.choose(scene.settings.attributes + 1)))
