"""Writes the tables of the case ``fengxian-dali-2027``: ``python -m scenarios.make_fengxian_dali``.

The same seed writes the same bytes. Towns, hubs and their points are real (``fengxian_dali_facts``); villages,
employers, people, offers and prices are invented. ``case.yaml`` and the README are written by hand.
"""

from __future__ import annotations

import csv
import io
import math
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

from scenarios import fengxian_dali_facts as facts
from scenarios.fengxian_dali_offers import DEPOTS, FLEET, SERVICES, TICKETS
from scenarios.fengxian_dali_people import WORKER_HEADER, Group, Row, make_workers

SEED = 2027
OPENING_DAYS = {12: 3, 13: 9, 14: 4, 15: 8, 17: 7, 18: 3, 21: 4, 22: 2}
"""Day of February 2027 (12: the 7th of the first month, 20: Lantern Festival) to employers that open on it."""
LAST_REPORT_DAY = 22
CUSTOMARY_EMPLOYERS = 3
SEAT_VILLAGE_SCALE = 3.0
"""Villages and resettlement estates at a township's seat are larger than those up the valleys."""
PLACE_HEADER = ["place_id", "name", "aliases", "kind", "lat", "lon", "county", "max_seats", "opens", "closes"]

Factory = tuple[Row, list[datetime]]
"""An employer's row of places.csv, and the moments on which it calls people in."""


def place_row(place_id: str, name: str, kind: str, point: facts.Point, **more: str) -> Row:
    """Return a row of places.csv; ``more``: its other columns, blank where nothing is said."""
    cells = {"place_id": place_id, "name": name, "kind": kind, "lat": f"{point[0]:.4f}", "lon": f"{point[1]:.4f}"}
    return [(cells | more).get(column, "") for column in PLACE_HEADER]


def around(rng: Random, centre: facts.Point, between_km: tuple[float, float], *, north: bool = False) -> facts.Point:
    """Return a point between two distances from a centre; ``north``: not south of it."""
    km = rng.uniform(*between_km)
    bearing = rng.uniform(-math.pi / 2, math.pi / 2) if north else rng.uniform(-math.pi, math.pi)
    lat = centre[0] + km * math.cos(bearing) / 111.2
    lon = centre[1] + km * math.sin(bearing) / (111.2 * math.cos(math.radians(centre[0])))
    return round(lat, 4), round(lon, 4)


def shares(rng: Random, total: int, scales: list[float]) -> list[int]:
    """Divide people unevenly, on average in proportion to the scales; every part gets at least one."""
    weights = [scale * min(rng.paretovariate(1.2), 5.0) for scale in scales]
    cuts = [round((total - len(scales)) * sum(weights[:k]) / sum(weights)) for k in range(len(scales) + 1)]
    return [1 + end - start for start, end in pairwise(cuts)]


def make_villages(rng: Random) -> dict[str, list[Row]]:
    """Scatter villages around the townships, by county: the first near the seat, the others up small roads."""
    names = [head + tail + "村" for head in facts.VILLAGE_HEADS for tail in facts.VILLAGE_TAILS]
    rng.shuffle(names)
    villages: dict[str, list[Row]] = {county.name: [] for county in facts.COUNTIES}
    homes = [(county, k) for county in facts.COUNTIES for k in range(county.villages)]
    for number, (county, k) in enumerate(homes, 1):
        towns, name = list(county.townships), names[number]
        town, at_seat = towns[k % len(towns)], k < len(towns)
        row = place_row(
            f"V{number:03d}",
            town + name,
            "village",
            around(rng, county.townships[town], (0.3, 1.0) if at_seat else (2.0, 6.5)),
            aliases=f"{name};{name}委会",
            county=county.name,
            max_seats="" if at_seat else rng.choices(["19", "35", ""], [45, 35, 20])[0],
        )
        villages[county.name].append(row)
    return villages


