"""Rules of the services in use: their seats, units, passengers and price."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from transport.case import Case, Service
from transport.checks.amounts import same_amount
from transport.checks.wording import figure, when
from transport.checks.written import WrittenPlan, WrittenService


@dataclass(frozen=True, slots=True)
class Use:
    """A service in use; ``escorts`` and ``paid_units`` are those whose price stands in this row of the run."""

    case: Case
    service: Service
    written: WrittenService
    escorts: float
    paid_units: float

    @property
    def entity(self) -> str:
        return self.written.entity

    @property
    def exact_cost(self) -> float:
        """CNY by the service's prices."""
        persons = len(self.written.workers) + self.escorts
        return self.service.unit_cost * self.paid_units + self.service.seat_cost * persons


@dataclass(frozen=True, slots=True)
class UsedRun:
    """The rows in use of one train or aircraft, whose units are those that its first row in use states."""

    name: str
    uses: tuple[Use, ...]

    @property
    def entity(self) -> str:
        return self.name

    @property
    def units(self) -> float:
        return self.uses[0].paid_units

    @property
    def escorts(self) -> float:
        """Escorts aboard, in all units together."""
        return self.uses[0].escorts


def used_runs(case: Case, plan: WrittenPlan) -> list[UsedRun]:
    """Group the services in use by what their units are bought under, in the order of the services table."""
    runs = []
    for name, rows in case.runs.items():
        used = [(row, plan.services[row.service_id]) for row in rows if row.service_id in plan.services]
        if used:
            units = used[0][1].units
            escorts = units * case.rules.escorts.service_unit
            first, *others = used
            uses = [Use(case, *first, escorts, units), *(Use(case, *other, 0, 0) for other in others)]
            runs.append(UsedRun(name, tuple(uses)))
    return runs


def no_fly(use: Use) -> Iterator[str]:
    if use.service.mode == "flight":
        yield from _barred(use, "flight")


def no_train(use: Use) -> Iterator[str]:
    if use.service.mode == "train":
        yield from _barred(use, "train")


def no_service(use: Use) -> Iterator[str]:
    yield from _barred(use, f"service:{use.service.service_id}")


def _barred(use: Use, means: str) -> Iterator[str]:
    """Who is aboard and must not travel so."""
    for worker_id in dict.fromkeys(use.written.workers):
        worker = use.case.workers.get(worker_id)
        if worker is not None and means in worker.barred:
            yield f"worker {worker_id}"


def service_empty(use: Use) -> Iterator[str]:
    if not use.written.workers:
        yield "0"


def min_seats(use: Use) -> Iterator[str]:
    if len(use.written.workers) < use.service.min_seats:
        yield f"{len(use.written.workers)} < {use.service.min_seats}"


def window(use: Use) -> Iterator[str]:
    if use.service.depart < use.case.window_start or use.service.arrive > use.case.window_end:
        yield f"{when(use.service.depart)}–{when(use.service.arrive)}"


def cost_service(use: Use) -> Iterator[str]:
    if not same_amount(use.written.cost, use.exact_cost):
        yield f"{figure(use.written.cost)} ≠ {figure(use.exact_cost)}"


def units(run: UsedRun) -> Iterator[str]:
    most = run.uses[0].service.max_units
    if not 1 <= run.units <= most:
        yield f"{figure(run.units)}: 1–{most}"


def run_units(run: UsedRun) -> Iterator[str]:
    first, *others = run.uses
    for use in others:
        if use.written.units != run.units:
            stated = f"{use.service.service_id}: {figure(use.written.units)}"
            yield f"{stated} ≠ {first.service.service_id}: {figure(run.units)}"


def service_seats(run: UsedRun) -> Iterator[str]:
    persons = sum(len(use.written.workers) for use in run.uses)
    seats = run.uses[0].service.seats * run.units
    if persons + run.escorts > seats:
        yield f"{persons} + {figure(run.escorts)} > {figure(seats)}"


USE_RULES: Mapping[str, Callable[[Use], Iterator[str]]] = {
    "NO_FLY": no_fly,
    "NO_TRAIN": no_train,
    "NO_SERVICE": no_service,
    "SERVICE_EMPTY": service_empty,
    "MIN_SEATS": min_seats,
    "WINDOW": window,
    "COST_SERVICE": cost_service,
}
RUN_RULES: Mapping[str, Callable[[UsedRun], Iterator[str]]] = {
    "UNITS": units,
    "RUN_UNITS": run_units,
    "SERVICE_SEATS": service_seats,
}
