"""the same policies are valid for a schema, with the same kinds of findings: found by differential testing.

validate: findings: model UnsafeAttributeAccess, impl nothing [&& . Set has if-then-else]
"""

from __future__ import annotations

import json

from deodar.drt.engines import engine
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import examine

CASE = json.loads(
    '{"schema": {"": {"entityTypes": {"User": {}}, "actions": {"view": {"appliesTo": {"principa'
    'lTypes": ["NS::Box"], "resourceTypes": ["User"]}}}}, "NS": {"entityTypes": {"Box": {"shape'
    '": {"type": "Record", "attributes": {"n": {"type": "Long"}}}}}, "actions": {}}}, "policies'
    '": {"staticPolicies": {}, "templates": {"p4": {"effect": "forbid", "principal": {"op": "Al'
    'l"}, "action": {"op": "All"}, "resource": {"op": "All"}, "conditions": [{"kind": "when", "'
    'body": {"&&": {"left": {"has": {"left": {"if-then-else": {"if": {"Set": []}, "then": {"Var'
    '": "action"}, "else": {"Var": "principal"}}}, "attr": ""}}, "right": {".": {"left": {"Var"'
    ': "context"}, "attr": ""}}}}}]}}, "templateLinks": []}, "mode": "permissive", "level": nul'
    "l}"
)


def test_the_engines_agree() -> None:
    engines = {name: engine(name) for name in ("model", "impl", "cedarpy")}
    assert examine(TARGETS["validate"], engines, CASE) is None
