"""``plan.json``: the machine-readable truth about a plan, written whole and read with care."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from transport.clock import to_minutes
from transport.errors import InputError, InputIssue
from transport.explanation import explanations_from
from transport.io import atomic
from transport.plan import (
    BASELINES,
    COST_TERMS,
    TRAVEL_MODES,
    Itinerary,
    Plan,
    Rest,
    ServiceUse,
    Stop,
    Summary,
    Ticket,
    Trip,
    Unserved,
)

PLAN_FILE = "plan.json"


def write_document(document: Mapping[str, Any], folder: Path) -> Path:
    """Write ``plan.json`` into a plan folder, atomically; return its path."""
    path = folder / PLAN_FILE
    atomic.write_text(path, json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    return path


def read_document(folder: Path) -> dict[str, Any]:
    """Read ``plan.json`` of a plan folder (or the file itself) as it stands.

    Raises
    ------
    InputError
        It is missing, torn, no JSON, or not a mapping.
    """
    path = folder if folder.is_file() else folder / PLAN_FILE
    try:
        document = json.loads(path.read_bytes(), parse_constant=_refuse_constant)
    except FileNotFoundError:
        raise _refused("missing_file", path) from None
    except OSError as error:
        raise _refused("unreadable_file", path, reason=error.strerror or type(error).__name__) from None
    except (ValueError, RecursionError) as error:
        raise _refused("bad_json", path, reason=str(error)[:200]) from None
    if not isinstance(document, dict):
        raise _refused("bad_plan", path, reason=f"{type(document).__name__}, not a mapping")
    return document


def plan_from_document(document: Mapping[str, Any]) -> Plan:
    """Build the frozen plan from its document.

    Raises
    ------
    InputError
        A key is missing or holds something else than a plan has there.
    """
    try:
        if document["format"] != 1:
            raise ValueError(f"format {document['format']!r}, not 1")
        return Plan(
            case_name=str(document["case"]),
            case_sha256=str(document.get("case_sha256") or ""),
            summary=_summary(document["summary"]),
            trips=tuple(_trip(raw) for raw in document["trips"]),
            services=tuple(
                ServiceUse(raw["service_id"], int(raw["units"]), tuple(raw["workers"]), float(raw["cost"]))
                for raw in document["services"]
            ),
            tickets=tuple(Ticket(raw["worker_id"], float(raw["cost"])) for raw in document["tickets"]),
            unserved=tuple(Unserved(raw["worker_id"], raw["reason"], raw["detail"]) for raw in document["unserved"]),
            itineraries=tuple(_itinerary(raw) for raw in document["itineraries"]),
            created=str(document.get("created", "")),
            solver=dict(document.get("solver") or {}),
            explanations=explanations_from(document.get("explanations") or ()),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _refused("bad_plan", Path(PLAN_FILE), reason=f"{type(error).__name__}: {error}"[:200]) from error


def _summary(raw: Mapping[str, Any]) -> Summary:
    bound, baselines = raw.get("lower_bound"), raw.get("baselines") or {}
    return Summary(
        cost={term: float(raw["cost"][term]) for term in COST_TERMS},
        workers={mode: int(raw["workers"][mode]) for mode in TRAVEL_MODES},
        lower_bound=None if bound is None else float(bound),
        lower_bound_method=raw.get("lower_bound_method"),
        baselines={name: None if baselines.get(name) is None else float(baselines[name]) for name in BASELINES},
        stated_total=float(raw["total_cost"]),
    )


def _trip(raw: Mapping[str, Any]) -> Trip:
    return Trip(
        trip_id=raw["trip_id"],
        kind=raw["kind"],
        offer_id=raw["offer_id"],
        vehicle_no=int(raw["vehicle_no"]),
        leaves_base=_moment(raw["leaves_base"]),
        entries=tuple(_entry(entry) for entry in raw["stops"]),
        km=float(raw["km"]),
        empty_km=float(raw["empty_km"]),
        cost=float(raw["cost"]),
    )


def _entry(raw: Mapping[str, Any]) -> Stop | Rest:
    arrive, depart = _moment(raw["arrive"]), _moment(raw["depart"])
    if raw.get("kind") == "rest":
        return Rest(arrive, depart)
    return Stop(raw["place_id"], arrive, depart, tuple(raw.get("board") or ()), tuple(raw.get("alight") or ()))


def _itinerary(raw: Mapping[str, Any]) -> Itinerary:
    pickup, arrive = raw.get("pickup"), raw.get("arrive")
    return Itinerary(
        worker_id=raw["worker_id"],
        mode=raw["mode"],
        legs=tuple(raw.get("legs") or ()),
        pickup=None if pickup is None else _moment(pickup),
        arrive=None if arrive is None else _moment(arrive),
    )


def _moment(written: str) -> int:
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is not None:
        raise ValueError(f"{written!r} has an offset")
    return to_minutes(moment)


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")


def _refused(code: str, path: Path, **params: str) -> InputError:
    return InputError([InputIssue(code, file=path.name, params=params)])
