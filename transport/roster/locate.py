"""Where a village lies: by a gazetteer, a geocoder's export, or the middle of its county; how good that is, is said."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from transport.gazetteer.address import parse_address
from transport.gazetteer.counties import Outline, shipped_outlines
from transport.gazetteer.datum import Datum, to_wgs84
from transport.gazetteer.divisions import Divisions, shipped_divisions
from transport.gazetteer.short_names import core, village_core
from transport.io.columns import DATUMS, normal_header
from transport.io.unreadable import UnreadableError
from transport.io.workbook import read_csv

_ADDRESS, _LAT, _LON, _BOTH, _DATUM = (
    ("address", "地址", "详细地址", "formatted_address", "名称", "name", "place"),
    ("lat", "latitude", "纬度"),
    ("lon", "lng", "longitude", "经度"),
    ("location", "坐标", "经纬度"),
    ("datum", "坐标系", "crs"),
)
_GEONAMES_COLUMNS = 15
_PLACE_CLASSES = frozenset({"P", "A"})
_ONE_PLACE_KM = 3.0
"""Entries of one name that lie no further apart are one place."""


@dataclass(frozen=True, slots=True)
class Located:
    """Coordinates in WGS 84 degrees and where they come from."""

    lat: float
    lon: float
    quality: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A named point of an outside source; ``codes``: divisions that it is said to lie in."""

    village: str
    codes: tuple[str, ...]
    lat: float
    lon: float


class Locator:
    """Looks villages up in outside sources, best first.

    Parameters
    ----------
    gazetteer
        A GeoNames table (tab-separated, WGS 84).
    geocodes
        A geocoder's cached answers as delimited text: address, lat, lon, or location as ``lon,lat``; a column
        ``datum`` may say of which datum a row is.
    datum
        Of the geocoder's rows that do not say.

    Raises
    ------
    UnreadableError
        A file cannot be read as what it should be.
    """

    def __init__(self, gazetteer: Path | None = None, geocodes: Path | None = None, datum: Datum = "wgs84") -> None:
        self.divisions: Divisions = shipped_divisions()
        self._named = list(_read_geonames(gazetteer)) if gazetteer else []
        self._answers = list(_read_geocodes(geocodes, datum, self.divisions)) if geocodes else []
        self._by_village: dict[str, list[tuple[str, _Entry]]] = {}
        for quality, entries in (("gazetteer", self._named), ("geocoder", self._answers)):
            for entry in entries:
                self._by_village.setdefault(entry.village, []).append((quality, entry))

    def village(self, code: str) -> Located | None:
        """Return where a village of the official table lies; ``None`` where not even its county's outline is known."""
        outline = shipped_outlines().get(code[:6])
        names = self.divisions.names
        found = self._look_up(village_core(names[code]), code, outline)
        if found is None and code[:9] in names:
            found = self._look_up(core(names[code[:9]], 9), code[:9], outline, "township")
        if found is not None or outline is None:
            return found
        lat, lon = outline.middle()
        return Located(lat, lon, "county")

    def named(self, name: str, county: str) -> Located | None:
        """Return where a place of a case lies by its name, its county given; ``None`` where no source has it."""
        for code in self.divisions.counties(county):
            address = parse_address(name, self.divisions, (code,))
            deepest = next((at for at in address.codes if at.startswith(code)), code)
            found = self._look_up(address.village, deepest, shipped_outlines().get(code)) if address.village else None
            if found is not None:
                return found
        return None

    def _look_up(self, name: str, code: str, outline: Outline | None, quality: str = "") -> Located | None:
        """Return the one point of a name inside a county; several far apart are homonyms, and none is taken."""
        for source in ("gazetteer", "geocoder"):
            points = [
                entry
                for kind, entry in self._by_village.get(name, ())
                if kind == source
                and (not entry.codes or any(a.startswith(code[: len(a)]) or code.startswith(a) for a in entry.codes))
                and (outline is None or outline.holds(entry.lat, entry.lon))
            ]
            if points and all(_km(points[0], point) <= _ONE_PLACE_KM for point in points):
                return Located(points[0].lat, points[0].lon, quality or source)
        return None


def _km(a: _Entry, b: _Entry) -> float:
    east = (a.lon - b.lon) * math.cos(math.radians(a.lat))
    return 111.2 * math.hypot(a.lat - b.lat, east)


def _read_geonames(path: Path) -> Iterator[_Entry]:
    """Read the rows of a GeoNames table that are settlements or divisions and have a Chinese name."""
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            for number, row in enumerate(csv.reader(handle, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
                if len(row) < _GEONAMES_COLUMNS:
                    raise UnreadableError("roster_not_geonames", row=number, file=path.name)
                if row[6] not in _PLACE_CLASSES:
                    continue
                lat, lon = float(row[4]), float(row[5])
                names = {name for name in (row[1], *row[3].split(",")) if name and not name.isascii()}
                for short in {short for name in names for short in (village_core(name), core(name, 9))}:
                    yield _Entry(short, (), lat, lon)
    except (OSError, ValueError, csv.Error) as error:
        raise UnreadableError("unreadable_file", reason=str(error)[:100], file=path.name) from None


def _read_geocodes(path: Path, datum: Datum, divisions: Divisions) -> Iterator[_Entry]:
    try:
        rows = read_csv(path.read_bytes())
    except OSError as error:
        raise UnreadableError("unreadable_file", reason=error.strerror or str(error), file=path.name) from None
    header = [normal_header(cell) for cell in rows[0]] if rows else []
    address, lat, lon, both, of = (_position(header, names) for names in (_ADDRESS, _LAT, _LON, _BOTH, _DATUM))
    if address is None or (both is None and (lat is None or lon is None)):
        raise UnreadableError("roster_not_geocodes", file=path.name)
    for number, row in enumerate(rows[1:], 2):
        try:
            if both is not None:
                east, north = (float(part) for part in row[both].split(","))
            else:
                assert lat is not None
                assert lon is not None
                if not row[lat].strip():
                    continue
                north, east = float(row[lat]), float(row[lon])
            kind = DATUMS[row[of].strip().casefold()] if of is not None and row[of].strip() else datum
        except (ValueError, IndexError, KeyError):
            if any(cell.strip() for cell in row):
                raise UnreadableError("roster_not_geocodes", row=number, file=path.name) from None
            continue
        found = parse_address(row[address], divisions)
        if found.village and len(found.codes) <= 3:
            north, east = to_wgs84(north, east, kind)  # type: ignore[arg-type]
            yield _Entry(found.village, found.codes, north, east)


def _position(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)
