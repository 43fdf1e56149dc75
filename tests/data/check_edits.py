"""Small changes of a scene, to be combined: each takes a scene and returns the changed one."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from check_scene import Scene

Edit = Callable[[Scene], Scene]


def rules(**changes: Any) -> Edit:
    """Rules; those of a group (``driving``, ``escorts`` ...) as a dict of what changes in it."""

    def edit(scene: Scene) -> Scene:
        merged = {
            key: replace(getattr(scene.case.rules, key), **value) if isinstance(value, dict) else value
            for key, value in changes.items()
        }
        return replace(scene, case=replace(scene.case, rules=replace(scene.case.rules, **merged)))

    return edit


def driving(**changes: Any) -> Edit:
    return rules(driving=changes)


def costs(**changes: Any) -> Edit:
    return lambda scene: replace(scene, case=replace(scene.case, costs=replace(scene.case.costs, **changes)))


def case(**changes: Any) -> Edit:
    return lambda scene: replace(scene, case=replace(scene.case, **changes))


def _row(table: str) -> Callable[..., Edit]:
    def change(row_id: str, **changes: Any) -> Edit:
        def edit(scene: Scene) -> Scene:
            rows = dict(getattr(scene.case, table))
            rows[row_id] = replace(rows[row_id], **changes)
            return replace(scene, case=replace(scene.case, **{table: rows}))

        return edit

    return change


worker, place, offer, service = _row("workers"), _row("places"), _row("offers"), _row("services")


def road(origin: str, destination: str, km: float | None = None, minutes: float | None = None) -> Edit:
    """Another road; without figures no road at all."""

    def edit(scene: Scene) -> Scene:
        roads = {pair: road for pair, road in scene.roads.items() if pair != (origin, destination)}
        old = scene.roads[origin, destination]
        if km is not None or minutes is not None:
            roads[origin, destination] = (old[0] if km is None else km, old[1] if minutes is None else minutes)
        return replace(scene, roads=roads)

    return edit


def _at(document: Any, path: str) -> tuple[Any, Any]:
    """The container and the key that a path such as ``trips.0.stops.1.arrive`` leads to."""
    *parts, last = path.split(".")
    for part in parts:
        document = document[int(part)] if isinstance(document, list) else document[part]
    return document, int(last) if isinstance(document, list) else last


def _document(change: Callable[[Any], None]) -> Edit:
    def edit(scene: Scene) -> Scene:
        document = copy.deepcopy(scene.document)
        change(document)
        return replace(scene, document=document)

    return edit


def put(path: str, value: Any) -> Edit:
    def change(document: Any) -> None:
        container, key = _at(document, path)
        container[key] = value

    return _document(change)


def drop(path: str) -> Edit:
    def change(document: Any) -> None:
        container, key = _at(document, path)
        del container[key]

    return _document(change)


def insert(path: str, value: Any) -> Edit:
    """Put a value into a list, before what stands at the path's index."""

    def change(document: Any) -> None:
        container, key = _at(document, path)
        container.insert(key, value)

    return _document(change)


def again(path: str) -> Edit:
    """Repeat a row of a list at its end."""

    def change(document: Any) -> None:
        container, key = _at(document, path)
        container.append(copy.deepcopy(container[key]))

    return _document(change)


def whole(value: Any) -> Edit:
    """Another document altogether."""
    return lambda scene: replace(scene, document=value)


def together(*edits: Edit) -> Edit:
    def edit(scene: Scene) -> Scene:
        for one in edits:
            scene = one(scene)
        return scene

    return edit


def ban(origin: str, destination: str, *stretches: float) -> Edit:
    """No night driving on these minutes of a road: one stretch, or two."""
    start, end, *rest = stretches
    whole = (start, end, *rest) if rest else (start, start, start, end)
    return lambda scene: replace(scene, bans={**scene.bans, (origin, destination): whole})
