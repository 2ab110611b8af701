"""Literals from the `Value` of the JSON policy format, which is written as entity data are."""

from __future__ import annotations

from deodar.impl.expr import Call, EntityLiteral, Expr, Literal, RecordLiteral, SetLiteral
from deodar.impl.json_reader import JsonReader, Place
from deodar.impl.json_text import LONG_MAX, LONG_MIN, BadNumber
from deodar.impl.names import EXTENSION_METHODS, FUNCTIONS
from deodar.impl.wording import did_you_mean, quote

NOWHERE = -1  # where nodes read from JSON begin and end
STAND_IN = Literal(NOWHERE, NOWHERE, False)  # for an expression with mistakes
CALLABLE = FUNCTIONS | EXTENSION_METHODS


class LiteralReader(JsonReader):
    """Reads values as the expressions that have them."""

    def value(self, data: object, place: Place) -> Expr:
        """A value in the notation of entity data, as the literal that has it."""
        match data:
            case bool():
                return Literal(NOWHERE, NOWHERE, data)
            case str():
                return Literal(NOWHERE, NOWHERE, self.string(data, place))
            case int() if LONG_MIN <= data <= LONG_MAX:
                return Literal(NOWHERE, NOWHERE, data)
            case list():
                elements = [self.value(element, (place, index)) for index, element in enumerate(data)]
                return SetLiteral(NOWHERE, NOWHERE, tuple(elements))
            case dict():
                return self._escape_or_record(data, place)
            case int() | float() | BadNumber():
                self._refuse_numbers(data, place)
            case _:
                self.refuse_shape(place, "a value", data)
        return STAND_IN

    def _refuse_numbers(self, data: object, place: Place) -> None:
        """Refuse every number that is no 64-bit integer, in members that nothing reads too."""
        match data:
            case list():
                for index, element in enumerate(data):
                    self._refuse_numbers(element, (place, index))
            case dict():
                for key, element in data.items():
                    self._refuse_numbers(element, (place, key))
            case bool():
                pass
            case int() if LONG_MIN <= data <= LONG_MAX:
                pass
            case int() | float() | BadNumber():
                hint = 'a fraction is written {"__extn": {"fn": "decimal", "arg": "1.5"}}'
                self.refuse(place, "invalid-number", "this number is no integer of 64 bits", hint)
            case _:
                pass

    def _escape_or_record(self, data: dict[object, object], place: Place) -> Expr:
        """An entity or extension call if the object has exactly their shape, or else a record."""
        match data:
            case {"__entity": {"type": str(), "id": str()} as uid} if len(data) == 1:
                self._refuse_numbers(uid, (place, "__entity"))
                return EntityLiteral(NOWHERE, NOWHERE, self.uid(uid, (place, "__entity")))
            case {"__extn": {"fn": str() as name, "arg": argument, **others}} if len(data) == 1:
                self._refuse_numbers(others, (place, "__extn"))
                return self._extension(name, [argument], (place, "__extn"))
            case {"__extn": {"fn": str() as name, "args": list() as arguments, **others}} if len(data) == 1:
                self._refuse_numbers(others, (place, "__extn"))
                return self._extension(name, arguments, (place, "__extn"))
            case {"__expr": str()} if len(data) == 1:
                self.refuse(place, "expr-escape", "`__expr` is no longer read", "write the expression itself")
                return STAND_IN
        members = self.json_object(data, place) or {}
        read = [(key, self.value(element, (place, key))) for key, element in members.items()]
        return RecordLiteral(NOWHERE, NOWHERE, tuple(read))

    def _extension(self, name: str, arguments: list[object], place: Place) -> Expr:
        if name not in CALLABLE:
            hint = did_you_mean(name, sorted(CALLABLE))
            self.refuse((place, "fn"), "unknown-function", f"there is no function {quote(name)}", hint)
        # The places of `arg` and of the members of `args` differ; the call itself is near enough for both.
        return Call(NOWHERE, NOWHERE, name, tuple([self.value(argument, place) for argument in arguments]))
