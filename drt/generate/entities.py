"""Entity stores: the entities of the scene, a hierarchy without cycles, attributes and tags."""

from __future__ import annotations

from deodar.drt.data import Json
from deodar.drt.generate.names import ACTION_IDS, action_uid, fresh_uid
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.types import TAGS, TYPED_NAMES
from deodar.drt.generate.values import any_value, attributes, value

TYPE_OF = dict(TYPED_NAMES)


def tags(scene: Scene) -> dict[str, Json]:
    """Some tags."""
    choose, rare = scene.choose, scene.settings.ill_typed_value
    found: dict[str, Json] = {}
    for _ in range(choose(scene.settings.tags + 1)):
        name = TAGS[choose(len(TAGS))]
        if choose(rare) == rare - 1:
            found[name] = any_value(scene, 1)
        elif name in TYPE_OF:
            found[name] = value(scene, TYPE_OF[name], 1)
        else:
            found[name] = ("a", "b", "ab", "")[choose(4)]
    return found


def parents(scene: Scene, later: list[dict[str, Json]]) -> list[dict[str, Json]]:
    """Some parents among the entities that come later, so that there is no cycle; now and then one that is missing."""
    choose = scene.choose
    found: list[dict[str, Json]] = []
    for _ in range(choose(scene.settings.parents + 1)):
        n = choose(len(later) + 1)
        if n < len(later):
            found.append(later[n])
        elif choose(3) == 2:
            found.append({"type": "Group", "id": "missing"})
    return found


def _stored(scene: Scene) -> list[dict[str, Json]]:
    """The uids of the store: one in eight entities of the scene is missing, and a few others are there."""
    choose = scene.choose
    uids = [made for made in scene.uids if choose(8) < 7]
    others = [fresh_uid(choose) for _ in range(choose(scene.settings.entities))]
    if choose(4) == 3:
        others += [action_uid(action_id) for action_id in ACTION_IDS]
    for made in others:
        if made not in uids and made not in scene.uids:
            uids.append(made)
    return uids


def entities(scene: Scene) -> list[Json]:
    """A store; deep hierarchies come about as every entity may have every later one as its parent."""
    choose = scene.choose
    uids = _stored(scene)
    actions = [made for made in uids if str(made["type"]).endswith("Action")]
    others = [made for made in uids if made not in actions]
    store: list[Json] = []
    for group in (others, actions):
        for place, made in enumerate(group):
            # The parents of an action are actions.
            later = group[place + 1 :] + (actions if group is others and choose(16) == 15 else [])
            found = parents(scene, later)
            entity: dict[str, Json] = {
                "uid": made,
                "attrs": attributes(scene, scene.settings.value_depth),
                "parents": [parent for parent in found if group is others or parent in later],
            }
            if choose(2):
                entity["tags"] = tags(scene)
            store.append(entity)
    return store
