"""The kinds of findings of the validator."""

from __future__ import annotations

from enum import Enum


class FindingKind(Enum):
    """What is wrong with a policy."""

    UNRECOGNIZED_ENTITY_TYPE = "UnrecognizedEntityType"
    UNRECOGNIZED_ACTION_ID = "UnrecognizedActionId"
    INVALID_ENUM_ENTITY = "InvalidEnumEntity"
    INVALID_ACTION_APPLICATION = "InvalidActionApplication"
    UNEXPECTED_TYPE = "UnexpectedType"
    INCOMPATIBLE_TYPES = "IncompatibleTypes"
    UNSAFE_ATTRIBUTE_ACCESS = "UnsafeAttributeAccess"
    UNSAFE_OPTIONAL_ATTRIBUTE_ACCESS = "UnsafeOptionalAttributeAccess"
    UNSAFE_TAG_ACCESS = "UnsafeTagAccess"
    NO_TAGS_ALLOWED = "NoTagsAllowed"
    UNDEFINED_FUNCTION = "UndefinedFunction"
    WRONG_NUMBER_ARGUMENTS = "WrongNumberArguments"
    FUNCTION_ARGUMENT_VALIDATION = "FunctionArgumentValidation"
    EMPTY_SET_FORBIDDEN = "EmptySetForbidden"
    NON_LIT_EXT_CONSTRUCTOR = "NonLitExtConstructor"
    ENTITY_DEREF_LEVEL_VIOLATION = "EntityDerefLevelViolation"


Kinds = frozenset[FindingKind]
