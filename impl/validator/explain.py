"""What each kind of finding means, as `deodar explain KIND` tells it and the pages of `docs/findings` show it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, NamedTuple

SCHEMA: Final = """\
entity Team;
entity User in [Team] { name: String, age: Long, nick?: String, manager?: User } tags String;
entity Folder in [Folder];
entity Photo in [Folder] { owner: User, labels: Set<String>, taken: datetime, rating: decimal };
entity Colour enum ["red", "green"];
action view, edit appliesTo { principal: User, resource: Photo, context: { ip: ipaddr, source: String } };
"""


class Page(NamedTuple):
    """What a finding means, and two policies against `SCHEMA`: one that has it, and the same one mended.

    Both are None for the kinds that no policy read from text can have.
    """

    kind: str
    meaning: str
    failing: str | None = None
    mended: str | None = None
    level: int | None = None  # the level of validation of the example

    def to_markdown(self) -> str:
        """The page of the documentation."""
        text = f"# {self.kind}\n\n{self.meaning}\n"
        if self.failing is not None:
            at_level = "" if self.level is None else f" with level {self.level}"
            text += f"\nFails{at_level}:\n\n```cedar\n{self.failing}\n```\n\nMended:\n\n```cedar\n{self.mended}\n```\n"
            text += f"\nBoth are about this schema:\n\n```cedarschema\n{SCHEMA}```\n"
        return text


_PERMIT = "permit(principal, action, resource)"

_ERRORS: Final = (
    Page(
        "UnrecognizedEntityType",
        "An entity type that the schema does not declare. Policies know no namespace of their own: write full names.",
        f"{_PERMIT} when {{ principal is Usr }};",
        f"{_PERMIT} when {{ principal is User }};",
    ),
    Page(
        "UnrecognizedActionId",
        "An action that the schema does not declare. The type is part of its name: `Action`, or `N::Action`.",
        f'{_PERMIT} when {{ action != Action::"veiw" }};',
        f'{_PERMIT} when {{ action != Action::"view" }};',
    ),
    Page(
        "InvalidEnumEntity",
        "An entity of an enumerated type whose id the schema does not list.",
        f'{_PERMIT} unless {{ [Colour::"blue"].contains(Colour::"red") }};',
        f'{_PERMIT} unless {{ [Colour::"green"].contains(Colour::"red") }};',
    ),
    Page(
        "InvalidActionApplication",
        "The scope leaves no action that applies to the principals and the resources that it leaves, so that the "
        "policy could never apply. Compare it with `appliesTo` in the schema; perhaps `==` should be `in`.",
        'permit(principal == Team::"a", action, resource);',
        'permit(principal in Team::"a", action, resource);',
    ),
    Page(
        "UnexpectedType",
        "An operand is not of a type that its operator takes, or a condition is no Bool.",
        f"{_PERMIT} when {{ principal.name < 3 }};",
        f"{_PERMIT} when {{ principal.age < 3 }};",
    ),
    Page(
        "IncompatibleTypes",
        "Two values must have a common type and have none: the sides of `==`, the elements of a set, the branches of "
        "an `if`, or a set and what is looked for in it.",
        f'{_PERMIT} when {{ principal.age == "3" }};',
        f"{_PERMIT} when {{ principal.age == 3 }};",
    ),
    Page(
        "UnsafeAttributeAccess",
        "An attribute that the schema does not declare, for this entity type or record.",
        f"{_PERMIT} when {{ resource.ownr == principal }};",
        f"{_PERMIT} when {{ resource.owner == principal }};",
    ),
    Page(
        "UnsafeOptionalAttributeAccess",
        "An optional attribute is read where it may be missing. A test with `has` must come before it, joined by `&&` "
        "or in the test of an `if`, and be about the same expression.",
        f'{_PERMIT} when {{ principal.nick == "al" }};',
        f'{_PERMIT} when {{ principal has nick && principal.nick == "al" }};',
    ),
    Page(
        "UnsafeTagAccess",
        "A tag is read where it may be missing. Test it before by `hasTag` on the same entity and with the same key.",
        f'{_PERMIT} when {{ principal.getTag("role") == "admin" }};',
        f'{_PERMIT} when {{ principal.hasTag("role") && principal.getTag("role") == "admin" }};',
    ),
    Page(
        "NoTagsAllowed",
        "A tag is read of an entity type that has none. Declare `tags` in the schema. A policy that tests by `hasTag` "
        "first never comes so far: its test is known to be false.",
    ),
    Page(
        "UndefinedFunction",
        "An extension function that does not exist. A policy read from text or JSON never has it: reading refuses it.",
    ),
    Page(
        "WrongNumberArguments",
        "An extension function with too many or too few arguments; the receiver of a method counts as one.",
        f'{_PERMIT} when {{ context.ip.isInRange(ip("10.0.0.0/8"), ip("::1")) }};',
        f'{_PERMIT} when {{ context.ip.isInRange(ip("10.0.0.0/8")) }};',
    ),
    Page(
        "FunctionArgumentValidation",
        "The string given to a constructor of an extension type is not one that it can read.",
        f'{_PERMIT} when {{ context.ip == ip("10.0.0") }};',
        f'{_PERMIT} when {{ context.ip == ip("10.0.0.1") }};',
    ),
    Page(
        "EmptySetForbidden",
        "An empty set has no type, since nothing tells the type of its elements.",
        f"{_PERMIT} when {{ resource.labels == [] }};",
        f"{_PERMIT} when {{ resource.labels.isEmpty() }};",
    ),
    Page(
        "NonLitExtConstructor",
        "A constructor of an extension type must be given a literal, so that it can be checked before any request. "
        "A value that comes with the request or the entity needs an attribute of the extension type in the schema.",
        f"{_PERMIT} when {{ ip(context.source).isLoopback() }};",
        f"{_PERMIT} when {{ context.ip.isLoopback() }};",
    ),
    Page(
        "EntityDerefLevelViolation",
        "The policy reads the entity store farther from the request than the level of validation allows, or reads an "
        "entity that is a literal, which no level allows.",
        f'{_PERMIT} when {{ resource.owner.name == "al" }};',
        f"{_PERMIT} when {{ resource.owner == principal }};",
        1,
    ),
    Page("InternalInvariantViolation", "A mistake of the validator itself. Please report it with the policy."),
)

_WARNINGS: Final = (
    Page(
        "ImpossiblePolicy",
        "The policy is false for every request that the schema allows. It does no harm, and no good.",
        'permit(principal, action == Action::"view", resource) when { action == Action::"edit" };',
        'permit(principal, action == Action::"view", resource);',
    ),
    Page(
        "BidiCharsInString",
        "A string has a character that reorders text, so that it may be shown as another string than it is.",
        f'{_PERMIT} when {{ principal.name == "user\\u{{202e}}" }};',
        f'{_PERMIT} when {{ principal.name == "user" }};',
    ),
    Page(
        "BidiCharsInIdentifier",
        "A name has a character that reorders text, so that it may be shown as another name than it is.",
        'permit(principal == User::"al\\u{202e}", action, resource);',
        'permit(principal == User::"al", action, resource);',
    ),
    Page(
        "MixedScriptString",
        "A string has letters of different scripts, of which some may look the same.",
        f'{_PERMIT} when {{ principal.name == "\\u{{430}}dmin" }};',
        f'{_PERMIT} when {{ principal.name == "admin" }};',
    ),
    Page(
        "MixedScriptIdentifier",
        "A name has letters of different scripts, of which some may look the same.",
        'permit(principal == User::"\\u{430}dmin", action, resource);',
        'permit(principal == User::"admin", action, resource);',
    ),
    Page(
        "ConfusableIdentifier",
        "A name has a character that cannot be seen, or that is easily mistaken for another.",
        'permit(principal == User::"al\\u{200b}", action, resource);',
        'permit(principal == User::"al", action, resource);',
    ),
)

PAGES: Final = MappingProxyType({page.kind: page for page in (*_ERRORS, *_WARNINGS)})
WARNING_KINDS: Final = frozenset(page.kind for page in _WARNINGS)


def index_page() -> str:
    """The page of the documentation that lists the others."""
    lines = ["# Findings of the validator", "", "`deodar explain KIND` tells the same.", ""]
    for title, pages in (("Errors", _ERRORS), ("Warnings", _WARNINGS)):
        lines += [f"## {title}", "", *(f"- [{page.kind}]({page.kind}.md)" for page in pages), ""]
    return "\n".join(lines)
