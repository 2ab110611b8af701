"""Policy sets: static policies, templates, and links that fill exactly the slots of their template."""

from __future__ import annotations

from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.generate.names import ODD_POLICY_IDS, POLICY_IDS
from deodar.drt.generate.node import Node
from deodar.drt.generate.policy import policy
from deodar.drt.generate.scene import Scene

SLOTS = (frozenset({"?principal"}), frozenset({"?resource"}), frozenset({"?principal", "?resource"}))


class _Ids:
    """Ids that were not used before."""

    def __init__(self, scene: Scene) -> None:
        self._choose = scene.choose
        self._odd = scene.settings.odd_name
        self._taken: set[str] = set()

    def new(self) -> str:
        odd = self._choose(self._odd) == self._odd - 1
        pool = ODD_POLICY_IDS if odd else POLICY_IDS
        start = self._choose(len(pool)) if odd else len(self._taken)
        fresh = next((name for name in (*pool[start:], *pool) if name not in self._taken), f"p{len(self._taken)}")
        self._taken.add(fresh)
        return fresh


def policy_set(scene: Scene) -> Node:
    """A policy set; one in four has templates."""
    ids = _Ids(scene)
    choose, settings = scene.choose, scene.settings
    templates: dict[str, Node] = {}
    links: list[Json] = []
    if choose(4) == 3:
        templates, links = _templates(scene, ids)
    static = {ids.new(): policy(scene) for _ in range(_count(choose, settings.policies) - (1 if links else 0))}
    return {"staticPolicies": static, "templates": templates, "templateLinks": links}


def _count(choose: Choose, most: int) -> int:
    """A number from 1 to `most`, more often a large one: one policy in three is reached by a request."""
    return min(most, 1 + max(choose(most), choose(most)))


def _templates(scene: Scene, ids: _Ids) -> tuple[dict[str, Node], list[Json]]:
    choose, settings = scene.choose, scene.settings
    templates: dict[str, Node] = {}
    slots: dict[str, frozenset[str]] = {}
    for _ in range(1 + choose(settings.templates)):
        name = ids.new()
        slots[name] = SLOTS[choose(3)]
        templates[name] = policy(scene, slots[name])
    names = list(templates)
    links: list[Json] = []
    for _ in range(choose(settings.links + 1)):
        name = names[choose(len(names))]
        values = {slot: scene.uid() for slot in sorted(slots[name])}
        links.append({"templateId": name, "newId": ids.new(), "values": values})
    return templates, links
