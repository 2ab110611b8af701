"""the same policies are valid for a schema, with the same kinds of findings: found by differential testing.

validate: findings: model EntityDerefLevelViolation, impl nothing [&& Set in]
"""

from __future__ import annotations

import json

from deodar.drt.engines import engine
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import examine

CASE = json.loads(
    '{"schema": {"": {"entityTypes": {"User": {}, "Group": {}}, "actions": {"edit": {"appliesTo'
    '": {"principalTypes": ["User"], "resourceTypes": ["Group"]}}}}}, "policies": {"staticPolic'
    'ies": {"p1": {"effect": "permit", "principal": {"op": "All"}, "action": {"op": "All"}, "re'
    'source": {"op": "All"}, "conditions": [{"kind": "when", "body": {"&&": {"left": {"in": {"l'
    'eft": {"Set": []}, "right": {"Set": []}}}, "right": {"Value": false}}}}]}}, "templates": {'
    '}, "templateLinks": []}, "mode": "strict", "level": 0}'
)


def test_the_engines_agree() -> None:
    engines = {name: engine(name) for name in ("model", "impl", "cedarpy")}
    assert examine(TARGETS["validate"], engines, CASE) is None
