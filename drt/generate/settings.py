"""How large things get, and how often the rare happens: every size of the generator."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Sizes and rates. Rates are `1 in n`."""

    requests: int = 8
    """Requests in a case: eight for one policy set found the most bugs per second."""
    policies: int = 6
    """The most static policies in a policy set."""
    templates: int = 2
    """The most templates in a policy set."""
    links: int = 3
    """The most links in a policy set."""
    depth: int = 3
    """How deep expressions are nested."""
    value_depth: int = 2
    """How deep values are nested."""
    uids: int = 5
    """The most entities that a case is about."""
    entities: int = 4
    """The most entities of a store that nothing else is about, and one more."""
    parents: int = 3
    """The most parents of an entity."""
    attributes: int = 7
    """The most attributes of an entity or record, from one draw."""
    tags: int = 3
    """The most tags of an entity."""
    ill_typed: int = 40
    """An expression has a type at random, 1 in n."""
    ill_typed_value: int = 24
    """The value of an attribute is not of the type that its name stands for, 1 in n."""
    unguarded: int = 8
    """An attribute is read without asking whether it is there, 1 in n."""
    odd_name: int = 16
    """A name or an id is an odd one, 1 in n."""
    choices: int = 2_048
    """How many choices a case has; every further one is 0."""
    further_choices: int = 256
    """How many choices there are for each case that has all but its policies in common with the one before it."""


DEFAULT = Settings()
