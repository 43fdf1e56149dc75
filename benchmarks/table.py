"""Markdown tables, the line that says where they were made, and the section of the README that holds them."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

from transport.io.atomic import write_text

Cells = tuple[str, ...]
END = "<!-- end -->"
PLANS_BEGIN = "<!-- made by python -m benchmarks.run --only plans --write -->"
PIECES_BEGIN = "<!-- made by python -m benchmarks.run --only pieces --write -->"
PEERS_BEGIN = "<!-- made by python -m benchmarks.run --only peers --peers CASE… --write -->"
SCALE_BEGIN = "<!-- made by python -m benchmarks.run --only scale --scale CASE… --write -->"


def markdown(header: Sequence[str], rows: Iterable[Cells], words: int = 1) -> str:
    """A table whose first ``words`` columns stand left and the others, being figures, right."""
    marks = ["---" if column < words else "---:" for column in range(len(header))]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (header, marks, *rows))


def machine() -> str:
    """Versions, cores and system of this run, in one line."""
    parts = [f"Python {platform.python_version()}"]
    parts += [f"{package} {version(package)}" for package in ("fangang", "ortools", "numpy")]
    parts += [f"{os.cpu_count()} cores", f"{platform.system()} {platform.machine()}"]
    return ", ".join(parts)


def replace_section(path: Path, section: str, begin: str) -> None:
    """Put a section between the marks of a file; ``ValueError`` where it has none."""
    before, rest = path.read_text(encoding="utf-8").split(begin)
    after = rest.split(END, 1)[1]
    write_text(path, f"{before}{begin}\n{section}\n{END}{after}")
