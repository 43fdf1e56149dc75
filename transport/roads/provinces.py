"""Which province a point lies in, as far as the bundled towns tell: that of the nearest of them."""

from __future__ import annotations

import numpy as np
from scipy.spatial import KDTree

from transport.roads.graph import Floats
from transport.roads.network import bundled_graph
from transport.roads.spurs import REACH_KM, earth_km


def provinces_at(points: Floats) -> list[str]:
    """Return the province of each (lat, lon); empty further than 150 km from every town that is known."""
    towns = bundled_graph()
    at = earth_km(np.column_stack([towns.lat, towns.lon]))
    line, node = KDTree(at).query(earth_km(points.reshape(-1, 2)))
    near = np.asarray(line) <= REACH_KM
    return [towns.provinces[k] if close else "" for k, close in zip(np.asarray(node), near, strict=True)]
