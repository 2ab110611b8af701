"""The texts of JSON policy sets that the generator damages."""

from __future__ import annotations

from itertools import islice

from deodar.drt.choice import Choices, random_bytes
from deodar.drt.engines import engine
from deodar.drt.targets import TARGETS

CASES = 800
KINDS = frozenset(
    {
        *("missing-member", "wrong-json-type", "invalid-word", "invalid-json", "not-one-operator", "unknown-member"),
        *("unknown-variable", "unknown-operator", "invalid-type-name", "not-an-action", "invalid-pattern"),
        *("unknown-template", "invalid-slot", "wrong-reference-kind"),
    }
)


def test_policy_documents_are_refused_for_many_reasons_and_a_third_is_read() -> None:
    reader, target = engine("impl"), TARGETS["policy-json"]
    told = [target.ask(reader, target.build(Choices(block).choose)) for block in islice(random_bytes(3, 2_048), CASES)]
    refusals = [answer["error"]["kind"] for answer in told if "error" in answer]
    assert CASES / 3 < len(refusals) < CASES * 3 / 4
    assert set(refusals) >= KINDS
