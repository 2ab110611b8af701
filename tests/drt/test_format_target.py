"""The operation `format` of engines, and the target that compares layouts."""

from __future__ import annotations

import pytest

from deodar.drt.choice import Choices, random_bytes
from deodar.drt.engines import engine
from deodar.drt.engines.protocol import Answer, JsonText, Message
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import examine

TARGET = TARGETS["format"]
TEXT = "permit(principal,action,resource); // a"
IMPL, CEDARPY = engine("impl"), engine("cedarpy")


class Patched:
    """The engine with another formatter."""

    name = "patched"
    ops = IMPL.ops

    def __init__(self, layouts: list[str]) -> None:
        self._layouts = iter(layouts)

    def answer(self, message: Message) -> Answer:
        """What the engine says; of `format`, what was given."""
        return {"text": next(self._layouts)} if message["op"] == "format" else IMPL.answer(message)


@pytest.mark.parametrize("name", ["impl", "cedarpy"])
def test_a_text_is_formatted(name: str) -> None:
    answer = engine(name).answer({"op": "format", "policies": TEXT})
    assert answer == {"text": "permit (principal, action, resource); // a\n"}


@pytest.mark.parametrize("name", ["impl", "cedarpy"])
@pytest.mark.parametrize(
    "document",
    [
        pytest.param("permit(principal);", id="a text that does not parse"),
        pytest.param({"staticPolicies": {}, "templates": {}, "templateLinks": []}, id="JSON data"),
        pytest.param(JsonText('{"staticPolicies": {}, "templates": {}, "templateLinks": []}'), id="JSON text"),
    ],
)
def test_what_is_no_text_of_policies_is_refused(name: str, document: object) -> None:
    assert "'stage': 'policies'" in str(engine(name).answer({"op": "format", "policies": document}).get("error"))


def test_the_model_takes_no_part() -> None:
    assert "format" not in engine("model").ops
    assert not TARGET.takes_part(engine("model"))
    assert TARGET.takes_part(IMPL)
    assert TARGET.takes_part(CEDARPY)


def test_the_layouts_of_generated_policies_are_alike() -> None:
    engines = {"impl": IMPL, "cedarpy": CEDARPY}
    blocks = random_bytes(1, 512)
    cases = [TARGET.build(Choices(next(blocks)).choose) for _ in range(300)]
    assert sum("//" not in str(case["text"]) for case in cases) > 50
    assert [(found, case) for case in cases if (found := examine(TARGET, engines, case)) is not None] == []


@pytest.mark.parametrize(
    ("text", "layouts", "signature"),
    [
        pytest.param(
            "permit(principal,action,resource);",
            ["permit (principal,action, resource);\n"] * 2,
            "layout: impl differs, patched differs",
            id="another layout",
        ),
        pytest.param(
            "permit(principal,action,resource);",
            ["permit (principal, action, resource);\n", "permit(principal, action, resource);\n"],
            "broken: patched formats twice, each time anew",
            id="a second layout",
        ),
        pytest.param(
            TEXT,
            ["forbid (principal, action, resource); // a\n"],
            "broken: patched formats a text to one that means something else",
            id="another policy",
        ),
        pytest.param(
            TEXT, ["permit (principal);"], "broken: patched does not accept the text that it formatted", id="no policy"
        ),
    ],
)
def test_a_formatter_that_errs_is_found(text: str, layouts: list[str], signature: str) -> None:
    found = examine(TARGET, {"impl": IMPL, "patched": Patched(layouts)}, {"text": text})
    assert found is not None
    assert found.signature == signature


def test_a_text_that_does_not_parse_is_refused_by_all() -> None:
    engines = {"impl": IMPL, "cedarpy": CEDARPY}
    assert examine(TARGET, engines, {"text": "permit(principal);"}) is None
    assert "error" in TARGET.ask(IMPL, {"text": "permit(principal);"})


def test_comments_may_stand_elsewhere() -> None:
    layout = "permit\n// a\n(principal, action, resource);\n"
    assert examine(TARGET, {"impl": IMPL, "patched": Patched([layout])}, {"text": TEXT}) is None