def make_factories(rng: Random) -> list[Factory]:
    """Scatter employers over the towns of Fengxian, with the moments on which they call people in."""
    towns = list(facts.FENGXIAN_TOWNS)
    days = [day for day, employers in OPENING_DAYS.items() for _ in range(employers)]
    rng.shuffle(days)
    factories = []
    for k, day in enumerate(days):
        town = towns[k] if k < len(towns) else rng.choices(towns, [6, 3, 4, 4, 3, 2, 2, 1])[0]
        name = f"奉贤{k + 1:02d}号{facts.TRADES[k % len(facts.TRADES)]}厂"
        opens, closes = rng.choices([("", ""), ("06:00", "23:00"), ("07:00", "21:30")], [50, 30, 20])[0]
        row = place_row(
            f"F{k + 1:02d}",
            name,
            "factory",
            around(rng, facts.FENGXIAN_TOWNS[town], (0.4, 2.5), north=town in facts.COASTAL_TOWNS),
            aliases=f"{name.removeprefix('奉贤')};{name}（{town}）",
            county="奉贤区",
            max_seats="45" if k % 9 == 4 else "",
            opens=opens,
            closes=closes,
        )
        first = datetime(2027, 2, day, 18 if day == 12 else rng.choice([8, 12, 12, 18]))
        second = first + timedelta(days=rng.choice([2, 3, 4]))
        factories.append((row, [first, second] if k % 3 == 0 and second.day <= LAST_REPORT_DAY else [first]))
    return factories


def make_groups(rng: Random, villages: dict[str, list[Row]], factories: list[Factory]) -> list[Group]:
    """Decide how many people each village sends to which employer, and when they report.

    Word of mouth clusters people: each county has a few customary employers, each township one of these. The rest
    goes anywhere, to employers without anybody first, so that each has somebody.
    """
    others = list(factories)
    rng.shuffle(others)
    groups = []
    for county in facts.COUNTIES:
        rows, towns = villages[county.name], len(county.townships)
        customary = rng.sample(factories, CUSTOMARY_EMPLOYERS)
        sizes = shares(rng, county.people, [SEAT_VILLAGE_SCALE if k < towns else 1.0 for k in range(len(rows))])
        for k, (village, people) in enumerate(zip(rows, sizes, strict=True)):
            chosen = [customary[k % towns % CUSTOMARY_EMPLOYERS]]
            if people > 3:
                chosen.append(others.pop() if others else rng.choice(factories))
            if people > 12:
                chosen.append(rng.choice(customary))
            for (factory, moments), size in zip(
                chosen, shares(rng, people, [4.0, 1.0, 2.0][: len(chosen)]), strict=True
            ):
                groups.append(Group(village, factory, rng.choices(moments, [3, 1][: len(moments)])[0], size))
    return groups


def make_tables() -> dict[str, str]:
    """Return the text of each table by file name."""
    rng = Random(SEED)
    villages = make_villages(rng)
    factories = make_factories(rng)
    hubs = [
        place_row(
            hub.place_id,
            hub.name,
            hub.kind,
            hub.point,
            aliases=hub.aliases,
            county=hub.county,
            opens=hub.opens,
            closes=hub.closes,
        )
        for hub in facts.HUBS
    ]
    depots = [place_row(key, name, "depot", point, county=county) for key, name, point, county in DEPOTS]
    places = [
        *(row for rows in villages.values() for row in rows),
        *(row for row, _moments in factories),
        *hubs,
        *depots,
    ]
    workers = make_workers(rng, make_groups(rng, villages, factories))
    return {
        "workers.csv": csv_text([WORKER_HEADER, *workers]),
        "places.csv": csv_text([PLACE_HEADER, *places]),
        "fleet.csv": csv_text(FLEET),
        "services.csv": csv_text(SERVICES),
        "tickets.csv": csv_text(TICKETS),
    }


def csv_text(rows: list[Row]) -> str:
    """Return rows as CSV with a byte order mark, by which Excel knows that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return "\ufeff" + text.getvalue()


def main() -> None:
    """Write the tables into the case's folder."""
    folder = Path(__file__).parent / "fengxian-dali-2027"
    for name, text in make_tables().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
