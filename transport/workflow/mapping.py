"""The maps of a written plan, made again: on an online base map where one is chosen, beside another plan."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from transport.case import Case
from transport.io.plan_folder import PlanFolder
from transport.locale import Language
from transport.plan import Plan
from transport.workflow.options import Watch
from transport.workflow.reading import read_valid

if TYPE_CHECKING:
    from maps.online import OnlineBase
    from maps.write import Other

MAPS = "maps"


@dataclass(frozen=True, slots=True)
class MapOptions:
    """What a user chose for the maps.

    Parameters
    ----------
    base
        An online base map; ``None`` asks no network.
    against
        The folder of another plan to compare with.
    against_case
        The case of that plan; ``None``: the same.
    """

    base: OnlineBase | None = None
    against: Path | None = None
    against_case: Path | None = None


def remake_maps(
    path: Path, folder: Path, lang: Language, options: MapOptions | None = None, watch: Watch | None = None
) -> list[Path]:
    """Make the maps of a written plan again.

    Raises
    ------
    InputError
        A case or a plan cannot be read.
    PlanRefused
        A plan does not fit its case (any more).
    """
    options, watch = options or MapOptions(), watch or Watch()
    watch.on_step("read")
    case, plan, target = read_valid(path, folder)
    other = None
    if options.against is not None:
        other = _other(options.against_case or path, options.against)
    watch.on_step("maps")
    return write_maps_of(case, plan, target, lang, watch=watch, base=options.base, against=other)


def _other(path: Path, folder: Path) -> Other:
    from maps.write import Other
    from transport.roads import build_geometry

    case, plan, _ = read_valid(path, folder)
    return Other(case, plan, build_geometry(case), folder.resolve().name)


def write_maps_of(
    case: Case,
    plan: Plan,
    target: PlanFolder,
    lang: Language,
    *,
    watch: Watch,
    base: OnlineBase | None = None,
    against: Other | None = None,
) -> list[Path]:
    """Write the maps of a plan into its folder, in place of older ones."""
    from maps.write import write_maps
    from transport.roads import build_geometry

    geometry = build_geometry(case)

    def write(folder: Path) -> list[Path]:
        return write_maps(case, plan, geometry, folder, lang, base=base, against=against, on_part=watch.on_part)

    return target.renew(MAPS, write)
