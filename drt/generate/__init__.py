"""The grammar of the domain: one file for each family of nonterminals, each a function of choices.

`settings` has the sizes, `names` the pools, `types` what names stand for. `values`, `entities`, `requests`, `expr`,
`scope`, `policy` and `policy_set` make the parts of a case in Cedar's public JSON formats; `text` writes them as Cedar
text in any layout; `mutation` and `document_mutation` damage what was made.
"""
