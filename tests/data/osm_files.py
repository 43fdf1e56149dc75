"""Small networks as ``.osm.pbf`` files, written by pyosmium."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Node = tuple[float, float]
Way = tuple[Sequence[int], Mapping[str, str]]


def write_osm(path: Path, nodes: Mapping[int, Node], ways: Sequence[Way], barriers: Mapping[int, Any] | None = None):
    """Write nodes (lat, lon) by id, ways (node ids, tags) numbered from 1, and tags of nodes."""
    import osmium
    from osmium.osm import mutable

    path.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(path)) as writer:
        for ref, (lat, lon) in sorted(nodes.items()):
            writer.add_node(mutable.Node(id=ref, location=(lon, lat), version=1, tags=(barriers or {}).get(ref, {})))
        for number, (refs, tags) in enumerate(ways, 1):
            writer.add_way(mutable.Way(id=number, nodes=list(refs), version=1, tags=dict(tags)))
    return path


def road(*refs: int, **tags: str) -> Way:
    """A way, by default of class ``secondary``."""
    return refs, {"highway": "secondary", **tags}
