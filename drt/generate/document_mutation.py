"""The text of entities, damaged as data and as text: what a reader has to refuse, and what it may not."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from deodar.drt.choice import Choose, one_of_many
from deodar.drt.data import Json
from deodar.drt.generate.mutation import CHARACTERS

ODD_VALUES: tuple[Any, ...] = (
    *(None, 1.5, True, 0, -1, 2**63, -(2**63), "", "a", [], {}, [None], {"a": None}, 'User::"a"'),
    *(
        {"__entity": {"type": "User", "id": "a"}},
        {"type": "User", "id": "a"},
        {"__entity": {"type": "User"}},
        {"__entity": 1},
    ),
    *({"__expr": "1"}, {"__expr": 1}, {"__extn": {"fn": "ip", "arg": "::1"}}, {"__extn": {"fn": "ip", "arg": "zz"}}),
    *({"__extn": {"fn": "ip"}}, {"__extn": {"fn": "ipaddr", "arg": "::1"}}, {"__extn": {"fn": "isIpv4", "arg": 1}}),
    *(
        {"__extn": {"fn": "ip", "args": ["::1"]}},
        {"__extn": {"fn": "ip", "arg": "::1", "args": []}},
        {"fn": "ip", "arg": "::1"},
    ),
    *({"__extn": {"fn": " ip", "arg": "::1"}}, {"__extn": {"fn": "decimal", "arg": "1.0"}, "a": 1}, {"__extn": []}),
    *({"__entity": {"type": "User", "id": "a", "x": 1}}, {"__entity": {"type": "User", "id": "a"}, "x": 1}),
    *(
        {"type": " User", "id": "a"},
        {"type": "A::B", "id": ""},
        {"type": "if", "id": "a"},
        {"type": "A::__cedar", "id": "a"},
    ),
    *(
        {"type": "", "id": "a"},
        {"type": "A::", "id": "a"},
        {"type": "é", "id": "a"},
        {"type": "User", "id": 1},
        {"id": "a"},
    ),
    *(
        {"type": "Action", "id": "view"},
        {"type": "NS::Action", "id": "x"},
        {"type": "Action::X", "id": "a"},
        [[1], [True]],
    ),
)
ODD_TEXTS = (
    *(
        "-0",
        "1.0",
        "1e2",
        "1E400",
        "-0.0",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "01",
        "+1",
    ),
    *(
        "NaN",
        "Infinity",
        '"\\ud800"',
        '"\\ud83d\\ude00"',
        '"\\u0000"',
        '"\\x41"',
        "'a'",
        "// c\n1",
        "[1,]",
        '{"a":1,"a":1}',
    ),
    *(
        '{"a":1,"\\u0061":2}',
        "[[[[[[1]]]]]]",
        "\ufeff1",
        "1 2",
        "tru",
        "-9223372036854775808",
        "-9223372036854775809",
        '"\n"',
    ),
)
MEMBERS = (
    "uid",
    "attrs",
    "parents",
    "tags",
    "type",
    "id",
    "__entity",
    "__extn",
    "fn",
    "arg",
    "args",
    "a",
    "x",
    "__expr",
)


def places(data: Any) -> list[tuple[Any, Any]]:  # JSON
    """Every container and key in the data."""
    found: list[tuple[Any, Any]] = []
    waiting: list[Any] = [data]
    while waiting:
        container = waiting.pop()
        for key in _keys(container):
            found.append((container, key))
            waiting.append(container[key])
    return found


def _keys(container: Any) -> list[Any]:  # JSON
    if isinstance(container, str) or not hasattr(container, "__len__"):
        return []
    return list(container) if hasattr(container, "keys") else list(range(len(container)))


def mutate_data(choose: Choose, document: Json) -> Json:
    """The data with one thing changed, or a few."""
    data: list[Json] = [deepcopy(document)]
    for _ in range(1 + choose(2)):
        found = places(data)
        container, key = found[one_of_many(choose, len(found))]
        odd = deepcopy(ODD_VALUES[choose(len(ODD_VALUES))])
        is_object, outermost = hasattr(container, "keys"), container is data
        match choose(6):
            case 0 if not outermost:
                del container[key]
            case 1 if is_object:
                container[MEMBERS[choose(len(MEMBERS))]] = odd
            case 2 if not is_object and not outermost:
                container.append(deepcopy(container[key]))
            case 3:
                other, other_key = found[one_of_many(choose, len(found))]
                container[key] = deepcopy(other[other_key])
            case _:
                container[key] = odd
    return data[0]


def mutate_text(choose: Choose, text: str) -> str:
    """The text with something in it that is not JSON, or not what it seems."""
    place = one_of_many(choose, len(text) + 1)
    match choose(4):
        case 0:
            return text[:place] + CHARACTERS[choose(len(CHARACTERS))] + text[place:]
        case 1:
            return text[:place] + text[place + 1 :]
        case 2:
            colon = text.find(": ", place)
            start = colon + 2 if colon >= 0 else 0
            return text[:start] + ODD_TEXTS[choose(len(ODD_TEXTS))] + ", " * choose(2) + text[start:]
        case _:
            # In place of a number, where the text stays JSON.
            digits: int = next((at for at in range(place, len(text)) if text[at].isdigit()), -1)
            end = digits
            while 0 <= end < len(text) and text[end].isdigit():
                end += 1
            return text if digits < 0 else text[:digits] + ODD_TEXTS[choose(len(ODD_TEXTS))] + text[end:]


def any_document(choose: Choose, entities: list[Json]) -> str:
    """The text of entities, mostly damaged."""
    n = choose(8)
    data: Json = entities if n < 2 else mutate_data(choose, entities)
    text = json.dumps(data, ensure_ascii=choose(2) == 0)
    return mutate_text(choose, text) if n >= 6 else text
