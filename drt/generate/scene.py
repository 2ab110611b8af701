"""The scene of a case: the choices, the sizes, and the few entities that everything in the case is about."""

from __future__ import annotations

from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.generate.names import action, fresh_uid
from deodar.drt.generate.settings import Settings


class Scene:
    """What every generator is given."""

    __slots__ = ("choose", "settings", "uids")

    choose: Choose
    settings: Settings
    uids: list[dict[str, Json]]
    """The entities that the case is about; whether each is in the store is another matter."""

    def __init__(self, choose: Choose, settings: Settings) -> None:
        self.choose = choose
        self.settings = settings
        self.uids = []
        for _ in range(2 + choose(settings.uids - 1)):
            made = fresh_uid(choose)
            if made not in self.uids:
                self.uids.append(made)

    def uid(self) -> dict[str, Json]:
        """An entity of the scene, or 1 in sixteen times any other."""
        n = self.choose(128)
        return self.uids[n % len(self.uids)] if n < 120 else fresh_uid(self.choose)

    def action(self) -> dict[str, Json]:
        """The entity UID of an action."""
        return action(self.choose)
