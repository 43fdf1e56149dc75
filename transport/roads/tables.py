"""A network of nodes and links tables, the bundled one or the user's own, as arrays.

Driving minutes of a link are one static figure that has to be right on average for long trips, which see day and
night: a trip of whole days spends 22:00–06:00, a third of its time, at the night speed. So the speed is two thirds
of the day speed plus a third of the night speed where driving by night is allowed, and the day speed alone where it
is banned, because there nobody drives by night. A coach that halts 02:00–05:00 drives less than a third of its hours
at night, so the figure errs on the safe side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from transport.road_settings import LinkRow, NodeRow
from transport.roads.classes import CLASSES, NIGHT_SPEED, Terrain
from transport.roads.graph import RoadGraph, numbered

NIGHT_SHARE = 1 / 3
"""Share of a long trip's time that is night, 22:00–06:00."""


def average_kmh(day_kmh: float, night_kmh: float, *, night_ban: bool) -> float:
    """Return the speed in km/h that a link has on average over a long trip."""
    return day_kmh if night_ban else (1 - NIGHT_SHARE) * day_kmh + NIGHT_SHARE * night_kmh


def graph_of_tables(nodes: Sequence[NodeRow], links: Sequence[LinkRow], terrain: Mapping[str, Terrain]) -> RoadGraph:
    """Return the network of these tables; links that are not one-way are there both ways.

    Parameters
    ----------
    nodes, links
        The rows; every end of a link is a node, every road class known.
    terrain
        Terrain by province; hills where it does not say.
    """
    row = {node.id: k for k, node in enumerate(nodes)}
    hills: Terrain = "hills"
    around = [terrain.get(node.province, hills) for node in nodes]
    directed = [(link, link.from_id, link.to_id) for link in links]
    directed += [(link, link.to_id, link.from_id) for link in links if not link.oneway]
    starts = [row[start] for _, start, _ in directed]
    link_rows, link_names = numbered([link.link_id for link, _, _ in directed])
    road_rows, road_names = numbered([link.route_no for link, _, _ in directed])
    minutes = [60 * link.km / _kmh(link, around[start]) for (link, _, _), start in zip(directed, starts, strict=True)]
    third = [_third(link, around[start]) for (link, _, _), start in zip(directed, starts, strict=True)]
    return RoadGraph(
        lat=np.array([node.lat for node in nodes], dtype=np.float64),
        lon=np.array([node.lon for node in nodes], dtype=np.float64),
        start=np.array(starts, dtype=np.int64),
        end=np.array([row[end] for _, _, end in directed], dtype=np.int64),
        km=np.array([link.km for link, _, _ in directed], dtype=np.float64),
        minutes=np.array(minutes, dtype=np.float64),
        seats=np.array([np.inf if link.max_seats is None else link.max_seats for link, _, _ in directed]),
        suits=np.array([_suits(link) for link, _, _ in directed], dtype=np.float64),
        third=np.array(third, dtype=np.bool_),
        no_night=np.zeros(len(directed), dtype=np.bool_),
        rough=np.array([link.rough for link, _, _ in directed], dtype=np.bool_),
        link=link_rows,
        road=road_rows,
        link_names=link_names,
        road_names=road_names,
        provinces=tuple(node.province for node in nodes),
    )


def _kmh(link: LinkRow, terrain: Terrain) -> float:
    day = CLASSES[link.road_class].speed(terrain) if link.day_kmh is None else link.day_kmh
    night = NIGHT_SPEED * day if link.night_kmh is None else link.night_kmh
    return average_kmh(day, night, night_ban=_third(link, terrain))


def _third(link: LinkRow, terrain: Terrain) -> bool:
    """Whether coaches must not drive there by night: as the table says, else mountain roads of the third class."""
    if link.night_ban is not None:
        return link.night_ban
    return terrain == "mountain" and CLASSES[link.road_class].third


def _suits(link: LinkRow) -> float:
    """Return the largest vehicle: as the table says, else by the class."""
    limit = CLASSES[link.road_class].seats if link.max_seats is None else link.max_seats
    return float(limit)
