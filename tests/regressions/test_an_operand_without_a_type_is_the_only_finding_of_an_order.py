"""the same policies are valid for a schema, with the same kinds of findings: found by differential testing.

validate: findings: model UnexpectedType, impl nothing [< Set]
"""

from __future__ import annotations

import json

from deodar.drt.engines import engine
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import examine

CASE = json.loads(
    '{"schema": {"": {"entityTypes": {"Doc": {}}, "actions": {"a b": {"appliesTo": {"principalT'
    'ypes": ["Doc"], "resourceTypes": ["Doc"]}}}}}, "policies": {"staticPolicies": {"p1": {"eff'
    'ect": "permit", "principal": {"op": "All"}, "action": {"op": "All"}, "resource": {"op": "A'
    'll"}, "conditions": [{"kind": "when", "body": {"<": {"left": {"Set": []}, "right": {"Value'
    '": ""}}}}]}}, "templates": {}, "templateLinks": []}, "mode": "strict", "level": null}'
)


def test_the_engines_agree() -> None:
    engines = {name: engine(name) for name in ("model", "impl", "cedarpy")}
    assert examine(TARGETS["validate"], engines, CASE) is None
