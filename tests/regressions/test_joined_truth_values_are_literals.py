"""the same policies are valid for a schema, with the same kinds of findings: found by differential testing.

validate: verdict: model IncompatibleTypes, cedarpy nothing [&& ==]
"""

from __future__ import annotations

import json

from deodar.drt.engines import engine
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import examine

CASE = json.loads(
    '{"schema": {"NS": {"entityTypes": {"Item": {}, "Box": {}}, "actions": {"write": {"appliesT'
    'o": {"principalTypes": ["Item"], "resourceTypes": ["NS::Box"]}}}}}, "policies": {"staticPo'
    'licies": {"p0": {"effect": "forbid", "principal": {"op": "All"}, "action": {"op": "All"}, '
    '"resource": {"op": "All"}, "conditions": [{"kind": "when", "body": {"==": {"left": {"Value'
    '": 0}, "right": {"&&": {"left": {"Value": true}, "right": {"Value": true}}}}}}]}}, "templa'
    'tes": {}, "templateLinks": []}, "mode": "strict", "level": null}'
)


def test_the_engines_agree() -> None:
    engines = {name: engine(name) for name in ("model", "impl", "cedarpy")}
    assert examine(TARGETS["validate"], engines, CASE) is None
