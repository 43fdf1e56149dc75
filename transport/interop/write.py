"""The exports of a plan as files, a folder a format."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from transport.case import Case
from transport.facts import Facts
from transport.interop.geojson import build_geojson
from transport.interop.gpx import build_gpx
from transport.interop.gtfs import build_gtfs
from transport.interop.ics import build_ics
from transport.interop.kml import build_kml
from transport.interop.runs import Run, build_runs, clean, require_coordinates
from transport.io.file_names import unique_stem
from transport.locale import Language
from transport.plan import Plan
from transport.travel import RoadGeometry

FORMATS = ("geojson", "gpx", "kml", "gtfs", "ics")
_ON_A_MAP = frozenset({"gpx", "kml", "gtfs"})


class Exporter:
    """Writes a plan in one format or another, into folders that whoever calls swaps in whole.

    Parameters
    ----------
    geometry
        How the way between two places is drawn.
    """

    def __init__(self, case: Case, plan: Plan, geometry: RoadGeometry, lang: Language) -> None:
        self.facts = Facts(case, plan)
        self.runs = build_runs(self.facts, geometry)
        self.lang = lang

    def require(self, names: Iterable[str]) -> None:
        """Make sure that a plan can be written in these formats, before anything is.

        Raises
        ------
        InputError
            ``not_on_the_map``, once for each place that one of them has to put on a map.
        """
        if not _ON_A_MAP.isdisjoint(names):
            require_coordinates(self.facts)

    def write(self, name: str, folder: Path) -> list[Path]:
        """Write the files of one format into a folder and return their paths.

        Raises
        ------
        InputError
            As :meth:`require`.
        OSError
            The folder cannot be written to.
        """
        self.require([name])
        return {"geojson": self._geojson, "gpx": self._gpx, "kml": self._kml, "gtfs": self._gtfs, "ics": self._ics}[
            name
        ](folder)

    def _geojson(self, folder: Path) -> list[Path]:
        path = folder / "plan.geojson"
        _put(path, build_geojson(self.facts, self.runs).encode())
        return [path]

    def _kml(self, folder: Path) -> list[Path]:
        path = folder / "plan.kml"
        _put(path, build_kml(self.facts, self.runs, self.lang))
        return [path]

    def _gtfs(self, folder: Path) -> list[Path]:
        path = folder / "gtfs.zip"
        _put(path, build_gtfs(self.facts, self.runs, self.lang))
        return [path]

    def _gpx(self, folder: Path) -> list[Path]:
        vehicles: dict[str, list[Run]] = {}
        for run in sorted(self.runs, key=lambda run: run.starts):
            if run.vehicle:
                vehicles.setdefault(run.vehicle, []).append(run)
        taken: set[str] = set()
        paths = []
        for vehicle, runs in sorted(vehicles.items()):
            path = folder / f"{unique_stem([clean(vehicle), *(run.run_id for run in runs[:3])], taken)}.gpx"
            _put(path, build_gpx(vehicle, runs, self.facts.case.timezone, self.lang))
            paths.append(path)
        return paths

    def _ics(self, folder: Path) -> list[Path]:
        taken = {"plan"}
        paths = [folder / "plan.ics"]
        _put(paths[0], build_ics(self.facts, self.runs, self.lang))
        for run in self.runs:
            paths.append(folder / f"{unique_stem([clean(run.run_id), run.last.name], taken)}.ics")
            _put(paths[-1], build_ics(self.facts, [run], self.lang))
        return paths


def _put(path: Path, data: bytes) -> None:
    """Write a file; thousands of them are not waited for one by one until they are on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
