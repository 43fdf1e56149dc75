"""The bundled trunk network.

The network is a plain networkx graph for whoever wants to look at it. For the ways it is turned into arrays once
(:mod:`transport.roads.graph`), on which scipy is more than twenty times as fast.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import networkx as nx

from transport.road_settings import LinkRow, NodeRow
from transport.roads.classes import Terrain
from transport.roads.graph import RoadGraph
from transport.roads.tables import average_kmh, graph_of_tables


def load_network() -> nx.Graph[str]:
    """Return the bundled trunk road network as a new, undirected graph.

    Nodes (towns, junctions, airports, stations) carry ``name``, ``kind``, ``province``, ``lat``, ``lon`` (WGS 84
    degrees) and ``conf``; edges carry ``link_id``, ``km``, ``minutes`` (see the module's text), ``road_class``,
    ``route_no``, ``conf``, ``day_kmh``, ``night_kmh``, ``night_ban``, ``toll`` and ``notes``. ``conf`` is ``high``,
    ``medium`` (a length within about 5 %) or ``low`` (within about 15 %). Good for planning, not for navigation.
    """
    graph: nx.Graph[str] = nx.Graph()
    for row in read_data("nodes.csv"):
        graph.add_node(
            row["id"],
            name=row["name_zh"],
            kind=row["kind"],
            province=row["province"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            conf=row["conf"],
        )
    for row in read_data("links.csv"):
        km, day_kmh, night_kmh = float(row["km"]), float(row["day_kmh"]), float(row["night_kmh"])
        night_ban = row["night_ban"] == "1"
        graph.add_edge(
            row["from"],
            row["to"],
            link_id=row["link_id"],
            km=km,
            minutes=60 * km / average_kmh(day_kmh, night_kmh, night_ban=night_ban),
            road_class=row["road_class"],
            route_no=row["route_no"],
            conf=row["conf"],
            day_kmh=day_kmh,
            night_kmh=night_kmh,
            night_ban=night_ban,
            toll=row["toll"] == "1",
            notes=row["notes"],
        )
    return graph


def read_data(name: str) -> list[dict[str, str]]:
    """Return the rows of a bundled table by column name."""
    text = (files("transport.roads") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def province_terrain() -> dict[str, Terrain]:
    """Return the terrain of each province that the bundled tables know."""
    known: dict[str, Terrain] = {"mountain": "mountain", "hills": "hills", "plain": "plain"}
    return {row["province"]: known[row["terrain"]] for row in read_data("terrain.csv")}


@cache
def bundled_graph() -> RoadGraph:
    """Return the bundled network as arrays, read once a process."""
    nodes = [
        NodeRow(row["id"], float(row["lat"]), float(row["lon"]), row["name_zh"], row["province"])
        for row in read_data("nodes.csv")
    ]
    links = [
        LinkRow(
            link_id=row["link_id"],
            from_id=row["from"],
            to_id=row["to"],
            km=float(row["km"]),
            road_class=row["road_class"],
            route_no=row["route_no"],
            day_kmh=float(row["day_kmh"]),
            night_kmh=float(row["night_kmh"]),
            night_ban=row["night_ban"] == "1",
            rough=row["conf"] == "low",
        )
        for row in read_data("links.csv")
    ]
    return graph_of_tables(nodes, links, province_terrain())
