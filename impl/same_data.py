"""Whether two pieces of JSON data are the same, however deeply they are nested."""

from __future__ import annotations

from deodar.impl.value_json import is_list, is_object


def same_data(one: object, other: object) -> bool:
    """Whether both have the same shape and the same values, true and 1 being different."""
    pairs = [(one, other)]
    while pairs:
        left, right = pairs.pop()
        if is_object(left) and is_object(right) and left.keys() == right.keys():
            pairs.extend((member, right[name]) for name, member in left.items())
        elif is_list(left) and is_list(right) and len(left) == len(right):
            pairs.extend(zip(left, right, strict=True))
        elif type(left) is not type(right) or is_object(left) or is_list(left) or left != right:
            return False
    return True
