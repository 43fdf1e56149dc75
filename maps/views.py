"""Frames of the map: the whole way, where people come from, where they go."""

from __future__ import annotations

from collections.abc import Sequence

from maps import shapes
from maps.features import Feature
from maps.shapes import Position

Bounds = list[list[float]]

CHINA: Bounds = [[18.0, 73.5], [53.6, 135.1]]
"""What is shown where nothing can be drawn: south-west and north-east corner, (lat, lon)."""


def build_views(features: Sequence[Feature]) -> dict[str, Bounds]:
    """Return south-west and north-east corners by name: ``all`` always, ``origins`` and ``destinations`` if drawn.

    Feeders belong to the origins and distribution trips to the destinations, so that their hubs are in sight.
    """
    frames = {
        "all": shapes.bounds([p for feature in features for p in _positions(feature)]) or CHINA,
        "origins": _around(features, "starting", "feeder"),
        "destinations": _around(features, "ending", "distribution"),
    }
    return {name: frame for name, frame in frames.items() if frame is not None}


def _around(features: Sequence[Feature], people: str, layer: str) -> Bounds | None:
    """Bounds of the places where such people are and of one layer's lines."""
    return shapes.bounds(
        [
            position
            for feature in features
            if feature["properties"].get(people) or feature["properties"]["layer"] == layer
            for position in _positions(feature)
        ]
    )


def _positions(feature: Feature) -> Sequence[Position]:
    coordinates = feature["geometry"]["coordinates"]
    return [coordinates] if feature["geometry"]["type"] == "Point" else coordinates
