"""The ways in which an expression can fail to have a value.

Rule: Cedar.Spec.Error, with the finer kinds that the engine protocol names.
"""

from __future__ import annotations

from enum import Enum


class ErrorKind(Enum):
    """Why an expression has no value."""

    TYPE = "type"  # an operand of the wrong kind
    ENTITY_MISSING = "entity-missing"  # an attribute or tag of an entity that is not in the store
    ENTITY_ATTR_MISSING = "entity-attr-missing"  # the entity is in the store and lacks the attribute
    RECORD_ATTR_MISSING = "record-attr-missing"  # the record lacks the attribute
    TAG_MISSING = "tag-missing"  # the entity is in the store and lacks the tag
    OVERFLOW = "overflow"  # a long outside the signed 64-bit range
    EXTENSION = "extension"  # an extension function cannot give a value
    ARITY = "arity"  # an extension function with the wrong number of arguments


class EvaluationError(Exception):
    """An expression has no value."""

    kind: ErrorKind

    def __init__(self, kind: ErrorKind) -> None:
        super().__init__(kind.value)
        self.kind = kind
