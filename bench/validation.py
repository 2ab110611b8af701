"""How fast schemas are read and policies validated, as ratios to the official engine: above one, ours is faster.

`cedarpy.validate_policies` takes the text of the policies, and a schema that was read beforehand. `deodar.validate`
takes a policy set; reading one from the text and validating it is given beside it, as `from text`. Before anything is
timed both must find the policies valid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cedarpy

import deodar
from bench.figures import interleaved_ratio
from bench.result import Figure
from bench.workloads.catalogue import named

EXAMPLES = Path(__file__).parents[1] / "examples"
APPLICATIONS = ("tinytodo", "gdrive", "github")
APPLICATION_SIZE = 5  # entities; the policies do not depend on it
POLICIES = 10_000
ENTITY_TYPES = 200  # of the large schema
AT_MOST_FOUR_TIMES = 0.25
AS_FAST = 1.0
SHORT, LONG = 60, 1  # calls between two looks at the clock

RBAC = """
entity Group in [Group];
entity User in [Group] { department: String, level: Long };
entity Folder in [Folder];
entity Document in [Folder] { owner: String };
action view, edit, comment, share, delete appliesTo { principal: User, resource: Document };
"""
ABAC = """
entity User { department: String, level: Long, manager?: User };
entity Document { department: String, path: String, size: Long, tags: Set<String>, owner: User };
action view, edit appliesTo {
  principal: User, resource: Document, context: { hour: Long, mfa: Bool, network: String }
};
"""
LARGE = "".join(
    f"""entity Type{number} in [Type{number // 2}] {{
  name: String, size?: Long, owner: Type{number // 3}, labels: Set<String>, at: {{ where: ipaddr, when: datetime }}
}};
action "do{number}" appliesTo {{ principal: Type{number}, resource: [Type{number // 2}], context: {{ mfa: Bool }} }};
"""
    for number in range(ENTITY_TYPES)
)


class NotValidError(Exception):
    """The policies of a workload do not validate, so that the times mean nothing."""


def validation_figures() -> Iterator[Figure]:
    """One figure for each application, for many policies of few shapes, and for reading schemas."""
    for name in APPLICATIONS:
        text = named(name, APPLICATION_SIZE).policies
        yield from validate_ratios(f"validate {name}", text, application_schema(name), AT_MOST_FOUR_TIMES, SHORT)
    for name, schema in (("rbac", RBAC), ("abac", ABAC)):
        text = named(name, POLICIES).policies
        yield from validate_ratios(f"validate {name}-{POLICIES}", text, schema, AS_FAST, LONG)
    for name in APPLICATIONS:
        yield schema_ratio(f"read the schema of {name}", application_schema(name), SHORT)
    yield schema_ratio(f"read a schema of {ENTITY_TYPES} types", LARGE, LONG)


def application_schema(name: str) -> str:
    """The schema of one of the examples."""
    return (EXAMPLES / name / "schema.cedarschema").read_text(encoding="utf-8")


def validate_ratios(label: str, text: str, schema_text: str, target: float, calls: int) -> Iterator[Figure]:
    """How many times as fast as cedarpy policies are validated: a policy set, and a text that is read first."""
    ours, theirs = deodar.Schema.parse(schema_text), cedarpy.Schema.from_str(schema_text)
    policies = deodar.PolicySet.parse(text)
    report = deodar.validate(policies, ours)
    if not (report.passed and cedarpy.validate_policies(text, theirs).validation_passed):
        raise NotValidError(f"{label}: {report.errors[:3]}")
    peer = repeated(lambda: cedarpy.validate_policies(text, theirs), calls)
    ratio = interleaved_ratio(repeated(lambda: deodar.validate(policies, ours), calls), peer)
    yield Figure(label, ratio, "x cedarpy", target, more_is_better=True)
    from_text = repeated(lambda: deodar.validate(deodar.PolicySet.parse(text), ours), calls)
    # Four times its time holds from the text too; of ten thousand policies most of the time goes into reading them.
    held = target if target < AS_FAST else None
    yield Figure(f"{label} from text", interleaved_ratio(from_text, peer), "x cedarpy", held, more_is_better=True)


def schema_ratio(label: str, text: str, calls: int) -> Figure:
    """How many times as fast as cedarpy a schema is read."""
    ratio = interleaved_ratio(
        repeated(lambda: deodar.Schema.parse(text), calls), repeated(lambda: cedarpy.Schema.from_str(text), calls)
    )
    return Figure(label, ratio, "x cedarpy", AT_MOST_FOUR_TIMES, more_is_better=True)


def repeated(action: Callable[[], object], calls: int) -> Callable[[], None]:
    """The action, called several times: one call may be too short for the clock."""

    def call() -> None:
        for _ in range(calls):
            action()

    return call


if __name__ == "__main__":
    for figure in validation_figures():
        print(f"{figure.name:34} {figure.value:6.2f} {figure.unit}")
