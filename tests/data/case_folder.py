"""Writes a scene as a case folder and a plan folder, for programs that read files."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import yaml
from check_scene import Scene

from transport.case import Place, Worker
from transport.clock import DAY, to_clock, to_iso


def can_be_written(scene: Scene) -> bool:
    """Whether the window and the offers' dates are whole days, as the tables have it."""
    dates = [scene.case.window_start, scene.case.window_end]
    for offer in scene.case.offers.values():
        dates += [day for day in (offer.available_from, offer.available_until) if day is not None]
    return all(date % DAY == 0 for date in dates)


def write_case(scene: Scene, folder: Path) -> str:
    """Write case.yaml and its tables; return the case's digest."""
    case = scene.case
    tables: dict[str, list[dict[str, Any]]] = {
        "workers": [_worker(worker) for worker in case.workers.values()],
        "places": [_place(place) for place in case.places.values()],
        "fleet": [
            {
                **{
                    key: value
                    for key, value in asdict(offer).items()
                    if not key.startswith("available") and key != "extra"
                },
                "available_from": _date(offer.available_from),
                "available_to": _date(None if offer.available_until is None else offer.available_until - DAY),
                "returns_to_base": str(offer.returns_to_base).lower(),
                "roles": ";".join(offer.roles),
            }
            for offer in case.offers.values()
        ],
        "services": [
            {
                **{key: value for key, value in asdict(service).items() if key != "extra"},
                "depart": to_iso(service.depart),
                "arrive": to_iso(service.arrive),
                "run": service.run or "",
            }
            for service in case.services.values()
        ],
        "tickets": [
            {"origin_county": origin, "destination_county": destination, "cost": cost}
            for (origin, destination), cost in case.tickets.items()
        ],
        "distances": [
            {"from_id": origin, "to_id": destination, "km": km, "minutes": minutes}
            for (origin, destination), (km, minutes) in scene.roads.items()
        ],
    }
    tables = {name: rows for name, rows in tables.items() if rows}
    config = {
        "name": case.name,
        "title": case.title,
        "timezone": case.timezone,
        "window": {"start": _date(case.window_start), "end": _date(case.window_end - DAY)},
        "tables": {name: f"{name}.csv" for name in tables if name != "distances"},
        "roads": {"provider": "matrix", "matrix": "distances.csv"},
        "rules": asdict(case.rules),
        "costs": asdict(case.costs),
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.yaml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    written = ["case.yaml", *(f"{name}.csv" for name in sorted(config["tables"])), "distances.csv"]
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in written)).hexdigest()


def write_plan(document: Any, folder: Path) -> None:
    """Write plan.json, damage and all."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.json").write_text(json.dumps(document), encoding="utf-8")


def written_as(scene: Scene, digest: str) -> Scene:
    """The scene with the digest of its folder, in the plan too where it had the right one."""
    document = scene.document
    if isinstance(document, dict) and document.get("case_sha256") == scene.case.sha256:
        document = {**document, "case_sha256": digest}
    return replace(scene, case=replace(scene.case, sha256=digest), document=document)


def _worker(worker: Worker) -> dict[str, Any]:
    return {
        "worker_id": worker.worker_id,
        "name": worker.name,
        "origin": worker.origin,
        "destination": worker.destination,
        "party": worker.party or "",
        "ready_from": to_iso(worker.ready_from),
        "report_by": to_iso(worker.report_by),
        "needs": ";".join(worker.needs),
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "place_id": place.place_id,
        "name": place.name,
        "kind": place.kind,
        "county": place.county,
        "max_seats": "" if place.max_seats is None else place.max_seats,
        "opens": to_clock(place.opens),
        "closes": to_clock(place.closes),
    }


def _date(moment: int | None) -> str:
    return "" if moment is None else to_iso(moment)[:10]
