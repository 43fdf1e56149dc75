"""Writes the stored tables of the shipped cases: ``python -m scenarios.make [CASE…]``.

The same seed writes the same bytes. What is written by hand stays: ``case.yaml``, README, what-ifs.
"""

from __future__ import annotations

import sys
from pathlib import Path

from scenarios.registry import NOT_STORED, RECIPES


def main(names: list[str]) -> None:
    """Write the tables of these cases into their folders, or of all that are stored."""
    for name in names or sorted(RECIPES.keys() - NOT_STORED):
        for file, text in RECIPES[name]().items():
            (Path(__file__).parent / name / file).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
