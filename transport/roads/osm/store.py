"""Networks and matrices on disk: what took long to read or to work out is there at once the second time.

Files are named by what they were made from; one that is damaged counts as none and is made again.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from transport.roads.cache_folder import cache_folder
from transport.roads.graph import RoadGraph
from transport.roads.osm.read import OsmNetwork, read_osm

_VERSION = "osm-3"
"""Changes whenever the same file or question would give other figures."""
_NAMES = ("link_names", "road_names", "provinces")
Arrays = dict[str, np.ndarray[Any, np.dtype[Any]]]


def fingerprint(path: Path) -> str:
    """Return what a file is known by: its place, size and time of change; to read it all would take long."""
    state = path.stat()
    return digest(_VERSION, str(path.resolve()), str(state.st_size), str(state.st_mtime_ns))


def digest(*parts: str | bytes) -> str:
    """Return a short name for things taken together."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part if isinstance(part, bytes) else part.encode())
        total.update(b"\0")
    return total.hexdigest()[:32]


def load_network(path: Path) -> OsmNetwork:
    """Read an extract, or what is kept of it. Raises as :func:`read_osm`."""
    name = f"network-{fingerprint(path)}"
    kept = read_arrays(name)
    if kept is not None:
        given: dict[str, Any] = {f.name: kept[f.name] for f in fields(RoadGraph) if f.name not in _NAMES}
        names: dict[str, Any] = {key: tuple(kept[key].tolist()) for key in _NAMES}
        return OsmNetwork(RoadGraph(**given, **names), kept["twin"], kept["joins"])
    network = read_osm(path)
    arrays = {f.name: getattr(network.graph, f.name) for f in fields(RoadGraph) if f.name not in _NAMES}
    named = {key: np.array(getattr(network.graph, key), dtype=np.str_) for key in _NAMES}
    write_arrays(name, {**arrays, **named, "twin": network.twin, "joins": network.joins})
    return network


def read_arrays(name: str) -> Arrays | None:
    """Return arrays that were kept, or ``None``."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        with np.load(folder / f"{name}.npz", allow_pickle=False) as kept:
            return {key: kept[key] for key in kept.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def write_arrays(name: str, arrays: Arrays) -> None:
    """Keep arrays, whole or not at all."""
    folder = cache_folder()
    if folder is None:
        return
    try:
        handle, scratch = tempfile.mkstemp(suffix=".npz", dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, allow_pickle=False, **arrays)
            Path(scratch).replace(folder / f"{name}.npz")
        except BaseException:
            Path(scratch).unlink(missing_ok=True)
            raise
    except OSError:
        return
