"""Literals from the `Value` of the JSON policy format, which is written as entity data are."""

from __future__ import annotations

from deodar.impl.expr import Call, EntityLiteral, Expr, Literal, RecordLiteral, SetLiteral
from deodar.impl.json_reader import JsonReader, Place, as_array, as_object, names_an_entity
from deodar.impl.json_text import LONG_MAX, LONG_MIN, BadNumber
from deodar.impl.names import EXTENSION_METHODS, FUNCTIONS
from deodar.impl.wording import offer, quote

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
            case int() | float() | BadNumber():
                self._refuse_numbers(data, place)
                return STAND_IN
            case _:
                return self._list_or_object(data, place)

    def _list_or_object(self, data: object, place: Place) -> Expr:
        elements, members = as_array(data), as_object(data)
        if elements is not None:
            read = [self.value(element, (place, index)) for index, element in enumerate(elements)]
            return SetLiteral(NOWHERE, NOWHERE, tuple(read))
        if members is None:
            self.refuse_shape(place, "a value", data)
            return STAND_IN
        return (self._escape(members, place) if len(members) == 1 else None) or self._record_value(members, place)

    def _record_value(self, data: object, place: Place) -> Expr:
        members = self.json_object(data, place) or {}
        read = [(key, self.value(element, (place, key))) for key, element in members.items()]
        return RecordLiteral(NOWHERE, NOWHERE, tuple(read))

    def _escape(self, members: dict[str, object], place: Place) -> Expr | None:
        """An entity or extension call, if the only member has exactly their shape."""
        entity, call = members.get("__entity"), as_object(members.get("__extn"))
        if names_an_entity(entity):
            self._refuse_numbers(entity, (place, "__entity"))
            return EntityLiteral(NOWHERE, NOWHERE, self.type_and_id(entity, (place, "__entity")))
        if call is not None:
            return self._extension(call, (place, "__extn"))
        if isinstance(members.get("__expr"), str):
            self.refuse(place, "expr-escape", "`__expr` is no longer read", "write the expression itself")
            return STAND_IN
        return None

    def _extension(self, call: dict[str, object], place: Place) -> Expr | None:
        """The call of `fn` with `arg`, or with each of `args`."""
        name, used = call.get("fn"), "arg" if "arg" in call else "args"
        arguments = [call["arg"]] if "arg" in call else as_array(call.get("args"))
        if not isinstance(name, str) or arguments is None:
            return None
        if name not in CALLABLE:
            hint = offer(name, sorted(CALLABLE))
            self.refuse((place, "fn"), "unknown-function", f"there is no function {quote(name)}", hint)
        self._refuse_numbers({key: value for key, value in call.items() if key != used}, place)
        # The place of `arg` and those of the elements of `args` differ; the call itself is near enough for both.
        return Call(NOWHERE, NOWHERE, name, tuple([self.value(argument, place) for argument in arguments]))

    def _refuse_numbers(self, data: object, place: Place) -> None:
        """Refuse every number that is no 64-bit integer, in members that nothing reads too."""
        for index, element in enumerate(as_array(data) or ()):
            self._refuse_numbers(element, (place, index))
        for key, element in (as_object(data) or {}).items():
            self._refuse_numbers(element, (place, str(key)))
        is_long = isinstance(data, int) and LONG_MIN <= data <= LONG_MAX
        if isinstance(data, (int, float, BadNumber)) and not is_long:
            hint = 'a fraction is written {"__extn": {"fn": "decimal", "arg": "1.5"}}'
            self.refuse(place, "invalid-number", "this number is no integer of 64 bits", hint)
