"""Help for those who wrote something else: what can be written where a policy wants something."""

from __future__ import annotations

from typing import Final

WHAT_IT_IS: Final = {
    "an expression": "as in `resource.owner == principal`",
    "an attribute name": 'an attribute is `.name` or `["any name"]`',
    "a string": 'a string stands in double quotes: `"..."`',
    "the id of the entity, a string": 'an entity is `User::"alice"`',
    "a key": "the key of a record is a name or a string",
    "the key of a record": "the key of a record is a name or a string",
    "the key of an annotation": 'an annotation is `@key` or `@key("value")`',
    "a pattern": 'a pattern is a string with `*` for any text: `like "*.jpg"`',
    "part of a name": 'names are joined by `::`, as in `Shop::User::"alice"`',
    "part of an entity type": 'names are joined by `::`, as in `Shop::User::"alice"`',
    "the end of the expression": "operators such as `&&` join expressions",
    "the end of the entity": 'an entity is `User::"alice"` and nothing else',
    "`)`": "a parenthesis is not closed",
    "`}`": "the condition is not closed; operators such as `&&` join expressions",
    "`,` or `]`": "elements are separated by `,`, and `]` closes the set",
    "`,` or `}`": "members are separated by `,`, and `}` closes the record",
    "`,` or `)`": "what is in parentheses is separated by `,`, and `)` closes it",
    "`then`": "a conditional is `if ... then ... else ...`",
    "`when`, `unless` or `;`": "conditions are `when { ... }` or `unless { ... }`, and `;` ends the policy",
    "`==`, `in`, `is`, `,` or `)`": 'an element of the scope is as `principal`, `principal == User::"alice"`, '
    '`principal in Team::"a"` or `principal is User`',
    "`?principal`": "the slot here is `?principal`, without a blank",
    "`?resource`": "the slot here is `?resource`, without a blank",
}
