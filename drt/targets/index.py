"""Claim: many policies decide as the model says, which looks at each: what an index passes over does not matter.

The policies are alike but for their literals, and more than an engine is likely to evaluate one after the other.
"""

from __future__ import annotations

from deodar.drt.case import Case
from deodar.drt.choice import Choose
from deodar.drt.generate.entities import entities
from deodar.drt.generate.family import family
from deodar.drt.generate.requests import requests
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.targets.back_ends import by_each_back_end
from deodar.drt.targets.target import Target

SIZES = (24, 56, 56, 72)
"""How many policies there are."""


def build(choose: Choose) -> Case:
    """A store and requests first: the many policies use up the choices."""
    scene = Scene(choose, DEFAULT)
    store, asked = entities(scene), requests(scene)
    return {"policies": family(scene, SIZES[choose(len(SIZES))], store, asked), "entities": store, "requests": asked}


TARGET = Target(
    "index",
    "many policies decide as one after the other",
    frozenset({"authorize"}),
    build,
    by_each_back_end,  # an engine that would not make an index for so few requests is made to
    share=3,
    tests_per_case=DEFAULT.requests,
)
