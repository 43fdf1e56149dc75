"""Whether places lie where their rows say: in their county, latitude and longitude in order, of a known datum."""

from __future__ import annotations

from collections import defaultdict

from transport.io.cells import plain
from transport.io.table_reader import ReadTable

_LATITUDES, _LONGITUDES = (3.0, 54.0), (73.0, 136.0)
"""Degrees between which China lies."""
_COARSE = frozenset({"township", "county"})


def check_coordinates(table: ReadTable) -> None:
    """Convert coordinates of other datums, and note those that cannot be right or are only rough."""
    _note_swapped(table)
    _convert(table)
    _check_counties(table)
    for row in table.good_rows():
        quality = table.values["quality"][row]
        if quality in _COARSE and table.values["lat"][row] is not None:
            table.note("coarse_coordinates", row, "quality", place_id=_id(table, row), level=quality)


def _note_swapped(table: ReadTable) -> None:
    """Tell a latitude that is a longitude of China from other numbers out of range."""
    if not {"lat", "lon"} <= table.positions.keys():
        return
    for row, (lat, lon) in enumerate(zip(table.values["lat"], table.values["lon"], strict=True)):
        if lat is None and _within(_written(table, row, "lat"), _LONGITUDES) and _within(lon, _LATITUDES):
            table.log.withdraw("out_of_range", table.raw.file, table.raw.numbers[row], table.header_of("lat"))
            county = table.values["county"][row] or "?"
            table.note("lat_lon_swapped", row, "lat", place_id=_id(table, row), county=county)


def _convert(table: ReadTable) -> None:
    if "datum" not in table.positions:
        return
    from transport.gazetteer.datum import to_wgs84

    values = table.values
    for row, datum in enumerate(values["datum"]):
        if datum not in (None, "wgs84") and values["lat"][row] is not None and values["lon"][row] is not None:
            values["lat"][row], values["lon"][row] = to_wgs84(values["lat"][row], values["lon"][row], datum)
            table.note("coordinates_converted", row, "datum", datum=datum)


def _check_counties(table: ReadTable) -> None:
    """Note the places outside their county; a county that the table of names does not know is not judged."""
    values, by_county = table.values, defaultdict(list)
    for row in table.good_rows():
        if values["county"][row] and values["lat"][row] is not None and values["lon"][row] is not None:
            by_county[values["county"][row]].append(row)
    if not by_county:
        return
    from transport.gazetteer.counties import shipped_outlines
    from transport.gazetteer.divisions import shipped_divisions

    divisions, outlines = shipped_divisions(), shipped_outlines()
    for county, rows in by_county.items():
        shapes = [outlines[code] for code in divisions.counties(county) if code in outlines]
        for row in rows if shapes else ():
            lat, lon = values["lat"][row], values["lon"][row]
            if any(shape.holds(lat, lon) for shape in shapes):
                continue
            swapped = any(shape.holds(lon, lat) for shape in shapes)
            code = "lat_lon_swapped" if swapped else "outside_county"
            table.note(code, row, "lat", place_id=_id(table, row), county=county)


def _id(table: ReadTable, row: int) -> str:
    return str(table.values["place_id"][row])


def _written(table: ReadTable, row: int, column: str) -> float | None:
    try:
        return float(plain(table.raw.rows[row][table.positions[column]]))
    except ValueError:
        return None


def _within(number: float | None, bounds: tuple[float, float]) -> bool:
    return number is not None and bounds[0] <= number <= bounds[1]
