"""Help for those who wrote something else: what can be written where a schema wants something."""

from __future__ import annotations

from typing import Final

WHAT_IT_IS: Final = {
    "an entity type": "an entity type is a name such as `User` or `Shop::User`; in a list they are separated by `,`",
    "an action": 'an action is a name or a string: `view` or `"view all"`; in a list they are separated by `,`',
    "an attribute name": 'an attribute is `name: Type` or `"any name": Type`, with `?` behind the name if optional',
    "an id as a string": "an id stands in double quotes; in a list they are separated by `,`",
    "an action in double quotes": 'write an action as `Action::"view"` or `"view"`',
    "a common type": "a common type is declared by `type Name = ...;`",
    "the key of an annotation": 'an annotation is `@key` or `@key("value")`',
    "a namespace": "a namespace is a name such as `Shop` or `Shop::Orders`",
    "`principal`, `resource` or `context`": "as in `appliesTo { principal: [User], resource: [File], context: {} }`",
    "a string": 'a string stands in double quotes: `@key("value")`',
    "`,` or `}`": "members are separated by `,`, and `}` closes them",
    "`>`": "a set has one element type: `Set<String>`",
    "`]`": "elements are separated by `,`, and `]` closes the list",
    "`:`": "a type follows behind `:`, as in `name: String`",
    "`=`": "a common type is declared by `type Name = ...;`",
    "`{`": "what belongs to it stands in braces: `{ ... }`",
    "the end of the type or `;`": "nothing can follow the type; end the declaration with `;`",
    "the end of the enumeration or `;`": "an enumerated type has ids and nothing else; end the declaration with `;`",
    "the end of the action or `;`": "nothing can follow; end the declaration with `;`",
    "`tags` or `;`": "after the attributes only `tags` can follow; end the declaration with `;`",
    "`in`, `{`, `tags` or `;`": "all that may follow is `in [Parent] { attribute: Type } tags Type;`",
    "`in`, `appliesTo` or `;`": "all that may follow is `in [group] appliesTo { ... };`",
}
