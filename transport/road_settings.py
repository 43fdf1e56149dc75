"""How a case's roads are measured: the provider, its files or address, and what is closed on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Effect = Literal["close", "slow", "no_night"]
EFFECTS: tuple[Effect, ...] = ("close", "slow", "no_night")
CLASS_NAMES = ("expressway", "class1", "class2", "urban", "class3", "class4", "class4_single", "track")
"""Road classes of a links table; what they mean stands in :mod:`transport.roads.classes`."""


@dataclass(frozen=True, slots=True)
class Closure:
    """Roads that are closed, slow, or shut by night for a time.

    A road is meant where everything that is given fits it; of a list any entry. ``places`` and ``counties`` mean
    whatever leads to or from those places, and can only be closed.

    Parameters
    ----------
    name
        What people call it; appears in messages.
    links, roads, provinces
        Link ids of the network (or way ids of OpenStreetMap), route numbers such as ``G60``, provinces.
    polygon
        Corners (lat, lon) in degrees, at least three.
    circle
        Centre (lat, lon) in degrees, and radius in km.
    places, counties
        Place ids, counties or districts of the places table.
    start, end
        Moments between which it holds (``end`` is the first that is free again); ``None``: always.
    effect
        ``close``: nobody gets through; ``slow``: ``factor`` times the minutes; ``no_night``: no driving in the hours of
        night.
    factor
        With ``slow``, 1 or more.
    """

    name: str
    links: tuple[str, ...] = ()
    roads: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    polygon: tuple[tuple[float, float], ...] = ()
    circle: tuple[float, float, float] | None = None
    places: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    effect: Effect = "close"
    factor: float = 1.0

    def __str__(self) -> str:
        return self.name

    @property
    def of_places(self) -> bool:
        """Whether it is places that are cut off, rather than roads."""
        return bool(self.places or self.counties)


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node of the user's own network: WGS 84 degrees; the terrain around it follows from the province."""

    id: str
    lat: float
    lon: float
    name: str = ""
    province: str = ""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link of the user's own network.

    ``day_kmh``, ``night_kmh``, ``night_ban`` and ``max_seats`` are ``None`` where the road class decides.
    ``rough``: its length is little more than a guess.
    """

    link_id: str
    from_id: str
    to_id: str
    km: float
    road_class: str
    route_no: str = ""
    day_kmh: float | None = None
    night_kmh: float | None = None
    night_ban: bool | None = None
    oneway: bool = False
    max_seats: float | None = None
    rough: bool = False


@dataclass(frozen=True, slots=True)
class RoadSettings:
    """Section ``roads`` of ``case.yaml``.

    Parameters
    ----------
    provider
        ``network``, ``matrix``, ``osm``, ``osrm`` or ``valhalla``.
    matrix, nodes, links, osm, tiles
        Files that a provider reads, relative to ``folder``, the case's.
    url, profile
        Address of a routing service, and how it is asked to route.
    block
        Most places on one side of a request.
    timeout_s
        Seconds to wait for an answer.
    time_factor
        By which a service's minutes are multiplied, because a coach is slower than what the service thinks of.
    night_ban
        No driving in the hours of night on mountain roads of the third class and below.
    seats_by_road
        Whether the road to a place limits the vehicles that can reach it, where the places table does not say;
        ``None``: with provider ``osm`` alone.
    closures
        What is closed, slow or shut by night.
    own_nodes, own_links
        The user's own network as read; none: the bundled one.
    """

    provider: str = "network"
    matrix: str | None = None
    nodes: str | None = None
    links: str | None = None
    osm: str | None = None
    tiles: str | None = None
    url: str | None = None
    profile: str | None = None
    block: int = 50
    timeout_s: float = 60.0
    time_factor: float = 1.0
    night_ban: bool = False
    seats_by_road: bool | None = None
    closures: tuple[Closure, ...] = ()
    folder: Path = field(default=Path(), compare=False, repr=False)
    own_nodes: tuple[NodeRow, ...] = field(default=(), repr=False)
    own_links: tuple[LinkRow, ...] = field(default=(), repr=False)
