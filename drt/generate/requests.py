"""Requests: about the entities of the scene, with a context of the common attributes."""

from __future__ import annotations

from deodar.drt.data import Json
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.values import attributes


def request(scene: Scene) -> dict[str, Json]:
    """A request."""
    return {
        "principal": scene.uid(),
        "action": scene.action(),
        "resource": scene.uid(),
        "context": attributes(scene, scene.settings.value_depth) if scene.choose(4) else {},
    }


def requests(scene: Scene) -> list[Json]:
    """The requests of a case; never none."""
    return [request(scene) for _ in range(scene.settings.requests)]
