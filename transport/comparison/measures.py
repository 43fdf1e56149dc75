"""The figures by which plans are compared: one list, used by the page, the workbook, the table and the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from transport.comparison.people import Changed
from transport.facts import Facts
from transport.plan import COST_TERMS, TRAVEL_MODES
from transport.report.emissions import emissions
from transport.report.figures import journeys, seat_use

Unit = Literal["CNY", "share", "persons", "count", "km", "hours", "kg"]
Better = Literal["less", "more", ""]
Values = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a plan; ``better``: which way is good, where either is."""

    name: str
    unit: Unit
    better: Better = ""

    @property
    def group(self) -> str:
        """The part of a table that it belongs to."""
        return self.name.partition(".")[0]


MEASURES: tuple[Measure, ...] = (
    Measure("cost.total", "CNY", "less"),
    Measure("cost.per_person", "CNY", "less"),
    *(Measure(f"cost.{term}", "CNY", "less") for term in COST_TERMS),
    Measure("proof.lower_bound", "CNY"),
    Measure("proof.gap", "share", "less"),
    Measure("people.total", "persons"),
    *(Measure(f"people.{mode}", "persons", "less" if mode == "unserved" else "") for mode in TRAVEL_MODES),
    Measure("people.by_flight", "persons"),
    Measure("people.by_train", "persons"),
    Measure("bought.vehicles", "count"),
    Measure("bought.trips", "count"),
    Measure("bought.km", "km", "less"),
    Measure("bought.flights", "count"),
    Measure("bought.trains", "count"),
    Measure("seats.vehicles", "share", "more"),
    Measure("seats.services", "share", "more"),
    Measure("journey.median", "hours", "less"),
    Measure("journey.longest", "hours", "less"),
    Measure("climate.co2", "kg", "less"),
    Measure("change.people", "persons", "less"),
    Measure("change.mode", "persons", "less"),
    Measure("change.vehicle", "persons", "less"),
    Measure("change.time", "persons", "less"),
    Measure("change.new", "persons"),
    Measure("change.gone", "persons"),
)
BY_NAME: Mapping[str, Measure] = {measure.name: measure for measure in MEASURES}


def measure_document(document: Mapping[str, Any]) -> dict[str, float | None]:
    """Return the figures that ``plan.json`` itself states, to the fen."""
    summary = document["summary"]
    people = sum(summary["workers"].values())
    return {
        "cost.total": summary["total_cost"],
        "cost.per_person": round(summary["total_cost"] / people, 2) if people else None,
        **{f"cost.{term}": summary["cost"][term] for term in COST_TERMS},
        "proof.lower_bound": summary["lower_bound"],
        "proof.gap": summary["gap"],
        "people.total": people,
        **{f"people.{mode}": summary["workers"][mode] for mode in TRAVEL_MODES},
        "bought.vehicles": len({(trip["offer_id"], trip["vehicle_no"]) for trip in document["trips"]}),
        "bought.trips": len(document["trips"]),
        "bought.km": round(sum(trip["km"] + trip["empty_km"] for trip in document["trips"]), 2),
    }


def measure_facts(facts: Facts) -> dict[str, float | None]:
    """Return the figures for which the case is needed: seats, journeys, flights and trains."""
    uses = seat_use(facts)
    found = journeys(facts)
    by_mode = {"flight": 0, "train": 0}
    for use in facts.plan.services:
        by_mode[facts.case.services[use.service_id].mode] += len(use.workers)
    units = {"flight": 0, "train": 0}
    counted: set[str] = set()
    for use in facts.plan.services:
        service = facts.case.services[use.service_id]
        if service.run_key not in counted:  # the rows of one run state the same units
            counted.add(service.run_key)
            units[service.mode] += use.units
    return {
        "people.by_flight": by_mode["flight"],
        "people.by_train": by_mode["train"],
        "bought.flights": units["flight"],
        "bought.trains": units["train"],
        "seats.vehicles": _share([(use.people, use.seats) for use in uses if use.kind not in by_mode]),
        "seats.services": _share([(use.people, use.seats) for use in uses if use.kind in by_mode]),
        "journey.median": None if found.median is None else round(found.median / 60, 2),
        "journey.longest": None if found.longest is None else round(found.longest / 60, 2),
        "climate.co2": round(sum(emission.kg for emission in emissions(facts)), 1),
    }


def measure_changed(changed: Changed) -> dict[str, float | None]:
    """Return how many people travel otherwise than in the base."""
    return {
        "change.people": changed.count,
        "change.mode": len(changed.mode),
        "change.vehicle": len(changed.vehicle),
        "change.time": len(changed.time),
        "change.new": len(changed.new),
        "change.gone": len(changed.gone),
    }


def _share(uses: list[tuple[int, int]]) -> float | None:
    people, seats = (sum(column) for column in zip(*uses, strict=True)) if uses else (0, 0)
    return round(people / seats, 4) if seats else None
