"""Cases that break planners: extremes of every table, price and rule, in any size.

As ``python tests/data/pathological.py FOLDER [PERSONS]`` it writes each of them as a case folder.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
from random_cases import ANY_HOUR, DAYS, START, Scenery, build, coach, people, place, train

from transport.case import Costs, Escorts, MaxStops, PerKind, PerMode, Rules
from transport.clock import DAY

Maker = Callable[[int], Scenery]
"""About so many people to a case."""
PATHOLOGICAL: dict[str, Maker] = {}
OFFERS = (
    coach("big", 50, 99, fixed_cost=300, km_cost=4, drivers=2),
    coach("small", 18, 99, fixed_cost=150, km_cost=2.5),
)
BLOCK = train("block", seats=60, max_units=5, seat_cost=300, unit_cost=500)
REAL = Rules()
"""Hours, halts and driver rules as by default."""


def pathological(maker: Maker) -> Maker:
    """Enter a maker under its name."""
    PATHOLOGICAL[maker.__name__] = maker
    return maker


def spots(villages: int, factories: int = 3) -> dict[str, tuple[float, float]]:
    """Villages within an hour or two of H1, factories near H2, some 700 km away."""
    rng = Random(villages)
    found = {f"V{i}": (rng.uniform(0, 90), rng.uniform(0, 90)) for i in range(villages)}
    found |= {f"F{i}": (700 + rng.uniform(0, 40), rng.uniform(0, 40)) for i in range(factories)}
    return found | {"H1": (45, 45), "H2": (710, 20), "D1": (40, 40), "D2": (705, 15)}


def roster(persons: int, villages: int, factories: int = 3, **details: object):
    """People alone, in pairs and in threes, over all villages and factories."""
    rng, made, number = Random(persons), [], 0
    while len(made) < persons:
        size = min(rng.choice((1, 1, 1, 2, 3)), persons - len(made))
        tag = f"#{number}"
        made += people(f"V{number % villages}", f"F{rng.randrange(factories)}", size, tag=tag, **details)
        number += 1
    return made


def usual(persons: int, offers=OFFERS, services=(BLOCK,), **details) -> Scenery:
    """A case with nothing odd about it, to be made odd."""
    villages = max(2, persons // 8)
    details = {"rules": REAL, "workers": roster(persons, villages), **details}
    return build(spots(villages), details.pop("workers"), offers, services, **details)


# ---- people


@pathological
def one_village(persons: int) -> Scenery:
    return build(spots(1, 6), roster(persons, 1, 6), OFFERS, [BLOCK], rules=REAL)


@pathological
def a_village_each(persons: int) -> Scenery:
    workers = [w for i in range(persons) for w in people(f"V{i}", f"F{i % 3}", 1)]
    return build(spots(persons), workers, OFFERS, [BLOCK], rules=REAL)


@pathological
def one_way_for_all(persons: int) -> Scenery:
    """One village, one factory, everybody equal."""
    return build(spots(1, 1), people("V0", "F0", *[1] * persons), OFFERS, [BLOCK], rules=REAL)


@pathological
def there_already(persons: int) -> Scenery:
    """Origin and destination are one place."""
    return build(spots(2), people("V0", "V0", *[1] * persons) + people("V1", "F0", 1), OFFERS, [BLOCK], rules=REAL)


@pathological
def from_factory_and_hub(persons: int) -> Scenery:
    """Homewards, and from hub to hub, at once."""
    half = persons // 2
    workers = people("F0", "V0", *[1] * half) + people("H1", "H2", *[1] * (persons - half))
    return build(spots(2), workers, OFFERS, [BLOCK], rules=REAL)


@pathological
def nobody(persons: int) -> Scenery:
    return usual(persons, workers=[])


@pathological
def barred_from_everything(persons: int) -> Scenery:
    needs = ("no_fly", "no_train", "no_direct", "no_ticket")
    return usual(persons, workers=roster(persons, max(2, persons // 8), needs=needs))


@pathological
def parties_larger_than_any_vehicle(persons: int) -> Scenery:
    workers = [w for i in range(max(1, persons // 70)) for w in people("V0", "F0", 70, tag=f"#{i}")]
    return build(spots(2), workers, OFFERS, [replace(BLOCK, seats=200)], rules=REAL)


@pathological
def report_before_ready(persons: int) -> Scenery:
    odd = roster(persons, max(2, persons // 8), ready_from=START + 5 * DAY, report_by=START + 2 * DAY)
    return usual(persons, workers=odd)


# ---- services


@pathological
def two_seats(persons: int) -> Scenery:
    """One service for one person and an escort."""
    return usual(persons, services=[train("two", seats=2, seat_cost=5)])


@pathological
def seats_for_escorts_only(persons: int) -> Scenery:
    return usual(persons, services=[train("escorts", seats=1, max_units=50)])


@pathological
def gone_before_anybody_is_ready(persons: int) -> Scenery:
    workers = roster(persons, max(2, persons // 8), ready_from=START + 6 * DAY)
    return usual(persons, workers=workers, services=[replace(BLOCK, depart=START + 60, arrive=START + 300)])


@pathological
def a_hundred_equal_services(persons: int) -> Scenery:
    return usual(persons, services=[replace(BLOCK, service_id=f"T{i}", max_units=1) for i in range(100)])


@pathological
def nobody_is_enough(persons: int) -> Scenery:
    """Services that want more people than there are."""
    return usual(persons, services=[replace(BLOCK, seats=5000, min_seats=persons + 1)])


@pathological
def no_services(persons: int) -> Scenery:
    return usual(persons, services=())


@pathological
def a_run_with_many_boardings(persons: int) -> Scenery:
    hubs = {f"H{i + 3}": (45 + 10 * i, 45) for i in range(8)}
    rows = [replace(BLOCK, service_id=f"R{i}", run="R", from_hub=f"H{i + 3}", depart=BLOCK.depart + 10 * i,
                    arrive=BLOCK.arrive, seat_cost=100 + 10 * i) for i in range(8)]  # fmt: skip
    villages = max(2, persons // 8)
    return build(spots(villages) | hubs, roster(persons, villages), OFFERS, rows, rules=REAL)


# ---- offers


@pathological
def offers_of_no_use(persons: int) -> Scenery:
    """No road to the base, dates outside the window, no role, too few seats, none of them, too large for any place."""
    offers = [
        coach("no road", base="D9"), coach("too early", available_until=START - DAY),
        coach("too late", available_from=START + (DAYS + 1) * DAY), coach("no role", roles=()),
        coach("escorts", seats=1, roles=("direct",)), coach("none", count=0), coach("giant", seats=5000),
    ]  # fmt: skip
    villages = max(2, persons // 8)
    everywhere = [*spots(villages), "D9"]
    places = [place(name, max_seats=60) for name in everywhere if name[0] in "VFH"]
    return build(
        spots(villages) | {"D9": (10, 10)}, roster(persons, villages), offers, [BLOCK], places=places, rules=REAL,
        no_road=[(a, b) for a in everywhere for b in everywhere if (a == "D9") != (b == "D9")],
    )  # fmt: skip


@pathological
def no_offers(persons: int) -> Scenery:
    return usual(persons, offers=())


@pathological
def nothing_at_all(persons: int) -> Scenery:
    return usual(persons, offers=(), services=(), costs=Costs())


@pathological
def one_vehicle(persons: int) -> Scenery:
    return usual(persons, offers=[coach("only", 30, 1, fixed_cost=100, km_cost=1, drivers=2)], services=())


@pathological
def a_hundred_equal_offers(persons: int) -> Scenery:
    return usual(persons, offers=[coach(f"K{i}", 40, 1, fixed_cost=200, km_cost=3, drivers=2) for i in range(100)])


# ---- prices


@pathological
def prices_of_nothing(persons: int) -> Scenery:
    offers = [replace(offer, fixed_cost=0, km_cost=0) for offer in OFFERS]
    services = [replace(BLOCK, unit_cost=0, seat_cost=0)]
    return usual(persons, offers, services, costs=Costs(individual_ticket=0, unserved=0))


@pathological
def huge_prices(persons: int) -> Scenery:
    offers = [replace(offer, fixed_cost=1e9, km_cost=1e9, drivers=2) for offer in OFFERS]
    costs = Costs(individual_ticket=1e11, unserved=1e12, journey_hour=1e9, early_arrival_per_day=1e9, escort=1e9)
    return usual(persons, offers, [replace(BLOCK, unit_cost=1e9, seat_cost=1e9)], costs=costs)


@pathological
def tickets_cheaper_than_anything(persons: int) -> Scenery:
    return usual(persons, costs=Costs(individual_ticket=0.01))


@pathological
def only_time_costs(persons: int) -> Scenery:
    offers = [replace(offer, fixed_cost=0, km_cost=0, drivers=2) for offer in OFFERS]
    costs = Costs(individual_ticket=1000, journey_hour=50, early_arrival_per_day=100)
    return usual(persons, offers, [replace(BLOCK, unit_cost=0, seat_cost=0)], costs=costs)


# ---- roads


@pathological
def shortcuts(persons: int) -> Scenery:
    """Km and minutes that obey no triangle inequality and differ by direction, each its own way."""
    scenery, rng = usual(persons), np.random.default_rng(persons)
    shape = scenery.travel.km.shape
    km = scenery.travel.km * rng.choice([0.02, 1.0, 1.0, 5.0], shape)
    minutes = scenery.travel.minutes * rng.choice([0.1, 1.0, 1.0, 3.0], shape)
    return replace(scenery, travel=replace(scenery.travel, km=km, minutes=minutes))


@pathological
def everything_at_one_point(persons: int) -> Scenery:
    return build(dict.fromkeys(spots(4), (0.0, 0.0)), roster(persons, 4), OFFERS, [BLOCK], rules=REAL)


@pathological
def no_roads(persons: int) -> Scenery:
    scenery = usual(persons)
    km = np.full_like(scenery.travel.km, np.inf)
    np.fill_diagonal(km, 0.0)
    return replace(scenery, travel=replace(scenery.travel, km=km, minutes=km))


@pathological
def two_days_on_the_road(persons: int) -> Scenery:
    """3,600 km: nights, halts and the drivers' daily hours on the way."""
    far = {name: (3600 + x if x > 500 else x, y) for name, (x, y) in spots(max(2, persons // 8)).items()}
    offers = [replace(offer, drivers=2, km_cost=0.5) for offer in OFFERS]
    late = replace(BLOCK, depart=START + 5 * DAY, arrive=START + 7 * DAY)
    return build(far, roster(persons, max(2, persons // 8)), offers, [late], rules=REAL, costs=Costs(9000))


# ---- rules


@pathological
def windows_of_a_minute(persons: int) -> Scenery:
    villages = max(2, persons // 8)
    places = [place(name, opens=600, closes=601) for name in spots(villages) if name[0] == "V"]
    rules = replace(REAL, stop_minutes=1, connection_minutes=PerMode(60, 60), max_wait_minutes=61)
    return build(spots(villages), roster(persons, villages), OFFERS, [BLOCK], places=places, rules=rules)


@pathological
def no_stops(persons: int) -> Scenery:
    return usual(persons, rules=replace(REAL, max_stops=MaxStops(0, 0, 0, 0)))


@pathological
def one_stop(persons: int) -> Scenery:
    return usual(persons, rules=replace(REAL, max_stops=MaxStops(1, 1, 1, 1)))


@pathological
def no_limits(persons: int) -> Scenery:
    rules = replace(
        ANY_HOUR, max_stops=MaxStops(None, None, None, None), max_trip_minutes=PerKind(None, None, None),
        max_wait_minutes=None, max_egress_wait_minutes=None, stop_minutes=0,
    )  # fmt: skip
    return usual(persons, rules=rules)


@pathological
def escorts_everywhere(persons: int) -> Scenery:
    return usual(persons, rules=replace(REAL, escorts=Escorts(17, 59, 17, 17)))


@pathological
def groups_that_stay_together(persons: int) -> Scenery:
    return usual(persons, rules=replace(REAL, split_groups=False))


def write_all(folder: Path, persons: int) -> None:
    """Write every case below a folder."""
    from case_folder import write_case
    from check_scene import Scene

    for name, maker in PATHOLOGICAL.items():
        scenery = maker(persons)
        places, (km, minutes) = list(scenery.travel.index), (scenery.travel.km, scenery.travel.minutes)
        roads = {
            (a, b): (float(km[i, j]), float(minutes[i, j]))
            for i, a in enumerate(places)
            for j, b in enumerate(places)
            if i != j and np.isfinite(km[i, j])
        }
        roads = roads or {(places[0], places[0]): (0.0, 0.0)}  # a table has rows
        write_case(Scene(scenery.case, roads, {}), folder / name)


if __name__ == "__main__":
    write_all(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 40)
