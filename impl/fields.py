"""Classes that are little more than their fields, cheap to import.

The standard `dataclass` writes and compiles several methods for each class, and loads `inspect`: a quarter of the time
that `import deodar` may take. Here a class gets its constructor and nothing else; it names its fields twice, in
`__slots__` and, in the order of the constructor, with their types.
"""

from __future__ import annotations

from typing import NoReturn, Self, dataclass_transform


@dataclass_transform(eq_default=False)
class Fields:
    """The base of a class of fields. Two instances are equal only if they are the same one."""

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        own = tuple(cls.__annotations__)
        names = (*field_names(cls.__base__ or Fields), *own)
        type.__setattr__(cls, "__match_args__", names)
        if own and "__init__" not in cls.__dict__:
            type.__setattr__(cls, "__init__", _constructor(names))

    def __copy__(self) -> Self:
        """The same: what has fields is not changed once it is made."""
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in field_names(type(self)))
        return f"{type(self).__name__}({fields})"


def field_names(cls: type) -> tuple[str, ...]:
    """The fields of a class, inherited ones first."""
    return getattr(cls, "__match_args__", ())


def _constructor(names: tuple[str, ...]) -> object:
    """A constructor that takes the fields in their order. The names come from this package's source only."""
    lines = [f"def __init__(self, {', '.join(names)}):", *(f"    self.{name} = {name}" for name in names)]
    scope: dict[str, object] = {}
    exec("\n".join(lines), scope)
    return scope["__init__"]


class Frozen(Fields):
    """The base of a class whose instances never change; it has a constructor that sets the fields with `put`."""

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} never changes")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} never changes")

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Copied and sent to another process by way of the constructor."""
        return type(self), tuple(getattr(self, name) for name in field_names(type(self)))


put = object.__setattr__
