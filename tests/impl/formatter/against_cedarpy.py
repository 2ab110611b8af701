"""Holds the formatter against the official one, byte for byte, on texts without comments.

    python -m tests.impl.formatter.against_cedarpy --corpus official-sample.tar.gz --count 20000 --seed 1

The texts are the policy files of the corpus, and `--count` random policy sets, printed. The status is 1 if any of them
is laid out in another way.
"""

from __future__ import annotations

import argparse
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import cedarpy

import deodar
from deodar.drt.choice import Choices
from deodar.drt.generate.policy_set import policy_set
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.settings import Settings

SIZES = Settings(policies=2, templates=2, links=0)
BYTES = 600  # of choices for each text
SHOWN = 3  # texts that differ


def main() -> int:
    """Compare, and print how many were alike."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="an archive of official cases")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    same = True
    if options.corpus:
        same = compare("corpus", corpus_texts(options.corpus))
    return 0 if compare("generated", generated_texts(options.count, options.seed)) and same else 1


def compare(name: str, texts: Iterator[str]) -> bool:
    """Whether all texts are laid out alike; prints the counts and the first few that are not."""
    alike = other = refused = 0
    for text in texts:
        try:
            theirs = cedarpy.format_policies(text)
        except ValueError:
            refused += 1  # the official formatter gives up on some texts
            continue
        ours = deodar.format_policies(text)
        if ours == theirs:
            alike += 1
            continue
        other += 1
        if other <= SHOWN:
            print(f"--- differs\n{text}\n--- ours\n{ours}\n--- theirs\n{theirs}")
    print(f"{name}: {alike} alike, {other} different, {refused} that the official formatter refused")
    return other == 0 and alike > 0


def corpus_texts(path: Path) -> Iterator[str]:
    """The policy files of an archive."""
    with tarfile.open(path) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.name.endswith(".cedar") else None
            if content is not None:
                yield content.read().decode()


def generated_texts(count: int, seed: int) -> Iterator[str]:
    """Texts of random policy sets."""
    random = Random(seed)
    made = 0
    while made < count:
        choose = Choices(random.randbytes(BYTES)).choose
        text = deodar.PolicySet.from_json(policy_set(Scene(choose, SIZES))).to_text()
        if text:
            made += 1
            yield text


if __name__ == "__main__":
    sys.exit(main())
