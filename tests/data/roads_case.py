"""Cases of places alone, for the tests of road providers."""

from __future__ import annotations

from typing import Any

from transport.case import Case, Place, PlaceKind, Worker
from transport.road_settings import RoadSettings


def place(place_id: str, lat: float | None, lon: float | None, kind: PlaceKind = "village", **more: Any) -> Place:
    return Place(place_id, place_id, kind, lat, lon, **more)


def case_of(
    *places: Place, workers: tuple[Worker, ...] = (), window: tuple[int, int] = (0, 1440), **roads: Any
) -> Case:
    return Case(
        "t",
        "t",
        "Asia/Shanghai",
        *window,
        {worker.worker_id: worker for worker in workers},
        {one.place_id: one for one in places},
        {},
        {},
        {},
        RoadSettings(**roads),
    )
