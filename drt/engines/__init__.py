"""Everything that can be asked: the model, the engine, the official engine, and any process.

`engine(NAME)` makes one: `model`, `impl`, `cedarpy`, `cmd:PROGRAM ARGUMENTS`, or `mutant:NAME`, which is `impl` with a
planted bug.
"""

from __future__ import annotations

from deodar.drt.engines.protocol import Engine

BUILT_IN = ("model", "impl", "cedarpy")
COMMAND_PREFIX = "cmd:"
MUTANT_PREFIX = "mutant:"


def engine(name: str) -> Engine:
    """The engine of a name; what it needs is imported only now. A `ValueError` if there is none of that name."""
    # Each import stands in its own arm: whoever asks for one engine needs the packages of that one only.
    if name == "model":
        from deodar.drt.engines.in_process import InProcessEngine  # noqa: PLC0415
        from deodar.drt.engines.model_engine import ModelFace  # noqa: PLC0415

        return InProcessEngine(ModelFace())
    if name == "impl":
        from deodar.drt.engines.impl_engine import ImplFace  # noqa: PLC0415
        from deodar.drt.engines.in_process import InProcessEngine  # noqa: PLC0415

        return InProcessEngine(ImplFace())
    if name == "cedarpy":
        from deodar.drt.engines.cedarpy_engine import CedarpyEngine  # noqa: PLC0415

        return CedarpyEngine()
    if name.startswith(COMMAND_PREFIX):
        from deodar.drt.engines.command_engine import CommandEngine  # noqa: PLC0415

        return CommandEngine(name.removeprefix(COMMAND_PREFIX))
    if name.startswith(MUTANT_PREFIX):
        from deodar.drt.engines.mutant_engine import MutantEngine  # noqa: PLC0415

        return MutantEngine(name.removeprefix(MUTANT_PREFIX))
    known = ", ".join(f"`{built_in}`" for built_in in BUILT_IN)
    raise ValueError(f"there is no engine `{name}`: the engines are {known} and `cmd:PROGRAM`")
