"""A plan for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from transport.io.plan_folder import PlanFolder
from transport.locale import Language
from transport.workflow.reading import read_valid

EXPORT = "export"


def make_exports(path: Path, folder: Path, formats: Sequence[str], out: Path | None, lang: Language) -> list[Path]:
    """Write a plan in other formats, each into a folder of its own name.

    Parameters
    ----------
    formats
        Names of :data:`transport.interop.write.FORMATS`.
    out
        Where the folders go; ``None``: ``export`` in the plan's folder.

    Raises
    ------
    InputError
        The case or the plan cannot be read, or a place that a format needs on the map has no coordinates.
    PlanRefused
        The plan does not fit the case (any more).
    FolderError
        ``out`` cannot be written to.
    """
    from transport.interop.write import Exporter
    from transport.roads import build_geometry

    case, plan, target = read_valid(path, folder)
    if out is not None:
        target = PlanFolder(out)
        target.require_usable()
    exporter = Exporter(case, plan, build_geometry(case), lang)
    exporter.require(formats)
    files: list[Path] = []
    for name in formats:
        place = f"{EXPORT}/{name}" if out is None else name
        files += target.renew(place, lambda folder, name=name: exporter.write(name, folder))  # type: ignore[misc]
    return files
