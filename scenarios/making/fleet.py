"""What coach operators offer: all invented, at prices of a plausible order.

Passenger seats are the rated seats less one for each driver: a 53-seat coach carries 52 people with one driver and
50 with three. Hiring a coach for a day costs 500–900 yuan with 17–19 seats, 800–1,200 with 30–35 and 1,500–2,000 with
46–56, before the surcharge of the festival; a long way out costs 5.5–8 yuan a km with a load for the way home and 9–14
with an empty one.
"""

from __future__ import annotations

from scenarios.making.geography import Point, place_row, towns
from scenarios.making.tables import Row, make_row

FLEET_COLUMNS = (
    "offer_id operator vehicle seats count base available_from available_to fixed_cost km_cost empty_km_cost "
    "returns_to_base day_cost drivers roles"
)
SIZES = (("中型客车19座", 18), ("中型客车35座", 34), ("大型客车53座", 52))
COLLECTING = ((100, 2.6, 1.9, 700), (150, 3.9, 2.8, 1200), (200, 5.2, 3.8, 1750))
"""In the mountains; by size: fixed, a km, an empty km, a day (CNY)."""
CITY = ((250, 3.2, 2.0, 350), (350, 5.0, 3.0, 450), (500, 6.5, 4.0, 600))
"""Between hub and employer in a city; likewise."""
LONG_HAUL_KM, LONG_HAUL_EMPTY_KM = 3.7, 3.4


def depot_row(key: str, name: str, point: Point, county: str) -> Row:
    """Return the row of places.csv of a depot, ``D-key``."""
    return place_row(f"D-{key}", name, "depot", point, county=county)


def seat_depot(key: str, county: str) -> Row:
    """Return the row of places.csv of a depot ``D-key`` in the seat of a county or district."""
    lat, lon = next(iter(towns(county).values()))
    return depot_row(key, f"{county}车场", (lat + 0.002, lon + 0.002), county)


def short_haul(
    key: str, operator: str, role: str, counts: tuple[int, int, int], prices: tuple[tuple[float, ...], ...]
) -> list[Row]:
    """Return the offers of 19, 35 and 53 seats at depot ``D-key``; their empty way back is charged.

    ``role``: ``feeder`` or ``distribution``; ``counts``: vehicles by size; ``prices``: ``COLLECTING`` or ``CITY``.
    """
    return [
        make_row(
            FLEET_COLUMNS,
            offer_id=f"{key}-{seats + 1}",
            operator=operator,
            vehicle=vehicle,
            seats=seats,
            count=count,
            base=f"D-{key}",
            fixed_cost=fixed,
            km_cost=km,
            empty_km_cost=empty_km,
            returns_to_base="true",
            day_cost=day,
            drivers=1,
            roles=role,
        )
        for (vehicle, seats), count, (fixed, km, empty_km, day) in zip(SIZES, counts, prices, strict=True)
        if count
    ]


def long_haul(
    offer_id: str, operator: str, count: int, base: str, drivers: int, *, home_load_until: str | None = None
) -> Row:
    """Return an offer of direct coaches of 53 seats (three drivers) or 49 (two).

    They go home empty at the customer's expense, unless there is a load for the way home until some ISO day (blank:
    all the time).
    """
    rated = 53 if drivers == 3 else 49
    goes_home_empty = home_load_until is None
    fixed, day = (3000, 2700) if goes_home_empty else (1500, 2300)
    return make_row(
        FLEET_COLUMNS,
        offer_id=offer_id,
        operator=operator,
        vehicle=f"大型客车{rated}座",
        seats=rated - drivers,
        count=count,
        base=base,
        available_to=home_load_until or "",
        fixed_cost=fixed,
        km_cost=LONG_HAUL_KM,
        empty_km_cost=LONG_HAUL_EMPTY_KM,
        returns_to_base="true" if goes_home_empty else "false",
        day_cost=day,
        drivers=drivers,
        roles="direct",
    )
